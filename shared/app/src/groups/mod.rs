//! Questions that ask the same: found by what they say, corrected by officers, answered in one go. One verb a file.
//!
//! All workers write to one log, one entry at a time. Each knows the open texts as far as it has read the log, and
//! catches up before it decides: two can't open twin groups. An officer's decision is final: no program moves a
//! question that an officer has put somewhere. Every ten minutes groups that have grown into one are put together, and
//! what rises is noted ([`tend()`]).

mod act;
mod alike;
pub mod answer;
mod erase;
mod find;
mod hot;
mod known;
mod leave;
mod list;
mod lock;
mod log;
mod merge;
mod move_to;
mod near;
mod place;
mod read;
mod rename;
mod rows;
mod sizes;
mod snapshot;
mod tend;
mod together;
mod twins;
mod why;

pub use alike::{Alike, alike};
pub use erase::{forget, keep_snapshot};
pub use find::find;
pub(crate) use hot::noted;
pub use hot::{HotTopic, count_hot, hot_topics};
pub use known::OpenTexts;
pub(crate) use known::{BACKGROUND, RANKER};
pub use list::{Waiting, list, waiting};
pub use lock::lock;
pub use log::OPEN_FOR;
pub use merge::merge;
pub use move_to::{To, move_to};
pub use near::{MOST_NEAR, Near, near};
pub use place::place;
pub use read::{Members, members, read};
pub use rename::{MAX_TITLE_CHARS, rename};
pub use rows::Member;
pub use sizes::sizes;
pub use snapshot::{EVERY, OBJECT};
pub use tend::{TENDED_EVERY, ask_to_tend, tend};
pub use together::{Together, together};
pub use why::why;
