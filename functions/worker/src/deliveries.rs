//! Deliveries when their resident makes contact or leaves.
//!
//! Each delivery is written together with a check of the profile as read, so that leaving and coming back at the
//! same time end in the order in which they happened.

use app::{
    App, AppError,
    jobs::{OutboundJob, WorkerJob},
    keys,
    ports::{Query, Table, TableError, TableName},
    retrying,
    rows::{self, Batch, Stored, load, parse, put_delivery},
};
use domain::{
    conversation::InboundMessage,
    delivery::{Delivery, Parked, State},
    follower::Follower,
    ids::FollowerId,
    window::Contacts,
};
use wechat::ids::OpenId;

use crate::handle::{Worked, finish};

/// Newest messages whose contacts are looked at; each has those of all before it.
const NEWEST: usize = 4;

/// A contact: whatever waits gets the new window and goes to the sender, in order. When nothing waits any more, the
/// profile's hint goes.
pub(crate) async fn due(app: &App, job: &WorkerJob, follower: &FollowerId) -> Result<Worked, AppError> {
    retrying(|| async {
        let table = app.table.as_ref();
        let Some(mut profile) = load::<Follower>(table, &keys::follower(follower)).await? else {
            return finish(table, Batch::new(), job).await;
        };
        let Some(openid) = profile.value.openid.clone() else {
            return finish(table, Batch::new(), job).await;
        };
        let contacts = contacts(table, follower).await?;
        let mut waiting = 0;
        for delivery in rows::deliveries(table, follower).await? {
            waiting += usize::from(renew(app, delivery, &profile, &openid, contacts).await?);
        }
        let mut batch = Batch::new();
        if waiting == 0 && profile.value.deliveries_due {
            profile.value.deliveries_due = false;
            batch.update(&profile)?;
        }
        finish(table, batch, job).await
    })
    .await
}

/// Whether the delivery waits.
async fn renew(
    app: &App,
    mut delivery: Stored<Delivery>,
    profile: &Stored<Follower>,
    openid: &OpenId,
    contacts: Contacts,
) -> Result<bool, AppError> {
    let (old, before) = (delivery.value.clone(), delivery.value.try_at());
    match delivery.value.state {
        State::Due => {
            delivery.value.unpark(openid, contacts)?;
            if !app.work.egress.calls() {
                delivery.value.park(Parked::EgressOff, None);
            }
        }
        // Its sender reads them when the platform refuses: then it is tried again rather than parked.
        State::Sending => delivery.value.contacts = delivery.value.contacts.merge(contacts),
        _ => return Ok(false),
    }
    if delivery.value != old {
        let mut batch = Batch::new();
        put_delivery(&mut batch, &delivery.value, Some(delivery.version), before)?;
        batch.unchanged(profile);
        batch.commit(app.table.as_ref()).await?;
    }
    if delivery.value.is_ready(app.clock.now()) && delivery.value.parked.is_none() {
        let send = OutboundJob::Send {
            follower: delivery.value.follower.clone(),
            delivery: delivery.value.id.clone(),
        };
        if let Err(error) = app.jobs.enqueue_outbound(&send).await {
            tracing::warn!(%error, delivery = %delivery.value.id, "a send was not enqueued; the ticker will");
        }
    }
    Ok(true)
}

async fn contacts(table: &dyn Table, follower: &FollowerId) -> Result<Contacts, TableError> {
    let query = Query::partition(TableName::Main, keys::follower_partition(follower), NEWEST)
        .prefix("M#")
        .descending();
    let mut contacts = Contacts::default();
    for item in &table.query(&query).await?.items {
        contacts = contacts.merge(parse::<InboundMessage>(item)?.value.contacts);
    }
    Ok(contacts)
}

/// They left: what waits forgets their address until they come back.
pub(crate) async fn unfollowed(
    app: &App,
    job: &WorkerJob,
    follower: &FollowerId,
) -> Result<Worked, AppError> {
    retrying(|| async {
        let table = app.table.as_ref();
        let profile = load::<Follower>(table, &keys::follower(follower)).await?;
        let Some(profile) = profile.filter(|profile| !profile.value.following) else {
            return finish(table, Batch::new(), job).await;
        };
        for mut delivery in rows::deliveries(table, follower).await? {
            if delivery.value.state != State::Due || delivery.value.openid.is_none() {
                continue;
            }
            let before = delivery.value.try_at();
            delivery.value.openid = None;
            delivery.value.park(Parked::Unfollowed, None);
            let mut batch = Batch::new();
            put_delivery(&mut batch, &delivery.value, Some(delivery.version), before)?;
            batch.unchanged(&profile);
            batch.commit(table).await?;
        }
        finish(table, Batch::new(), job).await
    })
    .await
}
