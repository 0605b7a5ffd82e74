//! Deliveries that need somebody.

use domain::{
    delivery::{Delivery, NotAllowed, State},
    follower::Follower,
    ids::{DeliveryId, FollowerId},
    staff::{Actor, Permission},
};

use super::act::commit;
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    questions,
    retry::retrying,
    rows::{Batch, OpenPointer, Stored, delivery, load, parse, put_delivery},
};

/// Deliveries that wait for their resident's next contact or for the account's settings, oldest first, at most
/// `limit`; and whether there are more.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn parked_deliveries(
    app: &App,
    actor: &Actor,
    limit: usize,
) -> Result<(Vec<Delivery>, bool), AppError> {
    actor.require(Permission::Read)?;
    open(app, keys::parked_partition, limit).await
}

/// The deliveries of a list, oldest first.
pub(super) async fn open(
    app: &App,
    partition: fn(u8) -> String,
    limit: usize,
) -> Result<(Vec<Delivery>, bool), AppError> {
    let mut items = Vec::new();
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Delivery, partition(shard), limit + 1);
        items.extend(app.table.query(&query).await?.items);
    }
    items.sort_by(|a, b| a.key.sk.cmp(&b.key.sk));
    let more = items.len() > limit;
    let mut found = Vec::new();
    for item in items.iter().take(limit) {
        let pointer = parse::<OpenPointer>(item)?.value;
        let row = delivery(app.table.as_ref(), &pointer.follower, &pointer.delivery).await?;
        found.extend(row.map(|row| row.value));
    }
    Ok((found, more))
}

/// Sends an unknown or failed delivery again, one without a question too.
///
/// # Errors
/// `Delivery` when it is neither, or its words have been erased; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn resend(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
) -> Result<Delivery, AppError> {
    actor.require(Permission::Operate)?;
    if found(app, follower, id).await?.value.question.is_some() {
        return questions::resend(app, actor, follower, id).await;
    }
    let delivery = retrying(|| async {
        let now = app.clock.now();
        change(app, actor, follower, id, "resent", |delivery| {
            if delivery.is_erased() {
                return Err(NotAllowed(delivery.state));
            }
            delivery.resend(delivery.contacts)?;
            delivery.retry_at = Some(now);
            Ok(())
        })
        .await
    })
    .await?;
    questions::tell_sender(app, &delivery).await;
    Ok(delivery)
}

/// Settles an unknown or failed delivery by hand, one without a question too.
///
/// # Errors
/// `Delivery` when it is neither; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn settle(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
) -> Result<Delivery, AppError> {
    actor.require(Permission::Operate)?;
    if found(app, follower, id).await?.value.question.is_some() {
        return questions::settle(app, actor, follower, id).await;
    }
    retrying(|| async {
        let now = app.clock.now();
        change(app, actor, follower, id, "settled", |delivery| delivery.settle(now)).await
    })
    .await
}

async fn found(app: &App, follower: &FollowerId, id: &DeliveryId) -> Result<Stored<Delivery>, AppError> {
    delivery(app.table.as_ref(), follower, id).await?.ok_or(AppError::NotFound("delivery"))
}

/// One that belongs to no thread.
async fn change(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
    action: &str,
    to: impl FnOnce(&mut Delivery) -> Result<(), NotAllowed>,
) -> Result<Delivery, AppError> {
    let mut found = found(app, follower, id).await?;
    let before = found.value.try_at();
    to(&mut found.value)?;
    let mut batch = Batch::new();
    let profile = load::<Follower>(app.table.as_ref(), &keys::follower(follower)).await?;
    if let Some(mut profile) = profile.filter(|_| found.value.state == State::Due) {
        profile.value.deliveries_due = true;
        found.value.openid.clone_from(&profile.value.openid);
        batch.update(&profile)?;
    }
    put_delivery(&mut batch, &found.value, Some(found.version), before)?;
    let detail = format!("delivery:{id}");
    commit(app, actor, batch, (action, format!("follower:{follower}"), detail)).await?;
    Ok(found.value)
}
