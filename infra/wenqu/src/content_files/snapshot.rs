//! From parsed files to a snapshot.

use domain::{
    content::{Category, Emergency, Rule, Snapshot},
    working_time::Schedule,
};
use jiff::Timestamp;

use super::{
    load::Loaded,
    model::{CategoryFile, HoursFile, RuleEntry},
};

/// What could be parsed, its lists in the order of the files; what is missing is empty, which the checks have said.
pub(super) fn snapshot(loaded: &Loaded, now: Timestamp) -> Snapshot {
    let mut snapshot = Snapshot {
        categories: loaded.categories.iter().map(|(_, file)| category(file, now)).collect(),
        rules: loaded.rules.rules.iter().map(rule).collect(),
        menu_commands: loaded.menu.commands.clone(),
        known: loaded.known.known.iter().map(|known| known.get_ref().clone()).collect(),
        synonyms: loaded.known.synonyms.clone(),
        ..Snapshot::default()
    };
    if let Some(account) = &loaded.account {
        snapshot.name = account.name.get_ref().clone();
        snapshot.greeting = account.greeting.get_ref().clone();
        snapshot.welcome_back = account.welcome_back.get_ref().clone();
        snapshot.hours = account.hours.get_ref().clone();
        snapshot.promise_minutes = *account.promise_minutes.get_ref();
    }
    if let Some(emergency) = &loaded.emergency {
        snapshot.emergency =
            Emergency { words: emergency.words.get_ref().clone(), reply: emergency.reply.clone() };
    }
    if let Some(hours) = &loaded.hours {
        snapshot.schedule = schedule(hours);
    }
    snapshot
}

/// Topics by number, at every depth.
pub(super) fn sort(list: &mut [Category]) {
    list.sort_by_key(|category| category.number);
    list.iter_mut().for_each(|category| sort(&mut category.children));
}

fn category(file: &CategoryFile, now: Timestamp) -> Category {
    Category {
        number: *file.number.get_ref(),
        title: file.title.clone(),
        body: file.body.clone(),
        source: file.source.clone(),
        updated_at: file.updated_at.unwrap_or(now),
        fresh_hours: file.fresh_hours,
        usual: file.usual.clone(),
        owner: file.owner.clone(),
        menu_keys: file.menu_keys.clone(),
        valid_until: file.valid_until,
        lapse: file.lapse,
        card: file.card.clone(),
        children: file.children.iter().map(|child| category(child, now)).collect(),
    }
}

fn rule(entry: &RuleEntry) -> Rule {
    Rule {
        words: entry.words.get_ref().clone(),
        exact: entry.exact,
        reply: entry.reply.clone(),
        category: entry.category.clone(),
    }
}

fn schedule(hours: &HoursFile) -> Schedule {
    let mut schedule = Schedule { weekly: hours.weekly.get_ref().clone().into_days(), ..Schedule::default() };
    for year in &hours.years {
        schedule.holidays.extend(&year.holidays);
        schedule.make_up_days.extend(&year.make_up_days);
    }
    schedule
}
