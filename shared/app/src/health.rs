//! The account's health as far as the console can see it: what is checked, and what was found. The words are the
//! page's; ids are those of `wenqu doctor` where both look at the same thing.

use domain::{
    content::{Category, Snapshot, freshness::RedLine},
    staff::{Actor, Permission, Role},
};
use jiff::Timestamp;

use crate::{
    App, AppError, WayOut,
    alerts::{self, AlertSettings, Tested},
    keys::{self, SHARDS, due_partition, millis},
    ports::{Query, Table, TableError, TableName},
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

/// What is published: how many topics say something, and how old they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// Topics with a text or a card.
    pub topics: usize,
    /// Past their promise.
    pub stale: usize,
    /// Known answers that somebody has to look at again.
    pub known_due: usize,
    /// Age of the topic that was not updated for the longest time, in seconds.
    pub oldest_s: i64,
    /// Age of the account's newest update, in seconds: an inspection looks at it.
    pub newest_s: i64,
    /// A topic without a promise comes near the red line.
    pub near: bool,
}

impl Topics {
    /// How it went.
    #[must_use]
    pub const fn status(&self) -> Status {
        if self.topics == 0 || self.newest_s >= RED_DAYS * 86_400 {
            Status::Fail
        } else if self.stale > 0 || self.known_due > 0 || self.near {
            Status::Warn
        } else {
            Status::Ok
        }
    }
}

/// Deliveries that are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// How many, counted up to 1,000 a shard.
    pub count: usize,
    /// How long the oldest has waited, in seconds.
    pub waits_s: i64,
}

impl Due {
    /// How it went.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self.waits_s {
            ..DUE_S => Status::Ok,
            DUE_S..STUCK_S => Status::Warn,
            _ => Status::Fail,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// What is published.
    Content(Topics),
    /// Unanswered questions whose reply window closes within three hours.
    Windows(usize),
    /// Deliveries that are due.
    Due(Due),
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
    let (table, newest) = (app.table.as_ref(), newest_question(app).await?);
    let topics = content(&app.content.snapshot().await.shown_at(now), now);
    let (closing, due, dead) = (alerts::closing(app).await?, due(table, now).await?, dead(table).await?);
    let alarms = alarms(app, now).await?;
    let found = |id, status, fact| Finding { id, status, fact };
    Ok(vec![
        found("ENV-01", Status::Ok, Fact::Version(env!("CARGO_PKG_VERSION"))),
        found("OPS-01", topics.status(), Fact::Content(topics)),
        found("OPS-06", none_is_well(closing), Fact::Windows(closing)),
        found("OPS-02", due.status(), Fact::Due(due)),
        found("OPS-03", none_is_well(dead), Fact::Dead(dead)),
        asked(newest, now),
        courier(app.way_out().await?),
        found("WX-05", none_is_well(alarms.len()), Fact::Alarms(alarms)),
        told(app).await?,
        clock(newest, now),
        able(administrators(app).await?.able),
    ])
}

/// Of some things every one is a fault.
const fn none_is_well(count: usize) -> Status {
    if count == 0 { Status::Ok } else { Status::Fail }
}

/// Whether what is published is fresh; `snapshot` as it is shown at `now`.
#[must_use]
pub fn content(snapshot: &Snapshot, now: Timestamp) -> Topics {
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
    let age = |at: Timestamp| now.duration_since(at).as_secs();
    Topics {
        topics: topics.len(),
        stale: topics.iter().filter(|topic| topic.is_stale(now)).count(),
        known_due: snapshot.known_due(now).count(),
        oldest_s: topics.iter().map(|topic| age(topic.updated_at)).max().unwrap_or_default(),
        newest_s: age(snapshot.newest_update().unwrap_or_default()),
        near: topics.iter().any(|topic| topic.red_line(now) != RedLine::Far),
    }
}

/// Deliveries that are due.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn due(table: &dyn Table, now: Timestamp) -> Result<Due, TableError> {
    let (mut count, mut oldest) = (0, None::<Timestamp>);
    for shard in 0..SHARDS {
        let query = Query::partition(TableName::Delivery, due_partition(shard), COUNTED)
            .between("0", format!("{}~", millis(now)));
        let page = table.query(&query).await?;
        count += page.items.len();
        if let Some(first) = page.items.first() {
            let at = parse::<DuePointer>(first)?.value.at;
            oldest = Some(oldest.map_or(at, |oldest| oldest.min(at)));
        }
    }
    Ok(Due { count, waits_s: oldest.map_or(0, |oldest| now.duration_since(oldest).as_secs()) })
}

/// Jobs that were given up, counted up to 1,000.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn dead(table: &dyn Table) -> Result<usize, TableError> {
    let query = Query::partition(TableName::Main, keys::DEAD_PARTITION, COUNTED);
    Ok(table.query(&query).await?.items.len())
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
pub async fn alarms(app: &App, now: Timestamp) -> Result<Vec<AccountAlarm>, TableError> {
    let query = Query::partition(TableName::Delivery, keys::ALARM_PARTITION, 20);
    let items = app.table.query(&query).await?.items;
    let live = items.iter().filter(|item| item.is_live(now)).map(parse::<AccountAlarm>);
    live.map(|row| row.map(|row| row.value)).collect()
}

/// Alert channels that are set, and how many of them failed their last test.
///
/// # Errors
/// `Table`.
pub async fn channels(app: &App) -> Result<(usize, usize), AppError> {
    let table = app.table.as_ref();
    let settings = load::<AlertSettings>(table, &keys::alert_settings()).await?;
    let set = settings.map(|row| row.value.channels()).unwrap_or_default();
    let mut failed = 0;
    for channel in &set {
        let tested = load::<Tested>(table, &keys::alert_tested(channel.as_str())).await?;
        failed += usize::from(tested.is_some_and(|row| matches!(row.value.outcome, Some(Err(_)))));
    }
    Ok((set.len(), failed))
}

async fn told(app: &App) -> Result<Finding, AppError> {
    let (set, failed) = channels(app).await?;
    let status = if set == 0 || failed > 0 { Status::Warn } else { Status::Ok };
    Ok(Finding { id: "OPS-07", status, fact: Fact::Channels(set, failed) })
}

fn clock(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    let ahead = newest.map_or(0, |at| at.duration_since(now).as_secs().max(0));
    let status = if ahead > CLOCKS_S { Status::Fail } else { Status::Ok };
    Finding { id: "ENV-02", status, fact: Fact::Clock(ahead) }
}

/// Those who may do everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Administrators {
    /// They can sign in.
    pub able: usize,
    /// Their link has not been opened yet, or is over.
    pub invited: usize,
}

/// Who may do everything.
///
/// # Errors
/// `Table`.
pub async fn administrators(app: &App) -> Result<Administrators, AppError> {
    let members = all_members(app).await?;
    let able = members.iter().filter(|member| is_active(&member.value)).count();
    let all = members
        .iter()
        .filter(|member| !member.value.disabled && member.value.roles.contains(&Role::Administrator));
    Ok(Administrators { able, invited: all.count() - able })
}

fn able(administrators: usize) -> Finding {
    let status = match administrators {
        0 => Status::Fail,
        1 => Status::Warn,
        _ => Status::Ok,
    };
    Finding { id: "SEC-03", status, fact: Fact::Administrators(administrators) }
}
