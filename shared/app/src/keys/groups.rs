//! Where groups of similar questions live.

use domain::ids::{FollowerId, GroupId, QuestionId};
use jiff::Timestamp;

use super::{MAIN, millis};
use crate::ports::Key;

/// Partition of the log: which question joined which group, in order.
pub const GROUP_LOG_PARTITION: &str = "GROUP-LOG";
/// Partition of the list of groups.
pub const GROUPS_PARTITION: &str = "GROUPS";

/// How long the log is: one writer at a time.
#[must_use]
pub fn group_head() -> Key {
    Key::new(MAIN, "GROUP-HEAD", "H")
}

/// An entry of the log.
#[must_use]
pub fn group_log(sequence: u64) -> Key {
    Key::new(MAIN, GROUP_LOG_PARTITION, group_log_sort(sequence))
}

/// The sort key of an entry.
#[must_use]
pub fn group_log_sort(sequence: u64) -> String {
    format!("{sequence:012}")
}

/// Partition of a group and of its members.
#[must_use]
pub fn group_partition(group: &GroupId) -> String {
    format!("G#{group}")
}

/// A group.
#[must_use]
pub fn group(group: &GroupId) -> Key {
    Key::new(MAIN, group_partition(group), "G")
}

/// A member of a group; one resident's stand together.
#[must_use]
pub fn group_member(group: &GroupId, follower: &FollowerId, question: &QuestionId) -> Key {
    Key::new(MAIN, group_partition(group), format!("{}{question}", group_members_of(follower)))
}

/// An answer to all of a group.
#[must_use]
pub fn group_answer(group: &GroupId, answer: &str) -> Key {
    Key::new(MAIN, group_partition(group), format!("A#{answer}"))
}

/// How the sort keys of one resident's members begin.
#[must_use]
pub fn group_members_of(follower: &FollowerId) -> String {
    format!("M#{follower}#")
}

/// A line of the list of groups, by when the last question joined.
#[must_use]
pub fn group_line(joined_at: Timestamp, group: &GroupId) -> Key {
    Key::new(MAIN, GROUPS_PARTITION, format!("{}#{group}", millis(joined_at)))
}

/// Which groups were hot when somebody looked last.
#[must_use]
pub fn hot_topics() -> Key {
    Key::new(MAIN, "GROUPS-HOT", "H")
}
