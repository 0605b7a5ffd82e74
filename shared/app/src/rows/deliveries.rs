//! Deliveries and the pointers by which the ticker finds those that are to be tried.

use domain::{
    delivery::{Delivery, State, WHEN_THE_WAY_CHANGES},
    ids::{DeliveryId, FollowerId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Batch, Row, Stored, load, parse, row};
use crate::{
    keys,
    ports::{Expect, Query, Table, TableError, TableName},
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

/// The pointer to a delivery that needs somebody: it ended unknown or failed, or waits for a contact or for the
/// account's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPointer {
    /// To whom.
    pub follower: FollowerId,
    /// Which.
    pub delivery: DeliveryId,
    /// Since when it needs somebody; 1970 in rows of an earlier version.
    #[serde(default)]
    pub since: Timestamp,
}

/// Whether an officer has to decide what becomes of it.
fn is_stuck(delivery: &Delivery) -> bool {
    matches!(delivery.state, State::Unknown | State::Failed) && !delivery.is_erased()
}

/// Whether it waits for a contact or for the account's settings.
fn is_parked(delivery: &Delivery) -> bool {
    delivery.state == State::Due && delivery.parked.is_some()
}

/// Keeps the two lists of deliveries that need somebody in step. Only a row that was not to be tried, or only when the
/// way out changes, can have been on one of them; and none got on the first without an outcome.
fn list_open(
    batch: &mut Batch,
    delivery: &Delivery,
    is_new: bool,
    before: Option<Timestamp>,
) -> Result<(), TableError> {
    let was_open = !is_new && before.is_none_or(|before| before >= WHEN_THE_WAY_CHANGES);
    let (follower, id) = (&delivery.follower, &delivery.id);
    let (stuck, parked) = (keys::stuck(follower, id), keys::parked(follower, id));
    let since = delivery.outcome.as_ref().map_or(delivery.created_at, |outcome| outcome.at);
    let pointer = OpenPointer { follower: follower.clone(), delivery: id.clone(), since };
    if is_stuck(delivery) {
        batch.put(stuck, &pointer, None, Expect::Any)?;
    } else if was_open && delivery.outcome.is_some() {
        batch.delete(stuck);
    }
    if is_parked(delivery) {
        batch.put(parked, &pointer, None, Expect::Any)?;
    } else if was_open {
        batch.delete(parked);
    }
    Ok(())
}

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

/// Writes a delivery and keeps its pointers in step: `before` is when the row as read was to be tried.
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
    list_open(batch, delivery, version.is_none(), before)
}
