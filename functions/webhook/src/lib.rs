//! The callback: what the platform calls for each message and event of a resident.
//!
//! ```text
//! http ─ verify, decrypt (wechat::callback) ─▶ inbound ─▶ intent ─▶ decide (pure) ─▶ compose ─▶ write
//!   └───────────────────────────── seal the reply ◀──────────────────────────────────────────────┘
//! ```
//! Nothing behind `http` sees an unverified byte. Nothing answers with 200 before it is durable. A repetition gets
//! the bytes of the first reply. It never calls the platform and waits on nothing but table and queue.
//!
//! When the table does not take a callback in time, it is sealed and put on `jobs` (`spill`), and answered from memory
//! (`from_memory`); the worker takes it in by the same use case ([`Spills`]), and what the answer could not say follows
//! as a delivery (`follow_up`). By the same way a list of known questions that nobody chose from becomes a question for
//! an officer (`lapsed`).
#![warn(missing_docs)]

mod account;
mod compose;
pub mod decide;
mod follow_up;
mod from_memory;
mod genuine;
mod http;
pub mod inbound;
pub mod intent;
pub mod known;
mod lapsed;
mod record;
mod spill;
mod write;

pub use domain::texts;
pub use http::{WebhookState, router};
pub use spill::Spills;
