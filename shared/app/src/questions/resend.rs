//! An officer sends a delivery again whose end is not known, or that was refused.

use domain::{
    conversation::{Change, EntryBody},
    delivery::{Delivery, NotAllowed, Parked},
    ids::{DeliveryId, FollowerId},
    staff::{Actor, Permission},
};

use super::{
    ANSWER_LIMIT_BYTES,
    act::{Act, contacts},
    answer::tell_sender,
};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{delivery, put_delivery},
};

/// Makes the delivery due again. When its end was unknown, every further copy says that it may be a repeat.
///
/// # Errors
/// `Delivery` when it is neither unknown nor failed, or its words have been erased; `Input` when the mark does not fit; `NotFound`, `Denied`,
/// `Contended`, `Table`.
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
    if found.value.text().len() > ANSWER_LIMIT_BYTES {
        return Err(too_long());
    }
    found.value.openid.clone_from(&profile.value.openid);
    found.value.parked = profile.value.openid.is_none().then_some(Parked::Unfollowed);
    // From now on: the time of the first attempt has long passed, and the row keeps one pointer at a time.
    found.value.retry_at = Some(act.now);
    put_delivery(&mut act.batch, &found.value, Some(found.version), before)?;
    profile.value.deliveries_due = true;
    act.batch.update(&profile)?;
    act.enter(|| EntryBody::Change { what: Change::Resent })?;
    act.commit("resent", format!("delivery:{id}")).await?;
    Ok(found.value)
}

fn too_long() -> AppError {
    AppError::Input {
        field: "delivery",
        zh: "加上“可能重复”后超过 2048 字节：请另写一条较短的答复，并将这条标为已确认送达".to_owned(),
        en: "with the mark “may be a repeat” it exceeds 2,048 bytes: write a shorter answer and settle this one"
            .to_owned(),
    }
}
