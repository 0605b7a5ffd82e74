//! Deliveries and the pointers by which the ticker finds those that are to be tried.

use domain::{
    delivery::Delivery,
    ids::{DeliveryId, FollowerId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Batch, Row, Stored, load, parse, row};
use crate::{
    keys,
    ports::{Direction, Expect, Query, SortKeys, Table, TableError, TableName},
};

row!(Delivery, |row| keys::delivery(&row.follower, &row.id));

/// The pointer to a delivery that is to be tried, or that is being sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuePointer {
    /// When.
    pub at: Timestamp,
    /// To whom.
    pub follower: FollowerId,
    /// Which.
    pub delivery: DeliveryId,
}

row!(DuePointer, |row| keys::due(row.at, &row.follower, &row.delivery));

/// Reads one delivery.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn delivery(
    table: &dyn Table,
    follower: &FollowerId,
    delivery: &DeliveryId,
) -> Result<Option<Stored<Delivery>>, TableError> {
    load(table, &keys::delivery(follower, delivery)).await
}

/// Rows read at a time.
const PAGE: usize = 200;

/// Reads all deliveries of a follower, oldest first.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn deliveries(
    table: &dyn Table,
    follower: &FollowerId,
) -> Result<Vec<Stored<Delivery>>, TableError> {
    let mut found = Vec::new();
    let mut query = Query::partition(TableName::Delivery, keys::delivery_partition(follower), PAGE);
    loop {
        let page = table.query(&query).await?;
        for item in &page.items {
            found.push(parse(item)?);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(found);
        }
    }
}

/// Writes a delivery and keeps its pointer in step: `before` is when the row as read was to be tried.
///
/// # Errors
/// `Invalid` when the row can't be written as JSON.
pub fn put_delivery(
    batch: &mut Batch,
    delivery: &Delivery,
    version: Option<u64>,
    before: Option<Timestamp>,
) -> Result<(), TableError> {
    let expect = version.map_or(Expect::Absent, Expect::Version);
    batch.put(delivery.key(), delivery, None, expect)?;
    let after = delivery.try_at();
    // Keys hold milliseconds: two times may share a pointer.
    let key = |at: Timestamp| keys::due(at, &delivery.follower, &delivery.id);
    if let Some(old) = before.map(key).filter(|old| after.map(key).as_ref() != Some(old)) {
        batch.delete(old);
    }
    if let Some(at) = after.filter(|_| before != after) {
        let pointer = DuePointer { at, follower: delivery.follower.clone(), delivery: delivery.id.clone() };
        batch.replace(&pointer)?;
    }
    Ok(())
}

/// The pointers of one shard whose time has come, oldest first, at most `limit`.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn due_pointers(
    table: &dyn Table,
    shard: u8,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<DuePointer>, TableError> {
    let query = Query {
        table: TableName::Delivery,
        pk: keys::due_partition(shard),
        sort_keys: SortKeys::Between("0".to_owned(), format!("{}~", keys::millis(until))),
        limit,
        after: None,
        direction: Direction::Ascending,
    };
    let page = table.query(&query).await?;
    page.items.iter().map(|item| parse(item).map(|stored| stored.value)).collect()
}
