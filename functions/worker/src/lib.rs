//! Background work: attachments, profiles, deliveries that wait for a contact, erasures, the menu, alerts, groups of
//! questions and their answers, what became of known answers; and callbacks that the table did not take when they came,
//! which [`app::ports::Intake`] takes in.
//!
//! - Each job is named by a row, written in the same transaction as its cause. The last thing that a job does is to
//!   delete that row, in one transaction with its effect where there is one: it may die between any two lines and
//!   be done again.
//! - A job without its row has been done.
//! - It never calls the platform: it writes what to ask into a request row, and the sender brings the job back.
//! - What fails in passing is tried again; what fails for good becomes a dead job that staff see.
#![warn(missing_docs)]

mod attachment;
mod batch;
mod deliveries;
mod erase;
mod handle;
mod menu;
mod profile;

pub use batch::{MAX_RECEIVES, handle_batch};
pub use handle::{Worked, handle};
