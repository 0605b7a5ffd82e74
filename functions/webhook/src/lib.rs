//! The callback: what the platform calls for each message and event of a resident.
//!
//! ```text
//! http ─ verify, decrypt (wechat::callback) ─▶ inbound ─▶ intent ─▶ decide (pure) ─▶ compose ─▶ write
//!   └───────────────────────────── seal the reply ◀──────────────────────────────────────────────┘
//! ```
//! Nothing behind `http` sees an unverified byte. Nothing answers with 200 before it is durable. A repetition gets
//! the bytes of the first reply. It never calls the platform and waits on nothing but table and queue.
#![warn(missing_docs)]

mod account;
mod compose;
pub mod decide;
mod http;
pub mod inbound;
pub mod intent;
pub mod known;
mod record;
pub mod texts;
mod write;

pub use http::{WebhookState, router};
pub use record::receive;
