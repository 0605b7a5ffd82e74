//! `.chat` transcripts: conversations between residents, the account and officers, written so that people read them
//! and run so that they stay true. The format is described in `docs/transcripts.md`.
//!
//! ```text
//! text ─ parse ─▶ Transcript(steps) ─ Player ─▶ Transport: over HTTP, or in process
//! ```
//! A player speaks only what an outside script could speak: the simulator's `/_sim` controls and the staff API.

mod expect;
mod failure;
mod grouping;
mod heard;
mod hearing;
mod officer;
mod over_http;
mod parse;
mod player;
mod step;
mod transport;
mod words;

pub use failure::Failure;
pub use over_http::HttpTransport;
pub use parse::{ParseError, parse};
pub use player::{Played, play, play_signed_in};
pub use step::{Step, Transcript};
pub use transport::{Answer, RouterTransport, Settle, Transport, TransportError};

#[cfg(test)]
mod tests;
