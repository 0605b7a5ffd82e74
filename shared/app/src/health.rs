//! The account's health as far as the console can see it: what is checked, and what was found. The words are the
//! page's; ids are those of `wenqu doctor` where both look at the same thing.

use domain::{
    content::{Category, Snapshot, freshness::RedLine},
    staff::{Actor, Permission},
};
use jiff::Timestamp;

use crate::{
    App, AppError, WayOut,
    alerts::{self, AlertSettings, Tested},
    keys::{self, SHARDS, due_partition, millis},
    ports::{Query, TableName},
    rows::{AccountAlarm, DuePointer, InboxLine, load, parse},
    staff::{all_members, is_active},
};
use domain::question::State;

/// Rows counted at most.
const COUNTED: usize = 1_000;
/// Seconds that a due delivery may wait for the ticker and the sender.
const DUE_S: i64 = 600;
/// Seconds after which it is not a delay but a fault.
const STUCK_S: i64 = 3_600;
/// Days without an update at which an inspection is near.
const RED_DAYS: i64 = 11;
/// Seconds without a question after which somebody should look whether callbacks still come.
const SILENT_S: i64 = 7 * 86_400;
/// Seconds that clocks may be apart.
const CLOCKS_S: i64 = 120;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Warn,
    /// Does not work.
    Fail,
    /// Does not apply here.
    Skip,
}

impl Status {
    /// The word in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skip => "skip",
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Topics with a text, how many are past their promise, the oldest one's title and age in seconds.
    Content {
        /// How many.
        topics: usize,
        /// Past their promise.
        stale: usize,
        /// Known answers that somebody has to look at again.
        known_due: usize,
        /// The oldest, in seconds.
        oldest_s: i64,
    },
    /// Unanswered questions whose reply window closes within three hours.
    Windows(usize),
    /// Deliveries that are due, and how long the oldest has waited, in seconds.
    Due(usize, i64),
    /// Jobs that were given up.
    Dead(usize),
    /// Whether anybody calls the platform.
    Courier(WayOut),
    /// What the sender last found wrong with the account, within a day.
    Alarms(Vec<AccountAlarm>),
    /// When the newest question came.
    Asked(Option<Timestamp>),
    /// Seconds by which rows are ahead of this clock.
    Clock(i64),
    /// Alert channels that are set, and how many of them failed their last test.
    Channels(usize, usize),
    /// Administrators who may sign in.
    Administrators(usize),
    /// The program's version.
    Version(&'static str),
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its name, which never changes.
    pub id: &'static str,
    /// How it went.
    pub status: Status,
    /// What was found.
    pub fact: Fact,
}

/// Makes all checks.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn check(app: &App, actor: &Actor) -> Result<Vec<Finding>, AppError> {
    actor.require(Permission::ManageSettings)?;
    let now = app.clock.now();
    let newest = newest_question(app).await?;
    Ok(vec![
        version(),
        content(&app.content.snapshot().await.shown_at(now), now),
        windows(app).await?,
        due(app, now).await?,
        dead(app).await?,
        asked(newest, now),
        courier(app.way_out().await?),
        alarms(app, now).await?,
        channels(app).await?,
        clock(newest, now),
        administrators(app).await?,
    ])
}

fn version() -> Finding {
    Finding { id: "ENV-01", status: Status::Ok, fact: Fact::Version(env!("CARGO_PKG_VERSION")) }
}

/// Whether what is published is fresh; `snapshot` as it is shown at `now`.
#[must_use]
pub fn content(snapshot: &Snapshot, now: Timestamp) -> Finding {
    fn walk<'a>(list: &'a [Category], found: &mut Vec<&'a Category>) {
        for topic in list {
            if !topic.body.is_empty() || topic.card.is_some() {
                found.push(topic);
            }
            walk(&topic.children, found);
        }
    }
    let mut topics = Vec::new();
    walk(&snapshot.categories, &mut topics);
    let stale = topics.iter().filter(|topic| topic.is_stale(now)).count();
    let known_due = snapshot.known_due(now).count();
    let oldest_s =
        topics.iter().map(|topic| now.duration_since(topic.updated_at).as_secs()).max().unwrap_or_default();
    // An inspection looks at the account's newest update; topics that promise to last are no trouble.
    let newest = snapshot.newest_update().unwrap_or_default();
    let near = topics.iter().any(|topic| topic.red_line(now) != RedLine::Far);
    let status = if topics.is_empty() || now.duration_since(newest).as_hours() >= RED_DAYS * 24 {
        Status::Fail
    } else if stale > 0 || known_due > 0 || near {
        Status::Warn
    } else {
        Status::Ok
    };
    Finding { id: "OPS-01", status, fact: Fact::Content { topics: topics.len(), stale, known_due, oldest_s } }
}

/// Whether a reply window is about to close on a question without an answer.
///
/// # Errors
/// `Table`.
pub async fn windows(app: &App) -> Result<Finding, AppError> {
    let closing = alerts::closing(app).await?;
    let status = if closing == 0 { Status::Ok } else { Status::Fail };
    Ok(Finding { id: "OPS-06", status, fact: Fact::Windows(closing) })
}

async fn due(app: &App, now: Timestamp) -> Result<Finding, AppError> {
    let (mut count, mut oldest) = (0, None::<Timestamp>);
    for shard in 0..SHARDS {
        let query = Query::partition(TableName::Delivery, due_partition(shard), COUNTED)
            .between("0", format!("{}~", millis(now)));
        let page = app.table.query(&query).await?;
        count += page.items.len();
        if let Some(first) = page.items.first() {
            let at = parse::<DuePointer>(first)?.value.at;
            oldest = Some(oldest.map_or(at, |oldest| oldest.min(at)));
        }
    }
    let waits = oldest.map_or(0, |oldest| now.duration_since(oldest).as_secs());
    let status = match waits {
        ..DUE_S => Status::Ok,
        DUE_S..STUCK_S => Status::Warn,
        _ => Status::Fail,
    };
    Ok(Finding { id: "OPS-02", status, fact: Fact::Due(count, waits) })
}

async fn dead(app: &App) -> Result<Finding, AppError> {
    let query = Query::partition(TableName::Main, keys::DEAD_PARTITION, COUNTED);
    let count = app.table.query(&query).await?.items.len();
    let status = if count == 0 { Status::Ok } else { Status::Fail };
    Ok(Finding { id: "OPS-03", status, fact: Fact::Dead(count) })
}

/// When the newest question came, of those that have not been ended.
///
/// # Errors
/// `Table`.
pub async fn newest_question(app: &App) -> Result<Option<Timestamp>, AppError> {
    let mut newest = None;
    for state in [State::Waiting, State::Taken, State::Answered] {
        for shard in 0..SHARDS {
            let query =
                Query::partition(TableName::Main, keys::inbox_partition(state, shard), 1).descending();
            for item in app.table.query(&query).await?.items {
                newest = newest.max(Some(parse::<InboxLine>(&item)?.value.since));
            }
        }
    }
    Ok(newest)
}

fn asked(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    let is_recent = newest.is_some_and(|at| now.duration_since(at).as_secs() < SILENT_S);
    let status = if is_recent { Status::Ok } else { Status::Warn };
    Finding { id: "WX-03", status, fact: Fact::Asked(newest) }
}

fn courier(way: WayOut) -> Finding {
    let status = match way {
        WayOut::Open => Status::Ok,
        WayOut::Off => Status::Skip,
        WayOut::CourierSilent(_) => Status::Fail,
    };
    Finding { id: "OPS-05", status, fact: Fact::Courier(way) }
}

/// What the sender last found wrong with the account.
///
/// # Errors
/// `Table`.
pub async fn alarms(app: &App, now: Timestamp) -> Result<Finding, AppError> {
    let query = Query::partition(TableName::Delivery, keys::ALARM_PARTITION, 20);
    let items = app.table.query(&query).await?.items;
    let live = items.iter().filter(|item| item.is_live(now)).map(parse::<AccountAlarm>);
    let found = live.map(|row| row.map(|row| row.value)).collect::<Result<Vec<_>, _>>()?;
    let status = if found.is_empty() { Status::Ok } else { Status::Fail };
    Ok(Finding { id: "WX-05", status, fact: Fact::Alarms(found) })
}

/// Whether somebody is told of what is urgent.
///
/// # Errors
/// `Table`.
pub async fn channels(app: &App) -> Result<Finding, AppError> {
    let table = app.table.as_ref();
    let settings = load::<AlertSettings>(table, &keys::alert_settings()).await?;
    let set = settings.map(|row| row.value.channels()).unwrap_or_default();
    let mut failed = 0;
    for channel in &set {
        let tested = load::<Tested>(table, &keys::alert_tested(channel.as_str())).await?;
        failed += usize::from(tested.is_some_and(|row| matches!(row.value.outcome, Some(Err(_)))));
    }
    let status = if set.is_empty() || failed > 0 { Status::Warn } else { Status::Ok };
    Ok(Finding { id: "OPS-07", status, fact: Fact::Channels(set.len(), failed) })
}

fn clock(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    let ahead = newest.map_or(0, |at| at.duration_since(now).as_secs().max(0));
    let status = if ahead > CLOCKS_S { Status::Fail } else { Status::Ok };
    Finding { id: "ENV-02", status, fact: Fact::Clock(ahead) }
}

async fn administrators(app: &App) -> Result<Finding, AppError> {
    let members = all_members(app).await?;
    let count = members.iter().filter(|member| is_active(&member.value)).count();
    let status = match count {
        0 => Status::Fail,
        1 => Status::Warn,
        _ => Status::Ok,
    };
    Ok(Finding { id: "SEC-03", status, fact: Fact::Administrators(count) })
}
