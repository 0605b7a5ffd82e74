//! What the mains of the five functions share.
//!
//! | | |
//! |---|---|
//! | [`Function`] | the start: logs, settings and secrets, adapters, content; so connections are warm at the first event |
//! | [`Rotating`] | what is made of the secrets, made again when they have changed |
//! | [`http`], [`queue`], [`schedule`] | the runtime's loop for the three kinds of events |
//!
//! A start fails, with all reasons at once, when a setting or secret is missing or wrong; not when the tables are down.
//! A panic becomes an error of its invocation, and only its place is logged: its text could hold a resident's words.

mod function;
pub mod http;
mod logs;
mod no_blobs;
pub mod queue;
mod returns;
mod rotating;
pub mod schedule;
mod settings;

pub use function::{Function, SecretRead};
pub use rotating::Rotating;
pub use settings::{StartError, Wrong, setting};

/// The runtime's loop has ended.
#[derive(Debug, thiserror::Error)]
#[error("the runtime's interface failed: {0}")]
pub struct Stopped(lambda_runtime::Error);
