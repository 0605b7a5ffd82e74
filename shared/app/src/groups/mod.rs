//! Questions that ask the same: found by what they say, corrected by officers, answered in one go. One verb a file.
//!
//! All workers write to one log, one entry at a time. Each knows the open texts as far as it has read the log, and
//! catches up before it decides: two can't open twin groups. An officer's decision is final: no program moves a
//! question that an officer has put somewhere.

mod act;
mod alike;
pub mod answer;
mod find;
mod known;
mod list;
mod lock;
mod log;
mod merge;
mod move_to;
mod place;
mod read;
mod rename;
mod rows;

pub use alike::{Alike, alike};
pub use find::find;
pub use known::OpenTexts;
pub use list::list;
pub use lock::lock;
pub use log::OPEN_FOR;
pub use merge::merge;
pub use move_to::{To, move_to};
pub use place::place;
pub use read::{Members, members, read};
pub use rename::{MAX_TITLE_CHARS, rename};
pub use rows::Member;
