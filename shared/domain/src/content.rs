//! The published content: one snapshot of everything that automatic replies are made of. Immutable once published;
//! a change is a new version.
//!
//! | module | what |
//! |---|---|
//! | [`check`] | what must be true of it before it is published, wherever it comes from |
//! | [`edit`] | one change to a draft of it |
//! | [`diff`] | what differs between two versions, field by field |
//! | [`freshness`] | how old a topic may get |
//! | [`holidays`] | the State Council's days off, as pasted text or CSV |
//! | [`answer`] | what is answered from the content alone |
//! | [`known`] | questions that officers have answered once and for all |

pub mod answer;
pub mod check;
pub mod diff;
pub mod edit;
pub mod freshness;
pub mod holidays;
pub mod known;

use std::{borrow::Cow, collections::BTreeMap};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{language::Language, working_time::Schedule};

/// A text in both languages; English may be missing, and then the Chinese is shown and says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zh: String,
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Bilingual {
    /// The text of the language, else the other.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Chinese => (&self.zh, &self.en),
            Language::English => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }

    /// The text of the language alone; empty where there is none.
    #[must_use]
    pub fn only(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// Whether the text exists in the language.
    #[must_use]
    pub fn has(&self, language: Language) -> bool {
        !self.only(language).is_empty()
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// What is shown of a topic instead of its text, where nothing else has to go with it: the platform takes one item a
/// reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Card {
    /// A picture of the account's library at the platform.
    Picture {
        /// Its id there.
        media_id: String,
    },
    /// An article card.
    Article {
        /// Title.
        title: Bilingual,
        /// Summary; the time of the last update follows it.
        #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
        description: Bilingual,
        /// Where a tap leads.
        url: String,
        /// Address of its picture, JPG or PNG.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        picture_url: String,
    },
}

/// What becomes of a topic after `valid_until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lapse {
    /// It says that it has expired.
    #[default]
    Mark,
    /// It is not shown any more.
    Hide,
}

impl Lapse {
    /// Whether it is the usual one.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        *self == Self::Mark
    }
}

/// The usual kinds of messages to a local government that the shipped model tells apart.
pub const USUAL_KINDS: [&str; 7] =
    ["城乡建设", "环境保护", "交通运输", "教育文体", "劳动和社会保障", "商贸旅游", "卫生计生"];

/// A numbered topic; with children it is a list of topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// What residents type, 1 to 99, unique among its siblings.
    pub number: u8,
    /// Name.
    pub title: Bilingual,
    /// What is shown; may be empty for a list.
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub body: Bilingual,
    /// The unit that answers for it.
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub source: Bilingual,
    /// Last change or confirmation.
    pub updated_at: Timestamp,
    /// Promised time between updates, in hours; past it the text says that it may be out of date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_hours: Option<u32>,
    /// Usual kinds of messages to a local government that it stands for, such as `环境保护`: questions of these kinds are
    /// suggested for it until the district has learnt its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usual: Vec<String>,
    /// Who keeps it up to date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Keys of menu buttons that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub menu_keys: Vec<String>,
    /// From then on it has expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
    /// What happens then.
    #[serde(default, skip_serializing_if = "Lapse::is_mark")]
    pub lapse: Lapse,
    /// Shown instead of the text where the platform takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// Topics below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Category>,
}

impl Category {
    /// Whether its promise to be up to date is broken.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.fresh_hours.is_some_and(|hours| {
            now.duration_since(self.updated_at) > SignedDuration::from_hours(i64::from(hours))
        })
    }

    /// Whether its time is over.
    #[must_use]
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        self.valid_until.is_some_and(|until| now >= until)
    }

    fn is_hidden(&self, now: Timestamp) -> bool {
        self.lapse == Lapse::Hide && self.has_lapsed(now)
    }
}

/// Whether any of these topics, or of those below them, is hidden.
fn any_hidden(list: &[Category], now: Timestamp) -> bool {
    list.iter().any(|category| category.is_hidden(now) || any_hidden(&category.children, now))
}

fn without_hidden(list: &mut Vec<Category>, now: Timestamp) {
    list.retain(|category| !category.is_hidden(now));
    list.iter_mut().for_each(|category| without_hidden(&mut category.children, now));
}

/// An automatic reply to certain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Any of these; compared in normal form.
    pub words: Vec<String>,
    /// The whole text must be the word; else it may contain it.
    #[serde(default)]
    pub exact: bool,
    /// What is said; an empty reply with a category shows the category.
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub reply: Bilingual,
    /// Path of a category to show, as numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<u8>,
}

/// Words of danger, answered with the emergency numbers before anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// Found anywhere in a text, in normal form.
    pub words: Vec<String>,
    /// What is said first.
    pub reply: Bilingual,
}

/// What a menu button does that shows no category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The list of topics.
    Help,
    /// An officer, please.
    Person,
    /// My open questions.
    Progress,
    /// Answer in English.
    English,
    /// Answer in Chinese.
    Chinese,
    /// Take my question back.
    Withdraw,
    /// The emergency numbers.
    Emergency,
}

/// Everything that automatic replies are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Version, from 1.
    pub version: u64,
    /// The account's name.
    pub name: Bilingual,
    /// First words of the greeting, before the list of topics.
    pub greeting: Bilingual,
    /// First words to who follows again.
    pub welcome_back: Bilingual,
    /// Office hours in words.
    pub hours: Bilingual,
    /// Topics, by number.
    pub categories: Vec<Category>,
    /// Rules, in order of precedence.
    pub rules: Vec<Rule>,
    /// Words of danger.
    pub emergency: Emergency,
    /// Menu buttons that show no category.
    #[serde(default)]
    pub menu_commands: BTreeMap<String, Command>,
    /// When officers work.
    pub schedule: Schedule,
    /// Promised time to a first answer, in working minutes.
    pub promise_minutes: u32,
    /// Questions with their answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<known::KnownAnswer>,
    /// Words that mean the same where a question is looked for: a list for each meaning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<Vec<String>>,
}

impl Snapshot {
    /// As residents see it at `now`: without the topics that are hidden because their time is over.
    #[must_use]
    pub fn shown_at(&self, now: Timestamp) -> Cow<'_, Self> {
        if !any_hidden(&self.categories, now) {
            return Cow::Borrowed(self);
        }
        let mut shown = self.clone();
        without_hidden(&mut shown.categories, now);
        Cow::Owned(shown)
    }

    /// The category at a path of numbers, to be changed.
    pub fn category_mut(&mut self, path: &[u8]) -> Option<&mut Category> {
        let (last, parent) = path.split_last()?;
        self.list_mut(parent)?.iter_mut().find(|category| category.number == *last)
    }

    /// The topics listed at a path, to be changed; the empty path is the top.
    pub fn list_mut(&mut self, path: &[u8]) -> Option<&mut Vec<Category>> {
        path.iter().try_fold(&mut self.categories, |list, number| {
            Some(&mut list.iter_mut().find(|category| category.number == *number)?.children)
        })
    }

    /// The category at a path of numbers; the empty path has none.
    #[must_use]
    pub fn category(&self, path: &[u8]) -> Option<&Category> {
        let (first, rest) = path.split_first()?;
        let top = self.categories.iter().find(|category| category.number == *first)?;
        rest.iter()
            .try_fold(top, |category, number| category.children.iter().find(|child| child.number == *number))
    }

    /// The topics listed at a path: the children there, or all of the top.
    #[must_use]
    pub fn list(&self, path: &[u8]) -> &[Category] {
        self.category(path).map_or(&self.categories, |category| &category.children)
    }

    /// The path of the category that a menu button shows.
    #[must_use]
    pub fn menu_category(&self, key: &str) -> Option<Vec<u8>> {
        self.path_of(&|category| category.menu_keys.iter().any(|own| own == key))
    }

    /// The path of the topic that stands for a usual kind of messages: one that names it, else one that is called like it.
    #[must_use]
    pub fn usual_category(&self, kind: &str) -> Option<Vec<u8>> {
        self.path_of(&|category| category.usual.iter().any(|own| own == kind))
            .or_else(|| self.path_of(&|category| category.title.zh == kind))
    }

    /// The path of the first category of which something is true.
    fn path_of(&self, is_it: &dyn Fn(&Category) -> bool) -> Option<Vec<u8>> {
        fn find(list: &[Category], is_it: &dyn Fn(&Category) -> bool, path: &mut Vec<u8>) -> bool {
            list.iter().any(|category| {
                path.push(category.number);
                let found = is_it(category) || find(&category.children, is_it, path);
                if !found {
                    path.pop();
                }
                found
            })
        }
        let mut path = Vec::new();
        find(&self.categories, is_it, &mut path).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(number: u8, key: &str, children: Vec<Category>) -> Category {
        Category {
            number,
            title: Bilingual { zh: format!("栏目{number}"), en: String::new() },
            fresh_hours: Some(24),
            menu_keys: vec![key.to_owned()],
            children,
            ..Category::default()
        }
    }

    #[test]
    fn paths_and_menu_keys_find_nested_topics() {
        let snapshot = Snapshot {
            categories: vec![category(1, "a", vec![]), category(2, "b", vec![category(1, "c", vec![])])],
            ..Snapshot::default()
        };
        assert_eq!(snapshot.menu_category("c"), Some(vec![2, 1]));
        assert_eq!(snapshot.menu_category("x"), None);
        assert!(snapshot.category(&[2, 1]).is_some());
        assert!(snapshot.category(&[1, 1]).is_none());
        assert_eq!(snapshot.list(&[2]).len(), 1);
        assert_eq!(snapshot.list(&[]).len(), 2);
    }

    #[test]
    fn what_has_expired_is_hidden_at_any_depth_only_when_it_says_so() {
        let until = Some(Timestamp::UNIX_EPOCH);
        let hidden = Category { valid_until: until, lapse: Lapse::Hide, ..category(1, "c", vec![]) };
        let marked = Category { valid_until: until, ..category(1, "a", vec![]) };
        let snapshot =
            Snapshot { categories: vec![marked, category(2, "b", vec![hidden])], ..Snapshot::default() };
        let before = snapshot.shown_at(Timestamp::UNIX_EPOCH - SignedDuration::from_secs(1));
        assert_eq!(before.as_ref(), &snapshot);
        let after = snapshot.shown_at(Timestamp::UNIX_EPOCH);
        assert!(after.category(&[1]).is_some() && after.category(&[2]).is_some());
        assert!(after.category(&[2, 1]).is_none());
        assert_eq!(after.menu_category("c"), None);
    }

    #[test]
    fn a_promise_to_be_fresh_can_be_broken() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(25);
        assert!(category(1, "", vec![]).is_stale(now));
    }
}
