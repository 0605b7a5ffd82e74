//! What the search knows, by month and shard, and the residents' remarks.

use domain::{
    ids::{EntryId, FollowerId, Login, QuestionId},
    time::beijing,
};
use jiff::Timestamp;

use super::{MAIN, shard};
use crate::ports::Key;

/// The month of a moment in Beijing: `2026-11`.
#[must_use]
pub fn month(at: Timestamp) -> String {
    beijing(at).strftime("%Y-%m").to_string()
}

/// Partition of a shard of what the search knows of a month.
#[must_use]
pub fn search_partition(month: &str, shard: u8) -> String {
    format!("SEARCH#{month}#{shard}")
}

/// A question as the search knows it.
#[must_use]
pub fn search_question(asked_at: Timestamp, question: &QuestionId) -> Key {
    let partition = search_partition(&month(asked_at), shard(question.as_str()));
    Key::new(MAIN, partition, format!("Q#{question}"))
}

/// An answer or a note as the search knows it.
#[must_use]
pub fn search_entry(at: Timestamp, question: &QuestionId, entry: &EntryId) -> Key {
    let partition = search_partition(&month(at), shard(question.as_str()));
    Key::new(MAIN, partition, format!("E#{entry}"))
}

/// Partition of the residents' remarks.
pub const REMARK_PARTITION: &str = "REMARK";

/// A resident's remark, for the search.
#[must_use]
pub fn remark(follower: &FollowerId) -> Key {
    Key::new(MAIN, REMARK_PARTITION, follower.as_str())
}

/// The mark that an officer has searched in an hour, so that it is audited once.
#[must_use]
pub fn searched(login: &Login, hour: &str) -> Key {
    Key::new(MAIN, format!("READ#{login}"), format!("{hour}#SEARCH"))
}
