//! How much is stuck, for the navigation.

use domain::staff::{Actor, Permission};

use super::CallbackKind;
use crate::{
    App, AppError, WayOut, keys,
    ports::{Query, TableName},
};

/// Up to this many of a kind are counted.
pub const COUNT_LIMIT: usize = 100;

/// Counts what somebody has to look at: deliveries, jobs, files, unreadable callbacks, alarms, and a silent courier.
/// Events of the account are for information and don't count.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn count(app: &App, actor: &Actor) -> Result<usize, AppError> {
    actor.require(Permission::Read)?;
    let mut total = usize::from(matches!(app.way_out().await?, WayOut::CourierSilent(_)));
    for shard in 0..keys::SHARDS {
        total += live(app, TableName::Delivery, &keys::stuck_partition(shard)).await?;
    }
    total += live(app, TableName::Delivery, keys::ALARM_PARTITION).await?;
    for partition in
        [keys::DEAD_PARTITION, keys::FAILED_FILES_PARTITION, CallbackKind::Unreadable.partition()]
    {
        total += live(app, TableName::Main, partition).await?;
    }
    Ok(total)
}

async fn live(app: &App, table: TableName, partition: &str) -> Result<usize, AppError> {
    let page = app.table.query(&Query::partition(table, partition, COUNT_LIMIT)).await?;
    let now = app.clock.now();
    Ok(page.items.iter().filter(|item| item.is_live(now)).count())
}
