//! Search over all history: numbers, words of both sides, remarks, officers, topics, days.
//!
//! A process keeps what it has read of the last months in memory ([`Index`]) and looks through it: 100,000 questions are
//! some 40 MB. The current month is read again for each search, the others after a while. What is shown of a hit comes
//! from its question as it is now, never from memory.

mod find;
mod index;
mod wanted;

pub use find::{Found, Hit, search};
pub use index::Index;
pub use wanted::Search;

/// Months that are searched when no first day is named, the current one included.
pub const MONTHS: i32 = 12;
/// Most months that can be searched.
pub const MOST_MONTHS: i32 = 120;
