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
    /// An officer has put a question or another group here: no program puts it into another.
    #[serde(default)]
    pub settled: bool,
    /// Groups that an officer has told from this one: no program makes them one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<GroupId>,
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
            settled: false,
            apart: Vec::new(),
            absorbed: Vec::new(),
            merged_into: None,
        }
    }

    /// One more question; `new_asker`: its resident has none in it yet. A group without a title gets one.
    pub fn join(&mut self, question: &Question, new_asker: bool, now: Timestamp) {
        if self.title.is_empty() {
            self.retitle(Some(question));
        }
        self.questions += 1;
        self.askers += u32::from(new_asker);
        self.chinese += u32::from(question.language == Language::Chinese);
        self.joined_at = self.joined_at.max(now);
    }

    /// The opening of another of its questions becomes the title, or none does.
    pub fn retitle(&mut self, heir: Option<&Question>) {
        self.title = heir.map_or_else(String::new, |heir| title(&heir.words()));
        self.titled_by = heir.filter(|_| !self.title.is_empty()).map(|heir| heir.id.clone());
    }

    /// Whether an officer has written the title.
    #[must_use]
    pub fn is_titled_by_officer(&self) -> bool {
        self.titled_by.is_none() && !self.title.is_empty()
    }

    /// Whether a program may put this group into another: neither is locked, no officer has told one from the other, and
    /// none has put anything into this one or given it a title.
    #[must_use]
    pub fn may_go_into(&self, other: &Self) -> bool {
        self.id != other.id
            && self.merged_into.is_none()
            && other.merged_into.is_none()
            && !(self.locked || other.locked)
            && !(self.settled || self.is_titled_by_officer())
            && !(self.is_apart_from(other) || other.is_apart_from(self))
    }

    fn is_apart_from(&self, other: &Self) -> bool {
        self.apart.iter().any(|apart| *apart == other.id || other.absorbed.contains(apart))
    }

    /// All of another: questions add up; who asked both is counted by whoever knows the members. A title that nobody sees
    /// any more is no longer kept.
    pub fn absorb(&mut self, other: &mut Self) {
        self.questions += other.questions;
        self.chinese += other.chinese;
        self.opened_at = self.opened_at.min(other.opened_at);
        self.joined_at = self.joined_at.max(other.joined_at);
        self.absorbed.push(other.id.clone());
        self.absorbed.append(&mut other.absorbed);
        self.apart.append(&mut other.apart);
        self.apart.retain(|apart| *apart != self.id && !self.absorbed.contains(apart));
        let (title, titled_by) = (std::mem::take(&mut other.title), other.titled_by.take());
        if self.title.is_empty() {
            (self.title, self.titled_by) = (title, titled_by);
        }
        other.merged_into = Some(self.id.clone());
    }

    /// One less; `last_of_asker`: its resident has no other in it. If the title is its words, [`Self::retitle`] comes next.
    pub fn leave(&mut self, question: &Question, last_of_asker: bool) {
        self.questions = self.questions.saturating_sub(1);
        self.askers = self.askers.saturating_sub(u32::from(last_of_asker));
        self.chinese = self.chinese.saturating_sub(u32::from(question.language == Language::Chinese));
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
    /// Which of its questions is most alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// How sure, from 0 to 100.
    pub percent: u8,
    /// Words of the question itself that the other has too, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
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
    /// Its place in the log of groups, where numbers made of its text stand; none when it is not compared with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logged: Option<u64>,
}

impl Membership {
    /// Whether the question stands by itself and a group is suggested for it.
    #[must_use]
    pub fn is_suggested(&self, question: &QuestionId) -> bool {
        !self.settled && self.similar.is_some() && self.group == GroupId::of(question)
    }
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

    fn group(id: &str) -> Group {
        Group {
            id: id.into(),
            title: format!("{id}?"),
            titled_by: Some(id.into()),
            opened_at: Timestamp::UNIX_EPOCH,
            joined_at: Timestamp::UNIX_EPOCH,
            questions: 2,
            askers: 2,
            chinese: 2,
            locked: false,
            settled: false,
            apart: Vec::new(),
            absorbed: Vec::new(),
            merged_into: None,
        }
    }

    #[test]
    fn no_program_puts_together_what_an_officer_has_touched() {
        let (from, into) = (group("A"), group("B"));
        assert!(from.may_go_into(&into) && !from.may_go_into(&from));
        let locked = Group { locked: true, ..group("B") };
        assert!(!from.may_go_into(&locked) && !locked.may_go_into(&from));
        let settled = Group { settled: true, ..group("B") };
        assert!(from.may_go_into(&settled) && !settled.may_go_into(&from));
        let titled = Group { titled_by: None, ..group("B") };
        assert!(from.may_go_into(&titled) && !titled.may_go_into(&from));
        let mut absorbing = group("C");
        absorbing.absorb(&mut group("B"));
        let apart = Group { apart: vec!["B".into()], ..group("A") };
        for other in [&into, &absorbing] {
            assert!(!apart.may_go_into(other) && !other.may_go_into(&apart));
        }
    }

    #[test]
    fn what_goes_into_another_keeps_no_words() {
        let (mut into, mut from) =
            (Group { title: String::new(), titled_by: None, ..group("A") }, group("B"));
        from.apart = vec!["A".into(), "C".into()];
        into.absorb(&mut from);
        assert_eq!((from.title.as_str(), from.titled_by), ("", None));
        assert_eq!((into.title.as_str(), into.titled_by), ("B?", Some("B".into())));
        assert_eq!(into.apart, ["C".into()], "what an officer puts together is no longer apart");
    }
}
