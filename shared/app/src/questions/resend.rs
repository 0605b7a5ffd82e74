//! An officer sends a delivery again whose end is not known, or that was refused.

use domain::{
    conversation::{Change, EntryBody},
    delivery::{Delivery, NotAllowed},
    ids::{DeliveryId, FollowerId},
    staff::{Actor, Permission},
};

use super::{
    act::{Act, contacts},
    due::{cant_leave, tell_sender},
};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{delivery, put_delivery},
};

/// Makes the delivery due again. When its end was unknown, every further copy says that it may be a repeat.
///
/// # Errors
/// `Delivery` when it is neither unknown nor failed, its words have been erased, or it is a picture that may have arrived
/// and can't say so; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn resend(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
) -> Result<Delivery, AppError> {
    actor.require(Permission::Answer)?;
    let delivery = retrying(|| attempt(app, actor, follower, id)).await?;
    tell_sender(app, &delivery).await;
    Ok(delivery)
}

async fn attempt(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    id: &DeliveryId,
) -> Result<Delivery, AppError> {
    let mut found =
        delivery(app.table.as_ref(), follower, id).await?.ok_or(AppError::NotFound("delivery"))?;
    if found.value.is_erased() {
        return Err(NotAllowed(found.value.state).into());
    }
    let question = found.value.question.clone().ok_or(AppError::NotFound("question"))?;
    let mut act = Act::begin(app, actor, &question).await?;
    let before = found.value.try_at();
    let mut profile = act.follower().await?.ok_or(AppError::NotFound("follower"))?;
    found.value.resend(contacts(app, follower).await?)?;
    found.value.openid.clone_from(&profile.value.openid);
    found.value.parked = cant_leave(app, found.value.openid.as_ref());
    // From now on: the time of the first attempt has long passed, and the row keeps one pointer at a time.
    found.value.retry_at = Some(act.now);
    put_delivery(&mut act.batch, &found.value, Some(found.version), before)?;
    profile.value.deliveries_due = true;
    act.batch.update(&profile)?;
    act.enter(|| EntryBody::Change { what: Change::Resent })?;
    act.commit("resent", format!("delivery:{id}")).await?;
    Ok(found.value)
}
