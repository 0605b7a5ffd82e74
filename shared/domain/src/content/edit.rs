//! One change to a draft, and the part of the content that it is about. Two people may change different parts at the
//! same time; whoever changes the same part later is told, by its fingerprint.

mod known;
mod parts;

pub use parts::{Account, Topic};

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Category, Emergency, Rule, Snapshot,
    check::{Finding, Level, Place, check},
    known::KnownAnswer,
};
use crate::{audit::hex, working_time::Shift};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// What a topic says.
    Topic {
        /// Its numbers from the top.
        path: Vec<u8>,
        /// What it says from now on.
        topic: Box<Topic>,
    },
    /// A new topic.
    AddTopic {
        /// Below which; empty is the top.
        parent: Vec<u8>,
        /// What residents type.
        number: u8,
        /// What it says.
        topic: Box<Topic>,
    },
    /// A topic gets another number, or another place.
    MoveTopic {
        /// Its numbers from the top.
        path: Vec<u8>,
        /// Below which it goes; empty is the top.
        parent: Vec<u8>,
        /// Its number there.
        number: u8,
    },
    /// A topic goes, with all below it.
    RemoveTopic {
        /// Its numbers from the top.
        path: Vec<u8>,
    },
    /// Name, greetings, promise.
    Account {
        /// The texts.
        account: Box<Account>,
    },
    /// All rules, in order.
    Rules {
        /// The rules.
        rules: Vec<Rule>,
    },
    /// Words of danger.
    Emergency {
        /// Words and reply.
        emergency: Emergency,
    },
    /// A known answer: one with this id is replaced, else it is new.
    Known {
        /// All of it.
        known: Box<KnownAnswer>,
    },
    /// A known answer goes.
    RemoveKnown {
        /// Its id.
        id: String,
    },
    /// Words that mean the same.
    Synonyms {
        /// In each list the words of one meaning.
        synonyms: Vec<Vec<String>>,
    },
    /// The weekly shifts.
    Weekly {
        /// Monday to Sunday.
        weekly: [Vec<Shift>; 7],
    },
    /// The days off and the days worked instead of one year.
    Year {
        /// The year.
        year: i16,
        /// Days off.
        holidays: BTreeSet<Date>,
        /// Days of rest that are worked.
        make_up_days: BTreeSet<Date>,
    },
}

/// Why a change can't be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// There is no such topic.
    NoTopic,
    /// There is no such known answer.
    NoKnown,
    /// A topic can't go below itself.
    BelowItself,
    /// The rules of the content forbid what it would become.
    Broken(Vec<Finding>),
}

/// A part of the content that one form edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// What one topic says.
    Topic(Vec<u8>),
    /// A topic with all below it.
    Branch(Vec<u8>),
    /// Name, greetings, promise.
    Account,
    /// The rules.
    Rules,
    /// Words of danger.
    Emergency,
    /// Shifts and holidays.
    Hours,
    /// A known answer, by its id.
    Known(String),
    /// Words that mean the same.
    Synonyms,
}

impl Section {
    /// A short hash of the part as it is; the same for who has read the same.
    #[must_use]
    pub fn fingerprint(&self, snapshot: &Snapshot) -> String {
        let json = match self {
            Self::Topic(path) => serde_json::to_string(&snapshot.category(path).map(Topic::of)),
            Self::Branch(path) => serde_json::to_string(&snapshot.category(path)),
            Self::Account => serde_json::to_string(&Account::of(snapshot)),
            Self::Rules => serde_json::to_string(&snapshot.rules),
            Self::Emergency => serde_json::to_string(&snapshot.emergency),
            Self::Hours => serde_json::to_string(&snapshot.schedule),
            Self::Known(id) => serde_json::to_string(&snapshot.known_answer(id)),
            Self::Synonyms => serde_json::to_string(&snapshot.synonyms),
        };
        hex(&Sha256::digest(json.unwrap_or_default().as_bytes())[..8])
    }
}

impl Edit {
    /// The part whose fingerprint says whether somebody else was faster; `None` for what is only added.
    #[must_use]
    pub fn section(&self) -> Option<Section> {
        match self {
            Self::Topic { path, .. } => Some(Section::Topic(path.clone())),
            Self::AddTopic { .. } => None,
            Self::MoveTopic { path, .. } | Self::RemoveTopic { path } => Some(Section::Branch(path.clone())),
            Self::Account { .. } => Some(Section::Account),
            Self::Rules { .. } => Some(Section::Rules),
            Self::Emergency { .. } => Some(Section::Emergency),
            Self::Weekly { .. } | Self::Year { .. } => Some(Section::Hours),
            Self::Known { known } => Some(Section::Known(known.id.clone())),
            Self::RemoveKnown { id } => Some(Section::Known(id.clone())),
            Self::Synonyms { .. } => Some(Section::Synonyms),
        }
    }

    /// A word for the audit and what it was done to, such as `topic 4-1`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Topic { path, .. } => format!("topic {}", dashed(path)),
            Self::AddTopic { parent, number, .. } => {
                format!("add {}", dashed(&[parent.as_slice(), &[*number]].concat()))
            }
            Self::MoveTopic { path, parent, number } => {
                format!("move {} to {}", dashed(path), dashed(&[parent.as_slice(), &[*number]].concat()))
            }
            Self::RemoveTopic { path } => format!("remove {}", dashed(path)),
            Self::Account { .. } => "account".to_owned(),
            Self::Rules { .. } => "rules".to_owned(),
            Self::Emergency { .. } => "emergency".to_owned(),
            Self::Known { known } => format!("known {}", known.id),
            Self::RemoveKnown { id } => format!("remove known {id}"),
            Self::Synonyms { .. } => "synonyms".to_owned(),
            Self::Weekly { .. } => "weekly".to_owned(),
            Self::Year { year, .. } => format!("year {year}"),
        }
    }

    /// Makes the change, unless it breaks a rule where it changes something.
    ///
    /// # Errors
    /// [`EditError`]; the snapshot is then to be thrown away.
    pub fn apply(self, snapshot: &mut Snapshot) -> Result<(), EditError> {
        let touched = match self {
            Self::Topic { path, topic } => {
                topic.put(snapshot.category_mut(&path).ok_or(EditError::NoTopic)?);
                Touched::Topic(path)
            }
            Self::AddTopic { parent, number, topic } => {
                let mut category = Category { number, ..Category::default() };
                topic.put(&mut category);
                insert(snapshot, parent, category)?
            }
            Self::MoveTopic { path, parent, number } => {
                if parent.starts_with(&path) {
                    return Err(EditError::BelowItself);
                }
                // The parent may stand behind a gap that the topic leaves, but its numbers stay.
                let mut category = remove(snapshot, &path)?;
                category.number = number;
                insert(snapshot, parent, category)?
            }
            Self::RemoveTopic { path } => {
                remove(snapshot, &path)?;
                Touched::References
            }
            Self::Account { account } => {
                snapshot.name = account.name;
                snapshot.greeting = account.greeting;
                snapshot.welcome_back = account.welcome_back;
                snapshot.hours = account.hours;
                snapshot.promise_minutes = account.promise_minutes;
                Touched::Account
            }
            Self::Rules { rules } => {
                snapshot.rules = rules;
                Touched::Rules
            }
            Self::Emergency { emergency } => {
                snapshot.emergency = emergency;
                Touched::Emergency
            }
            Self::Known { known } => known::put(snapshot, *known),
            Self::RemoveKnown { id } => known::remove(snapshot, &id)?,
            Self::Synonyms { synonyms } => {
                snapshot.synonyms = synonyms;
                Touched::Synonyms
            }
            Self::Weekly { weekly } => {
                snapshot.schedule.weekly = weekly;
                Touched::Hours
            }
            Self::Year { year, holidays, make_up_days } => {
                let schedule = &mut snapshot.schedule;
                schedule.holidays.retain(|day| day.year() != year);
                schedule.make_up_days.retain(|day| day.year() != year);
                schedule.holidays.extend(holidays);
                schedule.make_up_days.extend(make_up_days);
                Touched::Hours
            }
        };
        let broken: Vec<Finding> = check(snapshot)
            .into_iter()
            .filter(|finding| finding.level == Level::Error && touched.covers(snapshot, &finding.place))
            .collect();
        if broken.is_empty() { Ok(()) } else { Err(EditError::Broken(broken)) }
    }
}

/// What a change may have broken.
enum Touched {
    Topic(Vec<u8>),
    Account,
    Rules,
    Emergency,
    Hours,
    Known(usize),
    Synonyms,
    /// What names a topic that may be gone.
    References,
    /// Nothing that could be wrong now.
    Nothing,
}

impl Touched {
    fn covers(&self, snapshot: &Snapshot, place: &Place) -> bool {
        match (self, place) {
            (Self::Topic(path), Place::Category(at)) => path_of(snapshot, at) == *path,
            (Self::Known(one), Place::Known(at)) => one == at,
            (Self::Account, Place::Account)
            | (Self::Rules, Place::Rule(_))
            | (Self::Emergency, Place::Emergency)
            | (Self::Hours, Place::Hours)
            | (Self::Synonyms, Place::Synonyms)
            | (Self::References, Place::Rule(_) | Place::Known(_))
            | (_, Place::Whole) => true,
            _ => false,
        }
    }
}

/// The numbers of a topic by its places in the lists.
fn path_of(snapshot: &Snapshot, at: &[usize]) -> Vec<u8> {
    let mut list: &[Category] = &snapshot.categories;
    let mut path = Vec::new();
    for category in at.iter().map_while(|place| {
        let category = list.get(*place)?;
        list = &category.children;
        Some(category)
    }) {
        path.push(category.number);
    }
    path
}

fn insert(snapshot: &mut Snapshot, parent: Vec<u8>, category: Category) -> Result<Touched, EditError> {
    let list = snapshot.list_mut(&parent).ok_or(EditError::NoTopic)?;
    let mut path = parent;
    path.push(category.number);
    list.push(category);
    // Stable: of two with the same number the new one stands behind, and is the one that is found wrong.
    list.sort_by_key(|category| category.number);
    Ok(Touched::Topic(path))
}

fn remove(snapshot: &mut Snapshot, path: &[u8]) -> Result<Category, EditError> {
    let (last, parent) = path.split_last().ok_or(EditError::NoTopic)?;
    let list = snapshot.list_mut(parent).ok_or(EditError::NoTopic)?;
    let place = list.iter().position(|category| category.number == *last).ok_or(EditError::NoTopic)?;
    Ok(list.remove(place))
}

/// Numbers as they stand in addresses: `4-1-2`.
#[must_use]
pub fn dashed(path: &[u8]) -> String {
    path.iter().map(u8::to_string).collect::<Vec<_>>().join("-")
}

/// The path of such numbers; the empty text is the top.
#[must_use]
pub fn undashed(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split('-').map(|number| number.parse().ok()).collect()
}

/// Topics that say something else than in `live` count as updated at `now`.
pub fn stamp(draft: &mut Snapshot, live: &Snapshot, now: Timestamp) {
    fn stamp(list: &mut [Category], path: &mut Vec<u8>, live: &Snapshot, now: Timestamp) {
        for category in list {
            path.push(category.number);
            match live.category(path) {
                Some(same) if Topic::of(same) == Topic::of(category) => {
                    category.updated_at = category.updated_at.max(same.updated_at);
                }
                _ => category.updated_at = now,
            }
            stamp(&mut category.children, path, live, now);
            path.pop();
        }
    }
    stamp(&mut draft.categories, &mut Vec::new(), live, now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Bilingual;

    fn text(zh: &str) -> Bilingual {
        Bilingual { zh: zh.to_owned(), en: "x".to_owned() }
    }

    fn topic(title: &str) -> Topic {
        Topic { title: text(title), body: text("内容"), ..Topic::default() }
    }

    fn district() -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (parent, number) in [(vec![], 1), (vec![], 3), (vec![3], 1), (vec![3], 2)] {
            let add = Edit::AddTopic { parent, number, topic: Box::new(topic("题")) };
            add.apply(&mut snapshot).unwrap();
        }
        snapshot.rules = vec![Rule {
            words: vec!["公交".to_owned()],
            exact: true,
            reply: Bilingual::default(),
            category: vec![3, 1],
        }];
        snapshot
    }

    #[test]
    fn a_topic_is_added_changed_moved_and_removed() {
        let mut snapshot = district();
        let edit = Edit::Topic { path: vec![3, 2], topic: Box::new(topic("轮渡")) };
        edit.apply(&mut snapshot).unwrap();
        assert_eq!(snapshot.category(&[3, 2]).unwrap().title.zh, "轮渡");
        Edit::MoveTopic { path: vec![3, 2], parent: vec![1], number: 7 }.apply(&mut snapshot).unwrap();
        assert_eq!(snapshot.category(&[1, 7]).unwrap().title.zh, "轮渡");
        assert!(snapshot.category(&[3, 2]).is_none());
        Edit::RemoveTopic { path: vec![1] }.apply(&mut snapshot).unwrap();
        assert!(snapshot.category(&[1]).is_none());
    }

    #[test]
    fn what_would_break_a_rule_where_it_changes_something_is_refused() {
        let refused = |edit: Edit| match edit.apply(&mut district()) {
            Err(EditError::Broken(found)) => found[0].field,
            other => panic!("{other:?}"),
        };
        let mut long = topic("题");
        long.body.zh = "长".repeat(601);
        assert_eq!(refused(Edit::Topic { path: vec![1], topic: Box::new(long) }), "body.zh");
        assert_eq!(
            refused(Edit::AddTopic { parent: vec![], number: 3, topic: Box::new(topic("x")) }),
            "number"
        );
        assert_eq!(refused(Edit::RemoveTopic { path: vec![3, 1] }), "category", "a rule shows it");
        let below = Edit::MoveTopic { path: vec![3], parent: vec![3, 1], number: 1 };
        assert_eq!(below.apply(&mut district()), Err(EditError::BelowItself));
        let nowhere = Edit::Topic { path: vec![9], topic: Box::new(topic("x")) };
        assert_eq!(nowhere.apply(&mut district()), Err(EditError::NoTopic));
    }

    #[test]
    fn a_fingerprint_changes_with_its_own_part_only() {
        let mut snapshot = district();
        let section = Section::Topic(vec![3]);
        let before = section.fingerprint(&snapshot);
        let other = Edit::Topic { path: vec![3, 1], topic: Box::new(topic("别的")) };
        other.apply(&mut snapshot).unwrap();
        assert_eq!(section.fingerprint(&snapshot), before);
        Edit::Topic { path: vec![3], topic: Box::new(topic("新的")) }.apply(&mut snapshot).unwrap();
        assert_ne!(section.fingerprint(&snapshot), before);
    }

    #[test]
    fn only_what_says_something_else_counts_as_updated() {
        let live = district();
        let mut draft = live.clone();
        Edit::Topic { path: vec![3, 1], topic: Box::new(topic("新的")) }.apply(&mut draft).unwrap();
        let now = Timestamp::from_second(1_000).unwrap();
        stamp(&mut draft, &live, now);
        assert_eq!(draft.category(&[3, 1]).unwrap().updated_at, now);
        assert_eq!(draft.category(&[3]).unwrap().updated_at, Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn numbers_in_addresses_read_back() {
        assert_eq!(undashed(&dashed(&[4, 1, 2])), Some(vec![4, 1, 2]));
        assert_eq!((undashed(""), undashed("4-x"), undashed("300")), (Some(vec![]), None, None));
    }
}
