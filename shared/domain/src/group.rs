//! Questions that ask the same. They are linked, never merged: each resident keeps a conversation of their own.
//!
//! A question that nobody else has asked is a group by itself, and has no row. The second that joins it makes the row.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{GroupId, QuestionId},
    language::Language,
    question::Question,
};

/// Longest title, in characters.
const TITLE_CHARS: usize = 40;

/// Two questions or more that ask the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id: made of the question that was first.
    pub id: GroupId,
    /// What officers call it; at first the opening of [`Self::titled_by`], later what an officer writes.
    pub title: String,
    /// Whose words the title is; none once an officer wrote it, or it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titled_by: Option<QuestionId>,
    /// When the first was asked.
    pub opened_at: Timestamp,
    /// When the last one joined.
    pub joined_at: Timestamp,
    /// Questions.
    pub questions: u32,
    /// Residents who asked them.
    pub askers: u32,
    /// How many of the questions are to be answered in Chinese; the rest in English.
    pub chinese: u32,
    /// Nothing joins by itself.
    #[serde(default)]
    pub locked: bool,
    /// Groups that were put into it: their members stand under their own ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absorbed: Vec<GroupId>,
    /// The group that it was put into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<GroupId>,
}

impl Group {
    /// The group of the question that was first, when a second joins.
    #[must_use]
    pub fn of(first: &Question) -> Self {
        Self {
            id: GroupId::of(&first.id),
            title: title(&first.words()),
            titled_by: Some(first.id.clone()),
            opened_at: first.asked_at,
            joined_at: first.asked_at,
            questions: 1,
            askers: 1,
            chinese: u32::from(first.language == Language::Chinese),
            locked: false,
            absorbed: Vec::new(),
            merged_into: None,
        }
    }

    /// One more question; `new_asker`: its resident has none in it yet.
    pub fn join(&mut self, question: &Question, new_asker: bool, now: Timestamp) {
        self.questions += 1;
        self.askers += u32::from(new_asker);
        self.chinese += u32::from(question.language == Language::Chinese);
        self.joined_at = self.joined_at.max(now);
    }

    /// All of another: questions add up; who asked both is counted by whoever knows the members.
    pub fn absorb(&mut self, other: &mut Self) {
        self.questions += other.questions;
        self.chinese += other.chinese;
        self.opened_at = self.opened_at.min(other.opened_at);
        self.joined_at = self.joined_at.max(other.joined_at);
        self.absorbed.push(other.id.clone());
        self.absorbed.append(&mut other.absorbed);
        other.merged_into = Some(self.id.clone());
    }

    /// One less; `last_of_asker`: its resident has no other in it.
    pub fn leave(&mut self, question: &Question, last_of_asker: bool) {
        self.questions = self.questions.saturating_sub(1);
        self.askers = self.askers.saturating_sub(u32::from(last_of_asker));
        self.chinese = self.chinese.saturating_sub(u32::from(question.language == Language::Chinese));
        if self.titled_by.as_ref() == Some(&question.id) {
            self.titled_by = None;
        }
    }
}

/// The opening of a text, as a title.
fn title(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let mut title: String = line.chars().take(TITLE_CHARS).collect();
    if title.len() < line.len() {
        title.push('…');
    }
    title
}

/// How sure it was that a question asks what a group asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similar {
    /// Which group.
    pub group: GroupId,
    /// How sure, from 0 to 100.
    pub percent: u8,
    /// Words that both have, the most telling first.
    pub words: Vec<String>,
}

/// Where a question belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Its group; of itself when nobody else asks it.
    pub group: GroupId,
    /// An officer put it there: no program moves it.
    #[serde(default)]
    pub settled: bool,
    /// Why it joined, or which group is suggested; none when nothing is similar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub similar: Option<Similar>,
    /// Groups that officers took it out of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<GroupId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_line_cut() {
        assert_eq!(title("\n 停水了？ \n谢谢"), "停水了？");
        assert_eq!(title(&"水".repeat(60)).chars().count(), TITLE_CHARS + 1);
        assert_eq!(title(""), "");
    }
}
