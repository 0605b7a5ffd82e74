//! Wenqu's use cases, and what they need: ports to the outside, typed jobs, rows over the storage port, settings.
//!
//! | module | what |
//! |---|---|
//! | [`ports`] | traits that adapters implement |
//! | [`keys`], [`rows`] | where each row lives; reading rows and collecting writes into one transaction |
//! | [`jobs`] | the jobs on the two queues |
//! | [`audit`] | the audit: read, verified, witnessed |
//! | [`dead`] | worker jobs that were given up: kept, listed, run again |
//! | [`stuck`], [`shift`] | what waits for somebody besides questions; what one shift tells the next |
//! | [`content`] | the published snapshot, from memory |
//! | [`groups`], [`categories`] | questions that ask the same, their answers; topics suggested and learnt |
//! | [`known`] | what became of known answers, and which questions should have one |
//! | [`menu`], [`questions`], [`staff`] | what officers do: one verb a file, each with its permission and its audit entry |
//! | [`health`] | the checks of the console's health page |
//! | [`alerts`] | messages to officers outside the console: what is due, told once, where it goes |
//! | [`search`] | over all history, from memory |
//! | [`repeats`] | programs' requests that may come twice under one key |
//! | [`followers`], [`presence`], [`drafts`], [`canned`] | what officers note about residents; who has which thread open; answers that are being written; texts sent often |
//! | [`settings`] | settings, read once from an injected reader, all errors at once |
//! | [`telemetry`] | counted metrics as log lines |
//! | `testing` | with the feature `testing`: ports in memory, residents who ask |
//! | `contract` | with the feature `contract`: tests that every adapter must pass |
//!
//! It knows `wechat`, `domain` and `matching`, and no adapter.
#![warn(missing_docs)]

pub mod alerts;
pub mod audit;
pub mod canned;
pub mod categories;
pub mod content;
#[cfg(feature = "contract")]
pub mod contract;
pub mod dead;
pub mod drafts;
pub mod followers;
pub mod groups;
pub mod health;
mod hourly;
pub mod jobs;
pub mod keys;
pub mod known;
pub mod menu;
pub mod ports;
pub mod presence;
pub mod questions;
pub mod repeats;
pub mod rows;
pub mod search;
pub mod settings;
pub mod shift;
pub mod staff;
pub mod stuck;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;

mod context;
mod cursor;
mod error;
mod retry;
pub mod way_out;

pub use context::{App, random};
pub use error::AppError;
pub use retry::retrying;
pub use way_out::WayOut;
