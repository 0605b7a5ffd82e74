//! The audit: who read, wrote, sent, exported, changed a setting, signed in or failed to. [`crate::rows::Audit`] writes
//! it, in the transaction of each act; here it is read, held against its hashes, and witnessed.
//!
//! - [`list()`] and [`export()`] read it over days, newest first.
//! - [`witness()`] writes the heads of the open chains to the object store, where only the ticker may put and nobody may
//!   delete: `audit-heads/<date>/<hour>.json`.
//! - [`verify()`] computes every chain again and holds it against its head and its witnesses.
//!
//! No entry expires and nothing deletes one.

mod export;
mod list;
mod read;
mod verify;
mod witness;

pub use export::{EXPORT_LIMIT, export};
pub use list::{Filter, Found, List, Listed, MAX_DAYS, MAX_PAGE, list};
pub use verify::{Report, Verified, verify};
pub use witness::{hour, witness};
