//! Trying again what the account was not allowed to send, once its settings are mended.

use domain::{
    delivery::WHEN_THE_WAY_CHANGES,
    staff::{Actor, Permission},
};

use super::act::commit;
use crate::{
    App, AppError, keys,
    ports::{Item, Query, TableError, TableName},
    retry::retrying,
    rows::{Batch, DuePointer, delivery, parse, put_delivery},
};

/// Most deliveries of one shard that one act sets free.
const PER_SHARD: usize = 100;

/// Sets free what waits for the account's settings: the ticker enqueues it within a minute. Gives how many there were;
/// what is left stays for the next time.
///
/// # Errors
/// `Denied`, `Contended`, `Table`.
pub async fn release(app: &App, actor: &Actor) -> Result<usize, AppError> {
    actor.require(Permission::Operate)?;
    let at = keys::millis(WHEN_THE_WAY_CHANGES);
    let mut released = 0;
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Delivery, keys::due_partition(shard), PER_SHARD)
            .between(at.clone(), format!("{at}~"));
        for item in app.table.query(&query).await?.items {
            match one(app, &item).await {
                Ok(freed) => released += usize::from(freed),
                // Somebody else has moved it on.
                Err(AppError::Table(TableError::Conflict { .. })) => {}
                Err(error) => return Err(error),
            }
        }
    }
    let detail = || format!("{released} deliveries");
    retrying(|| commit(app, actor, Batch::new(), ("released_deliveries", "deliveries".to_owned(), detail())))
        .await?;
    Ok(released)
}

async fn one(app: &App, item: &Item) -> Result<bool, AppError> {
    let pointer = parse::<DuePointer>(item)?.value;
    let table = app.table.as_ref();
    let Some(mut row) = delivery(table, &pointer.follower, &pointer.delivery).await? else {
        return Ok(false);
    };
    let before = row.value.try_at();
    if before != Some(WHEN_THE_WAY_CHANGES) {
        return Ok(false);
    }
    row.value.release(app.clock.now());
    let mut batch = Batch::new();
    put_delivery(&mut batch, &row.value, Some(row.version), before)?;
    batch.commit(table).await?;
    Ok(true)
}
