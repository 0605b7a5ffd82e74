//! The rules of the content (`domain::content::check`), with the file and line that each finding is about; and the few
//! rules that only files can break.

use std::collections::BTreeSet;

use domain::content::{
    Snapshot,
    check::{Check, DAYS, Finding, Level, Place},
};
use jiff::civil::Date;

pub use domain::content::check::MAX_TEXT_BYTES;

use super::{
    Issue, Source,
    load::Loaded,
    model::{CategoryFile, Year},
};

/// Reads a directory's files and gives all issues.
#[must_use]
pub fn check(source: &Source) -> Vec<Issue> {
    // The time only fills `updated_at`, on which no rule looks.
    super::read(source, jiff::Timestamp::UNIX_EPOCH).1
}

/// Checks what could be parsed; `snapshot` is made of it, its lists in the order of the files.
pub(super) fn check_loaded(source: &Source, loaded: &Loaded, snapshot: &Snapshot, issues: &mut Vec<Issue>) {
    let name = |place: &Place| named(loaded, place);
    let mut check = Check::new(&name);
    if loaded.account.is_some() {
        check.account(snapshot);
    }
    if loaded.hours.is_some() {
        check.schedule(&snapshot.schedule);
    }
    check.categories(&snapshot.categories, &snapshot.menu_commands);
    check.rules(snapshot, !loaded.categories_incomplete);
    if loaded.emergency.is_some() {
        check.emergency(snapshot);
    }
    check.known(snapshot, !loaded.categories_incomplete);
    check.size(snapshot);
    issues.extend(check.found.into_iter().map(|finding| issue(source, loaded, finding)));
    for year in loaded.hours.iter().flat_map(|hours| &hours.years) {
        one_year(source, year, issues);
    }
}

/// What a place is called in a sentence.
fn named(loaded: &Loaded, place: &Place) -> String {
    match place {
        Place::Category(at) => match at.as_slice() {
            [.., last] if at.len() > 1 => format!("children[{}] ({})", last + 1, file(loaded, at)),
            _ => file(loaded, at).to_owned(),
        },
        Place::Menu(_) => "menu.toml".to_owned(),
        Place::Rule(place) | Place::Known(place) => (place + 1).to_string(),
        Place::Account | Place::Hours | Place::Emergency | Place::Synonyms | Place::Whole => String::new(),
    }
}

fn file<'a>(loaded: &'a Loaded, at: &[usize]) -> &'a str {
    let top = at.first().and_then(|place| loaded.categories.get(*place));
    top.map_or("categories/", |(file, _)| file)
}

/// File, position and prefix of the key of a finding.
fn issue(source: &Source, loaded: &Loaded, finding: Finding) -> Issue {
    let (file, position, prefix) = match &finding.place {
        Place::Account => ("account.toml", account_position(loaded, finding.field), String::new()),
        Place::Hours => {
            let position = loaded.hours.as_ref().map(|hours| hours.weekly.span().start);
            let prefix = if DAYS.contains(&finding.field) { "weekly." } else { "" };
            ("hours.toml", position, prefix.to_owned())
        }
        Place::Emergency => {
            let position = loaded.emergency.as_ref().map(|emergency| emergency.words.span().start);
            ("emergency.toml", position, String::new())
        }
        Place::Menu(_) => ("menu.toml", None, String::new()),
        Place::Rule(place) => {
            let position = loaded.rules.rules.get(*place).map(|rule| rule.words.span().start);
            ("rules.toml", position, format!("rules[{}].", place + 1))
        }
        Place::Known(place) => {
            let position = loaded.known.known.get(*place).map(|known| known.span().start);
            ("known.toml", position, format!("known[{}].", place + 1))
        }
        Place::Synonyms | Place::Whole => ("known.toml", None, String::new()),
        Place::Category(at) => {
            let prefix = at.iter().skip(1).map(|place| format!("children[{}].", place + 1)).collect();
            (file(loaded, at), category_position(loaded, at), prefix)
        }
    };
    let key = match &finding.place {
        Place::Menu(key) => format!("{}.{key}", finding.field),
        _ => format!("{prefix}{}", finding.field),
    };
    Issue {
        level: finding.level,
        line: position.and_then(|position| source.line(file, position)),
        file: file.to_owned(),
        key,
        zh: finding.zh,
        en: finding.en,
    }
}

fn account_position(loaded: &Loaded, field: &str) -> Option<usize> {
    let account = loaded.account.as_ref()?;
    Some(match field.split('.').next()? {
        "name" => account.name.span().start,
        "greeting" => account.greeting.span().start,
        "welcome_back" => account.welcome_back.span().start,
        "hours" => account.hours.span().start,
        _ => account.promise_minutes.span().start,
    })
}

fn category_position(loaded: &Loaded, at: &[usize]) -> Option<usize> {
    let (first, rest) = at.split_first()?;
    let (_, top) = loaded.categories.get(*first)?;
    let found = rest.iter().try_fold(top, |category: &CategoryFile, place| category.children.get(*place))?;
    Some(found.number.span().start)
}

/// Days of another year, and days that one list names twice.
fn one_year(source: &Source, year: &Year, issues: &mut Vec<Issue>) {
    let line = source.line("hours.toml", year.year.span().start);
    let mut push = |key: &str, zh: String, en: String| {
        issues.push(Issue {
            level: Level::Error,
            file: "hours.toml".to_owned(),
            line,
            key: format!("years {}: {key}", year.year.get_ref()),
            zh,
            en,
        });
    };
    for (key, days) in [("holidays", &year.holidays), ("make_up_days", &year.make_up_days)] {
        let mut seen: BTreeSet<Date> = BTreeSet::new();
        for day in days {
            if day.year() != *year.year.get_ref() {
                push(
                    key,
                    format!("{day} 不在这一年，请移到它自己的年份"),
                    format!("{day} is not in this year; move it to its own"),
                );
            }
            if !seen.insert(*day) {
                push(
                    key,
                    format!("{day} 写了两次，请删掉一处"),
                    format!("{day} stands twice; delete one of them"),
                );
            }
        }
    }
}
