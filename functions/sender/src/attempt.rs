//! One job for a delivery: what goes first, the commit of `sending`, the call, and on to the outcome.

use app::{
    AppError,
    jobs::OutboundJob,
    keys,
    ports::{Expect, TableError},
    rows::{Batch, Stored, delivery, load, put_delivery},
    telemetry::count,
};
use domain::{
    delivery::{Content, Delivery, Outcome, Parked},
    ids::{DeliveryId, FollowerId},
    window::{Allowance, Grant, Used},
};
use jiff::{SignedDuration, Timestamp};
use wechat::{
    client::{CustomMessage, CustomSend},
    errcode::Class,
    ids::{MediaId, OpenId},
};

use crate::{
    gate::Api,
    order::Next,
    sender::Sender,
    settle::Started,
    token::{NoToken, Token},
    verdict::{TOO_FAST, explain_refusal},
};

/// Steps within one job: earlier deliveries that go first, and decisions made again after a conflict.
const STEPS: usize = 6;

/// How long the counts of a window are kept after its end.
const COUNTS_KEPT: SignedDuration = SignedDuration::from_hours(24);

impl Sender {
    /// Does what a job for this delivery has to do, until it has gone or has to wait.
    pub(crate) async fn send(&self, follower: &FollowerId, id: &DeliveryId) -> Result<(), AppError> {
        for _ in 0..STEPS {
            let now = self.ports.clock.now();
            let step = match self.next(follower, id, now).await? {
                Next::Nothing => return Ok(()),
                Next::Abandoned(found) => self.change(*found, |delivery| delivery.abandon(now)).await,
                Next::Release(found) => self.change(*found, |delivery| delivery.release(now)).await,
                Next::Wait(found, until) => {
                    self.change(*found, |delivery| delivery.retry_at = Some(until)).await
                }
                Next::Try(found) => self.attempt(*found, now).await,
            };
            match step {
                // Somebody else was faster: look again.
                Ok(()) | Err(AppError::Table(TableError::Conflict { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        // Others of the account are not to wait for one resident. The row stays due, should the queue fail.
        let job = OutboundJob::Send { follower: follower.clone(), delivery: id.clone() };
        if let Err(error) = self.ports.jobs.enqueue_outbound(&job).await {
            tracing::warn!(%error, "a send was not enqueued again; the ticker will");
        }
        Ok(())
    }

    pub(crate) async fn change(
        &self,
        mut found: Stored<Delivery>,
        to: impl FnOnce(&mut Delivery),
    ) -> Result<(), AppError> {
        let before = found.value.try_at();
        to(&mut found.value);
        let mut batch = Batch::new();
        put_delivery(&mut batch, &found.value, Some(found.version), before)?;
        Ok(batch.commit(self.table()).await?)
    }

    async fn attempt(&self, found: Stored<Delivery>, now: Timestamp) -> Result<(), AppError> {
        if found.value.is_erased() {
            return self.change(found, |delivery| delivery.erase(now)).await;
        }
        let Some(openid) = found.value.openid.clone() else {
            return self.park(found, Parked::Unfollowed).await;
        };
        if !self.calls() {
            return self.park(found, Parked::EgressOff).await;
        }
        if let Some(until) = self.gate.closed_until(Api::Send, now) {
            return self.change(found, |delivery| delivery.retry_at = Some(until)).await;
        }
        let stored = load::<Used>(self.table(), &keys::used(&found.value.follower)).await?;
        let version = stored.as_ref().map(|used| used.version);
        let used = stored.map(|used| used.value).unwrap_or_default().seen(found.value.contacts);
        let grant = match self.policy.allowance(&used, now) {
            Allowance::Open { grant, .. } => grant,
            Allowance::Closed => return self.park(found, Parked::WindowClosed).await,
            Allowance::UsedUp => return self.park(found, Parked::UsedUp).await,
        };
        let token = match self.token.current(&self.ports).await {
            Ok(token) => token,
            Err(error) => return self.without_token(found, &error, now).await,
        };
        let message = match &found.value.content {
            Content::Picture { object, uploaded } => match uploaded.as_ref().filter(|file| file.is_live(now))
            {
                Some(file) => CustomMessage::Image(MediaId::from(file.media_id.as_str())),
                None => {
                    let object = object.clone();
                    return self.upload(found, &object, token).await;
                }
            },
            Content::Text { .. } | Content::Receipt { .. } => CustomMessage::Text(found.value.text()),
        };
        let started = self.start(found, used, version, grant).await?;
        self.call_and_settle(started, openid, message, token).await
    }

    async fn call_and_settle(
        &self,
        started: Started,
        openid: OpenId,
        message: CustomMessage,
        token: Token,
    ) -> Result<(), AppError> {
        let request = CustomSend { touser: openid, message, kf_account: None };
        let reply = self.call(&request, token).await;
        self.settle(&started, &reply).await
    }

    async fn park(&self, found: Stored<Delivery>, why: Parked) -> Result<(), AppError> {
        count("delivery", "parked");
        self.change(found, |delivery| delivery.park(why, None)).await
    }

    /// Nothing can be sent without a token; the delivery was not begun.
    async fn without_token(
        &self,
        found: Stored<Delivery>,
        error: &NoToken,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let until = self.token_pause(error, Api::Send, now);
        let (code, message) = match error {
            NoToken::Unreached(_) | NoToken::Awaited(_) => (None, error.to_string()),
            NoToken::Refused(error) => {
                (Some(error.code.0), format!("no access token: {}", explain_refusal(error)))
            }
        };
        let outcome = Outcome { code, message, at: now };
        self.change(found, |delivery| match until {
            Some(until) => delivery.retry(until, outcome),
            None => delivery.park(Parked::NotAllowed, Some(outcome)),
        })
        .await
    }

    /// When to ask for a token again; `None` when somebody has to mend the settings first, who is told.
    pub(crate) fn token_pause(&self, error: &NoToken, api: Api, now: Timestamp) -> Option<Timestamp> {
        match error {
            NoToken::Unreached(_) => Some(self.gate.unreached(now, self.jitter())),
            NoToken::Awaited(why) => {
                self.alarm("courier_token", why);
                Some(self.gate.awaits_token(now, self.jitter()))
            }
            NoToken::Refused(error) => match error.class() {
                Class::RetryLater if error.code.0 == TOO_FAST => Some(self.gate.too_fast(now, self.jitter())),
                Class::RetryLater => Some(self.gate.unreached(now, self.jitter())),
                Class::Quota => Some(self.gate.used_up(api, now, self.jitter())),
                _ => {
                    self.alarm("credentials", &explain_refusal(error));
                    None
                }
            },
        }
    }

    /// Commits `sending` and the used send, before the request leaves.
    async fn start(
        &self,
        mut found: Stored<Delivery>,
        used: Used,
        version: Option<u64>,
        grant: Grant,
    ) -> Result<Started, AppError> {
        // Read again: getting a token may have taken its time.
        let now = self.ports.clock.now();
        let before = found.value.try_at();
        found.value.start(now)?;
        let mut batch = Batch::new();
        put_delivery(&mut batch, &found.value, Some(found.version), before)?;
        self.put_used(&mut batch, &found.value.follower, &used.spend(grant), version)?;
        let started = Started::new(&found.value, used.contacts, grant, now);
        match batch.commit(self.table()).await {
            Ok(()) => Ok(started),
            Err(TableError::OutcomeUnknown(reason)) => {
                let row = delivery(self.table(), &found.value.follower, &found.value.id).await?;
                match row.is_some_and(|row| started.is_of(&row.value)) {
                    true => Ok(started),
                    false => Err(TableError::OutcomeUnknown(reason).into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn put_used(
        &self,
        batch: &mut Batch,
        follower: &FollowerId,
        used: &Used,
        version: Option<u64>,
    ) -> Result<(), TableError> {
        let last = used.contacts.message_at.max(used.contacts.tap_at);
        let life =
            SignedDuration::from_secs(self.policy.message_seconds.max(self.policy.tap_seconds)) + COUNTS_KEPT;
        let expect = version.map_or(Expect::Absent, Expect::Version);
        batch.put(keys::used(follower), used, last.map(|last| last + life), expect)
    }
}
