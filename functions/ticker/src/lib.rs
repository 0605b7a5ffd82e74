//! What time alone brings about: deliveries whose time has come, requests whose sender is gone, lost jobs, erasures;
//! what a change of the way out sets free; and each hour the heads of the audit's chains, written down where only the
//! ticker may put. Each minute it asks what officers are to be told, every ten minutes for the groups of questions to be tended.
//!
//! - A tick reads index partitions only, and writes at most one resident's few rows at a time. It never calls the
//!   platform and does none of the work itself: it enqueues.
//! - A tick is bounded; what it does not reach comes next time, oldest first.
//! - It may run as often as one likes, several at once, and be dropped at any point. A job is not enqueued again by
//!   the same [`Ticker`] within a minute.
//! - A row that can't be read is logged, counted and passed over.
#![warn(missing_docs)]

mod alerts;
mod deliveries;
mod egress;
mod erasures;
mod groups;
mod jobs;
mod recent;
mod tick;
mod witness;

pub use tick::{Ticked, Ticker};
