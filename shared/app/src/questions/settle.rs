//! An officer settles a delivery by hand: it arrived after all, or need not arrive any more.

use domain::{
    conversation::{Change, EntryBody},
    delivery::Delivery,
    ids::{DeliveryId, FollowerId},
    staff::{Actor, Permission},
};

use super::act::Act;
use crate::{
    App, AppError,
    retry::retrying,
    rows::{delivery, put_delivery},
};

/// Marks an unknown delivery as delivered, a failed one as withdrawn.
///
/// # Errors
/// `Delivery` when it is neither unknown nor failed; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn settle(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
) -> Result<Delivery, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| attempt(app, actor, follower, id)).await
}

async fn attempt(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
) -> Result<Delivery, AppError> {
    let mut found =
        delivery(app.table.as_ref(), follower, id).await?.ok_or(AppError::NotFound("delivery"))?;
    let question = found.value.question.clone().ok_or(AppError::NotFound("question"))?;
    let mut act = Act::begin(app, actor, &question).await?;
    let before = found.value.try_at();
    found.value.settle(act.now)?;
    put_delivery(&mut act.batch, &found.value, Some(found.version), before)?;
    act.enter(|| EntryBody::Change { what: Change::Settled })?;
    act.commit("settled", format!("delivery:{id}")).await?;
    Ok(found.value)
}
