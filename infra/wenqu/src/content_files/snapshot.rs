//! From checked files to a snapshot.

use domain::{
    content::{Category, Emergency, Rule, Snapshot},
    working_time::Schedule,
};
use jiff::Timestamp;

use super::{
    load::Loaded,
    model::{CategoryFile, HoursFile, RuleEntry},
};

/// `None` when a needed file is missing, which the checks have said.
pub(super) fn snapshot(loaded: Loaded, now: Timestamp) -> Option<Snapshot> {
    let (account, emergency) = (loaded.account?, loaded.emergency?);
    Some(Snapshot {
        version: 0,
        name: account.name.into_inner(),
        greeting: account.greeting.into_inner(),
        welcome_back: account.welcome_back.into_inner(),
        hours: account.hours.into_inner(),
        categories: loaded.categories.into_iter().map(|(_, file)| category(file, now)).collect(),
        rules: loaded.rules.rules.into_iter().map(rule).collect(),
        emergency: Emergency { words: emergency.words.into_inner(), reply: emergency.reply },
        menu_commands: loaded.menu.commands,
        schedule: schedule(loaded.hours?),
        promise_minutes: account.promise_minutes.into_inner(),
    })
}

fn category(file: CategoryFile, now: Timestamp) -> Category {
    let mut children: Vec<_> = file.children.into_iter().map(|child| category(child, now)).collect();
    children.sort_by_key(|child| child.number);
    Category {
        number: file.number.into_inner(),
        title: file.title,
        body: file.body,
        source: file.source,
        updated_at: file.updated_at.unwrap_or(now),
        fresh_hours: file.fresh_hours,
        owner: file.owner,
        menu_keys: file.menu_keys,
        children,
    }
}

fn rule(entry: RuleEntry) -> Rule {
    Rule { words: entry.words.into_inner(), exact: entry.exact, reply: entry.reply, category: entry.category }
}

fn schedule(hours: HoursFile) -> Schedule {
    let mut schedule = Schedule { weekly: hours.weekly.into_inner().into_days(), ..Schedule::default() };
    for year in hours.years {
        schedule.holidays.extend(year.holidays);
        schedule.make_up_days.extend(year.make_up_days);
    }
    schedule
}
