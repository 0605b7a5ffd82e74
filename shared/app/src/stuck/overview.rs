//! Everything that is stuck, as one page shows it.

use domain::{
    delivery::{Delivery, WHEN_THE_WAY_CHANGES},
    staff::{Actor, Permission},
};
use serde::de::DeserializeOwned;

use super::{CallbackKind, Kept, deliveries::open};
use crate::{
    App, AppError, WayOut, keys,
    ports::{Query, TableName},
    rows::{AccountAlarm, DeadJob, FailedFile, RawCallback, parse},
};

/// Most of a kind that are shown: who has seen to some sees the next.
pub const SHOWN: usize = 50;

/// What is stuck, at most [`SHOWN`] of a kind, the oldest first.
#[derive(Clone, Debug)]
pub struct Stuck {
    /// Deliveries that ended unknown or failed.
    pub deliveries: Vec<Delivery>,
    /// There are more.
    pub more_deliveries: bool,
    /// Jobs that were given up.
    pub jobs: Vec<DeadJob>,
    /// Attachments that could not be had.
    pub files: Vec<FailedFile>,
    /// Callbacks that can't be read.
    pub unreadable: Vec<Kept>,
    /// Events of the account, the latest first.
    pub events: Vec<Kept>,
    /// What the sender found wrong with the account within a day.
    pub alarms: Vec<AccountAlarm>,
    /// How many deliveries wait until the account's settings are mended, at most [`SHOWN`] a shard.
    pub held_back: usize,
    /// Whether there is anybody to send what is due.
    pub way_out: WayOut,
}

impl Stuck {
    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.deliveries.is_empty()
            && self.jobs.is_empty()
            && self.files.is_empty()
            && self.unreadable.is_empty()
            && self.alarms.is_empty()
            && self.held_back == 0
            && !matches!(self.way_out, WayOut::CourierSilent(_))
    }
}

/// Reads it all.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn overview(app: &App, actor: &Actor) -> Result<Stuck, AppError> {
    actor.require(Permission::Read)?;
    let (deliveries, more_deliveries) = open(app, keys::stuck_partition, SHOWN).await?;
    let main = |partition| Query::partition(TableName::Main, partition, SHOWN);
    let mut unreadable = kept(app, CallbackKind::Unreadable, main(keys::UNREADABLE_PARTITION)).await?;
    unreadable.sort_by_key(|kept| kept.callback.received_at);
    Ok(Stuck {
        deliveries,
        more_deliveries,
        jobs: live(app, &main(keys::DEAD_PARTITION)).await?,
        files: live(app, &main(keys::FAILED_FILES_PARTITION)).await?,
        unreadable,
        events: kept(app, CallbackKind::Event, main(keys::EVENTS_PARTITION).descending()).await?,
        alarms: live(app, &Query::partition(TableName::Delivery, keys::ALARM_PARTITION, SHOWN)).await?,
        held_back: held_back(app).await?,
        way_out: app.way_out().await?,
    })
}

async fn live<T: DeserializeOwned>(app: &App, query: &Query) -> Result<Vec<T>, AppError> {
    let (page, now) = (app.table.query(query).await?, app.clock.now());
    let items = page.items.iter().filter(|item| item.is_live(now));
    Ok(items.map(|item| parse(item).map(|row| row.value)).collect::<Result<_, _>>()?)
}

async fn kept(app: &App, kind: CallbackKind, query: Query) -> Result<Vec<Kept>, AppError> {
    let (page, now) = (app.table.query(&query).await?, app.clock.now());
    let mut found = Vec::new();
    for item in page.items.iter().filter(|item| item.is_live(now)) {
        let callback = parse::<RawCallback>(item)?.value;
        found.push(Kept { kind, id: item.key.sk.clone(), callback });
    }
    Ok(found)
}

/// Those that the account is not allowed to send: their pointers all stand at one moment.
async fn held_back(app: &App) -> Result<usize, AppError> {
    let at = keys::millis(WHEN_THE_WAY_CHANGES);
    let mut total = 0;
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Delivery, keys::due_partition(shard), SHOWN)
            .between(at.clone(), format!("{at}~"));
        total += app.table.query(&query).await?.items.len();
    }
    Ok(total)
}
