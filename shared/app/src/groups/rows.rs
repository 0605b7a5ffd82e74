//! Rows of groups.

use domain::{
    group::Group,
    ids::{FollowerId, GroupId, QuestionId},
    language::Language,
    question::Question,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    keys,
    ports::TableError,
    rows::{Batch, Row as _, row},
};

row!(Group, |row| keys::group(&row.id));

/// A question of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Of which group.
    pub group: GroupId,
    /// Which question.
    pub question: QuestionId,
    /// Who asked.
    pub follower: FollowerId,
    /// Language to answer in.
    pub language: Language,
    /// When it joined.
    pub joined_at: Timestamp,
    /// When it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
}

row!(Member, |row| keys::group_member(&row.group, &row.follower, &row.question));

impl Member {
    pub(super) fn of(group: &GroupId, question: &Question, joined_at: Timestamp) -> Self {
        Self {
            group: group.clone(),
            question: question.id.clone(),
            follower: question.follower.clone(),
            language: question.language,
            joined_at,
            asked_at: Some(question.asked_at),
        }
    }
}

/// A group in the list: its row is read for the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct GroupLine {
    pub(super) group: GroupId,
    pub(super) joined_at: Timestamp,
    /// How many questions, for whoever shows many groups at once; 0: not known.
    #[serde(default)]
    pub(super) questions: u32,
    /// Groups that were put into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) absorbed: Vec<GroupId>,
}

row!(GroupLine, |row| keys::group_line(row.joined_at, &row.group));

/// Puts a group where it belongs in the list; one that was put into another leaves it.
pub(super) fn move_line(batch: &mut Batch, before: Option<&Group>, after: &Group) -> Result<(), TableError> {
    let line = |group: &Group| GroupLine {
        group: group.id.clone(),
        joined_at: group.joined_at,
        questions: group.questions,
        absorbed: group.absorbed.clone(),
    };
    let shown = after.merged_into.is_none() && after.questions > 1;
    // Two that join within a millisecond stand at the same place.
    let (new, old) = (line(after).key(), before.map(|before| line(before).key()));
    if let Some(old) = old.filter(|old| !shown || *old != new) {
        batch.delete(old);
    }
    if shown { batch.replace(&line(after)) } else { Ok(()) }
}
