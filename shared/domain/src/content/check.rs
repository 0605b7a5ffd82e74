//! What must be true of the content before it is published, from files or from the console. Finds everything at once.

mod categories;
mod known;
mod words;

pub use known::{MAX_ANSWER_BYTES, MAX_QUESTION_BYTES, MAX_SNAPSHOT_BYTES, MAX_VARIANT_BYTES, MAX_VARIANTS};

use std::collections::BTreeMap;

use super::{Bilingual, Category, Command, Snapshot};
use crate::working_time::{Schedule, Shift};

/// Longest text of one language in bytes: below the platform's 2,048, so that source, time and next step fit behind.
pub const MAX_TEXT_BYTES: usize = 1_800;
/// Longest title in bytes: a list of them has to fit into one message.
pub const MAX_TITLE_BYTES: usize = 60;
/// Names of the days in fields, Monday first.
pub const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is published.
    Error,
    /// It works, but residents will miss something.
    Warning,
}

/// Which part of the content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Name, greetings, promise.
    Account,
    /// Shifts and holidays.
    Hours,
    /// Words of danger.
    Emergency,
    /// The key of a menu button.
    Menu(String),
    /// A rule, from 0.
    Rule(usize),
    /// A topic, by the places of it and its parents in their lists, from 0.
    Category(Vec<usize>),
    /// A known answer, from 0.
    Known(usize),
    /// Words that mean the same.
    Synonyms,
    /// All of it.
    Whole,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// Where.
    pub place: Place,
    /// The field there, such as `title.zh`.
    pub field: &'static str,
    /// What is wrong and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// The names of a bilingual field: itself, its Chinese, its English.
pub(super) type Names = [&'static str; 3];

/// Collects findings; `name` says how a place is called where it is read about.
pub struct Check<'a> {
    name: &'a dyn Fn(&Place) -> String,
    /// What was found.
    pub found: Vec<Finding>,
}

/// Everything that is wrong with a snapshot; topics are named by their numbers.
#[must_use]
pub fn check(snapshot: &Snapshot) -> Vec<Finding> {
    let name = |place: &Place| match place {
        Place::Category(at) => numbers(snapshot, at),
        Place::Rule(place) | Place::Known(place) => (place + 1).to_string(),
        Place::Menu(key) => format!("menu:{key}"),
        Place::Account | Place::Hours | Place::Emergency | Place::Synonyms | Place::Whole => String::new(),
    };
    let mut check = Check::new(&name);
    check.account(snapshot);
    check.schedule(&snapshot.schedule);
    check.categories(&snapshot.categories, &snapshot.menu_commands);
    check.rules(snapshot, true);
    check.emergency(snapshot);
    check.known(snapshot, true);
    check.size(snapshot);
    check.found
}

/// The numbers of a topic, such as `4-1-2`.
#[must_use]
pub fn numbers(snapshot: &Snapshot, at: &[usize]) -> String {
    let mut list: &[Category] = &snapshot.categories;
    let mut out = Vec::new();
    for place in at {
        let Some(category) = list.get(*place) else { break };
        out.push(category.number.to_string());
        list = &category.children;
    }
    out.join("-")
}

impl<'a> Check<'a> {
    /// Nothing found yet.
    #[must_use]
    pub fn new(name: &'a dyn Fn(&Place) -> String) -> Self {
        Self { name, found: Vec::new() }
    }

    /// Name, greetings, hours in words, promise.
    pub fn account(&mut self, snapshot: &Snapshot) {
        let texts: [(Names, &Bilingual); 4] = [
            (["name", "name.zh", "name.en"], &snapshot.name),
            (["greeting", "greeting.zh", "greeting.en"], &snapshot.greeting),
            (["welcome_back", "welcome_back.zh", "welcome_back.en"], &snapshot.welcome_back),
            (["hours", "hours.zh", "hours.en"], &snapshot.hours),
        ];
        for (names, text) in texts {
            self.text(&Place::Account, names, text, MAX_TEXT_BYTES);
        }
        if !(1..=10_000).contains(&snapshot.promise_minutes) {
            self.error(
                &Place::Account,
                "promise_minutes",
                "请填 1 到 10000 的工作分钟数",
                "give working minutes from 1 to 10,000",
            );
        }
    }

    /// Weekly shifts, and days that are both off and worked.
    pub fn schedule(&mut self, schedule: &Schedule) {
        if schedule.weekly.iter().all(Vec::is_empty) {
            self.error(
                &Place::Hours,
                DAYS[0],
                "一天也不上班，承诺时间就算不出来；请至少填一个班次，如 \"08:30-12:00\"",
                "nobody ever works, so no time can be promised; give at least one shift, such as \"08:30-12:00\"",
            );
        }
        for (day, shifts) in DAYS.into_iter().zip(&schedule.weekly) {
            for pair in shifts.windows(2).filter(|pair| pair[1].from < pair[0].to) {
                let [one, two] = [pair[0], pair[1]].map(|shift: Shift| String::from(shift));
                self.error(
                    &Place::Hours,
                    day,
                    format!("班次 {one} 与 {two} 重叠或顺序颠倒，请按先后排开"),
                    format!("the shifts {one} and {two} overlap or stand in the wrong order"),
                );
            }
        }
        for day in schedule.holidays.intersection(&schedule.make_up_days) {
            self.error(
                &Place::Hours,
                "make_up_days",
                format!("{day} 写了两次，一天只能是假日或调休上班日之一"),
                format!("{day} stands twice: a day is either a holiday or a make-up day"),
            );
        }
    }

    /// Topics: numbers, texts, cards, and menu keys, which topics and commands share.
    pub fn categories(&mut self, list: &[Category], commands: &BTreeMap<String, Command>) {
        categories::check(self, list, commands);
    }

    /// Keyword rules; `all` topics are known, so that what a rule shows must be among them.
    pub fn rules(&mut self, snapshot: &Snapshot, all: bool) {
        words::rules(self, snapshot, all);
    }

    /// Words of danger and what is said then.
    pub fn emergency(&mut self, snapshot: &Snapshot) {
        words::emergency(self, &snapshot.emergency);
    }

    /// Known answers and words that mean the same; `all` topics are known.
    pub fn known(&mut self, snapshot: &Snapshot, all: bool) {
        known::known(self, snapshot, all);
        known::synonyms(self, &snapshot.synonyms);
    }

    /// Whether all of it fits into one row.
    pub fn size(&mut self, snapshot: &Snapshot) {
        known::size(self, snapshot);
    }

    pub(super) fn called(&self, place: &Place) -> String {
        (self.name)(place)
    }

    pub(super) fn error(
        &mut self,
        place: &Place,
        field: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        let (zh, en) = (zh.into(), en.into());
        self.found.push(Finding { level: Level::Error, place: place.clone(), field, zh, en });
    }

    /// A text that must be there in Chinese, should be there in English, and has a greatest length.
    pub(super) fn text(&mut self, place: &Place, names: Names, text: &Bilingual, max_bytes: usize) {
        let [_, in_chinese, in_english] = names;
        if text.zh.trim().is_empty() {
            self.error(place, in_chinese, "缺中文", "the Chinese text is missing");
        }
        if text.en.trim().is_empty() {
            self.found.push(Finding {
                level: Level::Warning,
                place: place.clone(),
                field: in_english,
                zh: "缺英文，英文用户会看到中文".to_owned(),
                en: "the English text is missing; English readers will see Chinese".to_owned(),
            });
        }
        for (field, text) in [(in_chinese, &text.zh), (in_english, &text.en)] {
            let bytes = text.len();
            if bytes > max_bytes {
                self.error(
                    place,
                    field,
                    format!("太长：{bytes} 字节，最多 {max_bytes}（一个汉字 3 字节），请删减或拆成下级栏目"),
                    format!(
                        "too long: {bytes} bytes, at most {max_bytes}; shorten it or make topics below it"
                    ),
                );
            }
        }
    }
}
