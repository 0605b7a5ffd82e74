//! What the search reads: a row for each question and one for each text of ours, in partitions by month, and the
//! officers' remarks. Each is written in the transaction of what it repeats, so that it never says anything else.

use domain::{
    conversation::{Entry, EntryBody},
    follower::Follower,
    ids::{EntryId, FollowerId, Login, QuestionId, QuestionNumber},
    question::Question,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Batch, row};
use crate::{keys, ports::TableError};

/// A question as the search knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchQuestion {
    /// Which.
    pub question: QuestionId,
    /// Its number.
    pub number: QuestionNumber,
    /// Who asked.
    pub follower: FollowerId,
    /// When.
    pub asked_at: Timestamp,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Login>,
    /// Path of the topic that it is filed under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<u8>,
    /// What was asked; empty once erased.
    pub words: String,
}

row!(SearchQuestion, |row| keys::search_question(row.asked_at, &row.question));

impl From<&Question> for SearchQuestion {
    fn from(question: &Question) -> Self {
        Self {
            question: question.id.clone(),
            number: question.number.clone(),
            follower: question.follower.clone(),
            asked_at: question.asked_at,
            assignee: question.assignee.clone(),
            category: question.category.clone(),
            words: question.text.clone(),
        }
    }
}

/// An answer or a note as the search knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchEntry {
    /// The question that it belongs to.
    pub question: QuestionId,
    /// Which entry.
    pub entry: EntryId,
    /// When.
    pub at: Timestamp,
    /// Who wrote it.
    pub by: Login,
    /// What.
    pub words: String,
}

row!(SearchEntry, |row| keys::search_entry(row.at, &row.question, &row.entry));

impl SearchEntry {
    /// What the search is to know of an entry: nothing of one without words.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let (EntryBody::Answer { text, .. } | EntryBody::Note { text }) = &entry.body else { return None };
        Some(Self {
            question: entry.question.clone(),
            entry: entry.id.clone(),
            at: entry.at,
            by: entry.by.clone(),
            words: text.clone(),
        })
    }
}

/// A resident's remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Whose.
    pub follower: FollowerId,
    /// As an officer wrote it.
    pub remark: String,
}

row!(Remark, |row| keys::remark(&row.follower));

/// Writes what the search knows of a resident, when the remark is not what it was.
///
/// # Errors
/// `Invalid` when the row can't be written as JSON.
pub fn put_remark(batch: &mut Batch, before: Option<&str>, after: &Follower) -> Result<(), TableError> {
    match &after.remark {
        now if now.as_deref() == before => Ok(()),
        Some(remark) => batch.replace(&Remark { follower: after.id.clone(), remark: remark.clone() }),
        None => {
            batch.delete(keys::remark(&after.id));
            Ok(())
        }
    }
}
