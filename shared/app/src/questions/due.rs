//! Deliveries of an officer's act: due, with their entries of the thread.

use domain::{
    conversation::EntryBody,
    delivery::{Content, Delivery, Parked, State},
    follower::Follower,
    ids::{DeliveryId, EntryId, QuestionId},
    window::Contacts,
};
use wechat::ids::OpenId;

use super::act::{Act, contacts};
use crate::{
    App, AppError,
    jobs::OutboundJob,
    random,
    rows::{Stored, put_delivery},
};

/// What goes out in one act, in this order.
pub(super) struct Outgoing {
    follower: Stored<Follower>,
    contacts: Contacts,
    /// The next one's moment: each is a millisecond later, so that they keep their order.
    ms: i64,
}

impl Outgoing {
    /// To who asked the question of the act.
    pub(super) async fn begin(act: &Act<'_>) -> Result<Self, AppError> {
        let follower = act.follower().await?.ok_or(AppError::NotFound("follower"))?;
        let contacts = contacts(act.app, &follower.value.id).await?;
        Ok(Self { follower, contacts, ms: act.now.as_millisecond() })
    }

    /// Writes one more delivery with its entry.
    pub(super) fn due(
        &mut self,
        act: &mut Act<'_>,
        content: Content,
        entry: impl FnOnce(DeliveryId) -> EntryBody,
    ) -> Result<Delivery, AppError> {
        let (entry_id, id) = (EntryId::new(self.ms, random()?), DeliveryId::new(self.ms, random()?));
        let follower = &self.follower.value;
        let delivery = Delivery {
            id: id.clone(),
            follower: follower.id.clone(),
            openid: follower.openid.clone(),
            question: Some(act.question.value.id.clone()),
            number: Some(act.question.value.number.clone()),
            entry: entry_id.clone(),
            author: act.actor.login.clone(),
            content,
            language: act.question.value.language,
            created_at: act.now,
            state: State::Due,
            hold_until: None,
            retry_at: None,
            parked: cant_leave(act.app, follower.openid.as_ref()),
            contacts: self.contacts,
            attempts: 0,
            sending_since: None,
            may_repeat: false,
            outcome: None,
            done_at: None,
            handed_over_with: None,
        };
        put_delivery(&mut act.batch, &delivery, None, None)?;
        act.enter_as(entry_id, entry(id))?;
        self.ms += 1;
        Ok(delivery)
    }

    /// Writes the profile, with the hint that something is due; `ended` is the question when it is over with this.
    pub(super) fn finish(mut self, act: &mut Act<'_>, ended: Option<&QuestionId>) -> Result<(), AppError> {
        self.follower.value.deliveries_due = true;
        if let Some(question) = ended {
            self.follower.value.closed(question);
        }
        Ok(act.batch.update(&self.follower)?)
    }
}

/// Why nobody is to try it before the next contact, known before anybody has.
pub(super) fn cant_leave(app: &App, openid: Option<&OpenId>) -> Option<Parked> {
    match openid {
        None => Some(Parked::Unfollowed),
        Some(_) if !app.work.egress.calls() => Some(Parked::EgressOff),
        Some(_) => None,
    }
}

/// Enqueues the sending. A queue that fails is no failure: the due pointer makes the ticker do it.
pub(crate) async fn tell_sender(app: &App, delivery: &Delivery) {
    if delivery.parked.is_some() {
        return;
    }
    let job = OutboundJob::Send { follower: delivery.follower.clone(), delivery: delivery.id.clone() };
    if let Err(error) = app.jobs.enqueue_outbound(&job).await {
        tracing::warn!(%error, delivery = %delivery.id, "answer not enqueued; the ticker will");
    }
}
