//! The inbox: one line a question, under its state and sorted by its waiting time.

use domain::{
    ids::{FollowerId, GroupId, Login, QuestionId, QuestionNumber},
    language::Language,
    question::{Question, State},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Batch, Row, SearchQuestion, row};
use crate::{keys, ports::TableError};

/// Longest preview in a line, in characters.
const PREVIEW_CHARS: usize = 80;

/// What the list shows of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxLine {
    /// The question.
    pub question: QuestionId,
    /// Its number.
    pub number: QuestionNumber,
    /// Who asked.
    pub follower: FollowerId,
    /// In which language.
    pub language: Language,
    /// Its state.
    pub state: State,
    /// Since when: the sort key.
    pub since: Timestamp,
    /// The text, cut to 80 characters with `…`.
    pub preview: String,
    /// How many attachments.
    pub attachments: u32,
    /// A word of danger was in it.
    pub urgent: bool,
    /// What the receipt promised.
    pub promised_at: Option<Timestamp>,
    /// Who has it.
    pub assignee: Option<Login>,
    /// Path of the topic that it is filed under; empty for none.
    #[serde(default)]
    pub category: Vec<u8>,
    /// The group that it was put into; of itself while nobody else asks it, none before it was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// It stands by itself, and a group is suggested for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub maybe_alike: bool,
}

row!(InboxLine, |row| keys::inbox(row.state, row.since, &row.question));

impl From<&Question> for InboxLine {
    fn from(question: &Question) -> Self {
        let membership = question.membership.as_ref();
        Self {
            question: question.id.clone(),
            number: question.number.clone(),
            follower: question.follower.clone(),
            language: question.language,
            state: question.state,
            since: question.since(),
            preview: preview(&question.text),
            attachments: question.attachments,
            urgent: question.urgent,
            promised_at: question.promised_at,
            assignee: question.assignee.clone(),
            category: question.category.clone(),
            group: membership.map(|membership| membership.group.clone()),
            maybe_alike: membership.is_some_and(|own| own.is_suggested(&question.id)),
        }
    }
}

fn preview(text: &str) -> String {
    match text.char_indices().nth(PREVIEW_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Writes a question's line and what the search knows of it; `before` is the question as read, whose line goes when it
/// stood elsewhere.
///
/// # Errors
/// `Invalid` when the row can't be written as JSON.
pub fn move_inbox(batch: &mut Batch, before: Option<&Question>, after: &Question) -> Result<(), TableError> {
    let line = InboxLine::from(after);
    if let Some(old) = before.map(|before| InboxLine::from(before).key()).filter(|old| *old != line.key()) {
        batch.delete(old);
    }
    batch.replace(&SearchQuestion::from(after))?;
    batch.replace(&line)
}

/// Writes a question's line anew, where it stands and what was said are as they were.
///
/// # Errors
/// `Invalid` when the row can't be written as JSON.
pub fn put_line(batch: &mut Batch, question: &Question) -> Result<(), TableError> {
    batch.replace(&InboxLine::from(question))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_says_that_it_was_cut() {
        let long = "路".repeat(PREVIEW_CHARS);
        assert_eq!(preview(&long), long);
        assert_eq!(preview(&format!("{long}堵")), format!("{long}…"));
    }
}
