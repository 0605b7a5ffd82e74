//! From a snapshot to files that read back as the same snapshot.

use std::collections::BTreeSet;

use domain::content::{Category, Snapshot};
use jiff::civil::Date;
use serde::Serialize;
use toml::Spanned;

use super::{
    Source,
    model::{
        AccountFile, CategoryFile, EmergencyFile, HoursFile, KnownFile, MenuFile, RuleEntry, RulesFile,
        Weekly, Year,
    },
};

/// Writes a snapshot as files.
///
/// # Errors
/// When a value can't be written as TOML.
pub fn export(snapshot: &Snapshot) -> Result<Source, toml::ser::Error> {
    let mut source = Source::default();
    put(&mut source, "account.toml", &account(snapshot))?;
    put(&mut source, "hours.toml", &hours(snapshot))?;
    put(
        &mut source,
        "emergency.toml",
        &EmergencyFile {
            words: plain(snapshot.emergency.words.clone()),
            reply: snapshot.emergency.reply.clone(),
        },
    )?;
    put(&mut source, "rules.toml", &rules(snapshot))?;
    put(&mut source, "menu.toml", &MenuFile { commands: snapshot.menu_commands.clone() })?;
    if !snapshot.known.is_empty() || !snapshot.synonyms.is_empty() {
        let known = snapshot.known.iter().cloned().map(plain).collect();
        put(&mut source, "known.toml", &KnownFile { synonyms: snapshot.synonyms.clone(), known })?;
    }
    for top in &snapshot.categories {
        put(&mut source, &file_name(top), &category(top))?;
    }
    Ok(source)
}

fn put(source: &mut Source, name: &str, file: &impl Serialize) -> Result<(), toml::ser::Error> {
    source.insert(name, toml::to_string_pretty(file)?);
    Ok(())
}

/// A value that stands nowhere yet.
fn plain<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

fn account(snapshot: &Snapshot) -> AccountFile {
    AccountFile {
        promise_minutes: plain(snapshot.promise_minutes),
        name: plain(snapshot.name.clone()),
        greeting: plain(snapshot.greeting.clone()),
        welcome_back: plain(snapshot.welcome_back.clone()),
        hours: plain(snapshot.hours.clone()),
    }
}

fn hours(snapshot: &Snapshot) -> HoursFile {
    let schedule = &snapshot.schedule;
    let years: BTreeSet<i16> =
        schedule.holidays.iter().chain(&schedule.make_up_days).map(|day| day.year()).collect();
    let of =
        |days: &BTreeSet<Date>, year: i16| days.iter().copied().filter(|day| day.year() == year).collect();
    let year = |year: i16| Year {
        year: plain(year),
        holidays: of(&schedule.holidays, year),
        make_up_days: of(&schedule.make_up_days, year),
    };
    HoursFile {
        weekly: plain(Weekly::from_days(schedule.weekly.clone())),
        years: years.into_iter().map(year).collect(),
    }
}

fn rules(snapshot: &Snapshot) -> RulesFile {
    let rules = snapshot.rules.iter().map(|rule| RuleEntry {
        words: plain(rule.words.clone()),
        exact: rule.exact,
        category: rule.category.clone(),
        reply: rule.reply.clone(),
    });
    RulesFile { rules: rules.collect() }
}

fn category(category: &Category) -> CategoryFile {
    CategoryFile {
        number: plain(category.number),
        fresh_hours: category.fresh_hours,
        updated_at: Some(category.updated_at),
        usual: category.usual.clone(),
        owner: category.owner.clone(),
        menu_keys: category.menu_keys.clone(),
        valid_until: category.valid_until,
        lapse: category.lapse,
        title: category.title.clone(),
        source: category.source.clone(),
        body: category.body.clone(),
        card: category.card.clone(),
        children: category.children.iter().map(self::category).collect(),
    }
}

/// `categories/3-traffic.toml`: the number, and a menu key or the English title in what file names may hold.
fn file_name(category: &Category) -> String {
    let name = category.menu_keys.first().map_or(&category.title.en, |key| key);
    let plain: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain =
        plain.trim_matches('-').get(..plain.trim_matches('-').len().min(40)).unwrap_or_default().to_owned();
    let plain = if plain.is_empty() { "topic".to_owned() } else { plain };
    format!("categories/{}-{plain}.toml", category.number)
}
