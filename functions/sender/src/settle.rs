//! Writing what came of a send.
//!
//! The row is read again: it may have got newer contacts, been erased, or been given up as unknown meanwhile. The
//! write is repeated while the store fails in passing; when it can't be done at all, the delivery stays `sending`, and
//! becomes unknown.

use std::time::Duration;

use app::{
    AppError, keys,
    ports::TableError,
    rows::{Batch, Stored, delivery, load, put_delivery},
    telemetry::count,
};
use domain::{
    delivery::{Delivery, Outcome, Parked, State, back_off},
    ids::{DeliveryId, FollowerId},
    window::{Contacts, Grant, Used},
};
use jiff::Timestamp;
use wechat::reply::TEXT_LIMIT_BYTES;

use crate::{
    call::Reply,
    gate::Api,
    sender::Sender,
    verdict::{Verdict, explain, judge},
};

/// The platform has deleted an uploaded file (全局返回码: 不合法的媒体文件 id).
const NO_SUCH_MEDIA: i64 = 40007;
/// Pauses between the tries to write an outcome, in milliseconds; 20 s in all.
const PAUSES_MS: [u64; 9] = [50, 100, 250, 500, 1_000, 2_000, 4_000, 6_000, 6_000];

/// A delivery whose request has begun.
#[derive(Clone, Debug)]
pub(crate) struct Started {
    follower: FollowerId,
    id: DeliveryId,
    attempts: u32,
    since: Timestamp,
    may_repeat: bool,
    contacts: Contacts,
    grant: Grant,
}

impl Started {
    pub(crate) fn new(delivery: &Delivery, contacts: Contacts, grant: Grant, since: Timestamp) -> Self {
        Self {
            follower: delivery.follower.clone(),
            id: delivery.id.clone(),
            attempts: delivery.attempts,
            since,
            may_repeat: delivery.may_repeat,
            contacts,
            grant,
        }
    }

    /// Whether the row is still being sent by this request.
    pub(crate) fn is_of(&self, row: &Delivery) -> bool {
        row.state == State::Sending && row.attempts == self.attempts && row.sending_since == Some(self.since)
    }

    /// Whether the outcome still belongs to the row: it may have been given up too early, by a clock that jumped.
    fn concerns(&self, row: &Delivery) -> bool {
        self.is_of(row) || row.state == State::Unknown && row.attempts == self.attempts
    }
}

/// What is written.
struct Decision {
    verdict: Verdict,
    code: Option<i64>,
    outcome: Outcome,
    /// When to try again, for the verdicts that do.
    at: Timestamp,
}

impl Sender {
    pub(crate) async fn settle<T>(&self, started: &Started, reply: &Reply<T>) -> Result<(), AppError> {
        let decision = self.decide(started, reply);
        count("delivery", label(decision.verdict));
        let mut pauses = PAUSES_MS.iter();
        loop {
            let error = match self.write_outcome(started, &decision).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            let passing = error.is_transient() || matches!(error, TableError::Conflict { .. });
            match pauses.next().filter(|_| passing) {
                Some(pause) => tokio::time::sleep(Duration::from_millis(*pause)).await,
                None => return Err(error.into()),
            }
        }
    }

    fn decide<T>(&self, started: &Started, reply: &Reply<T>) -> Decision {
        let (now, jitter) = (self.ports.clock.now(), self.jitter());
        let verdict = judge(reply, started.may_repeat);
        let (code, message) = explain(reply);
        let at = match verdict {
            Verdict::Unreached => self.gate.unreached(now, jitter),
            Verdict::TooFast => self.gate.too_fast(now, jitter),
            Verdict::Tomorrow => self.gate.used_up(Api::Send, now, jitter),
            _ => now + back_off(started.attempts, jitter),
        };
        match verdict {
            Verdict::Park(Parked::NotAllowed) => self.alarm("configuration", &message),
            Verdict::Tomorrow => self.alarm("quota", &message),
            _ => {}
        }
        Decision { verdict, code, outcome: Outcome { code, message, at: now }, at }
    }

    async fn write_outcome(&self, started: &Started, decision: &Decision) -> Result<(), TableError> {
        let Some(mut row) = delivery(self.table(), &started.follower, &started.id).await? else {
            return Ok(());
        };
        if !started.concerns(&row.value) {
            return Ok(());
        }
        let before = row.value.try_at();
        let newer = row.value.contacts.merge(started.contacts) != started.contacts;
        apply(&mut row.value, decision, newer);
        let mut batch = Batch::new();
        put_delivery(&mut batch, &row.value, Some(row.version), before)?;
        if decision.verdict.had_no_effect() {
            self.give_back(&mut batch, started, decision).await?;
        }
        batch.commit(self.table()).await
    }

    /// A refused send does not count; a closed window is remembered until the next contact.
    async fn give_back(
        &self,
        batch: &mut Batch,
        started: &Started,
        decision: &Decision,
    ) -> Result<(), TableError> {
        let row: Option<Stored<Used>> = load(self.table(), &keys::used(&started.follower)).await?;
        let Some(Stored { value: mut used, version }) = row else { return Ok(()) };
        match started.grant {
            Grant::Message if used.contacts.message_at == started.contacts.message_at => {
                used.message = used.message.saturating_sub(1);
            }
            Grant::Tap if used.contacts.tap_at == started.contacts.tap_at => {
                used.tap = used.tap.saturating_sub(1)
            }
            _ => {}
        }
        if used.contacts == started.contacts && decision.code.is_some() {
            match decision.verdict {
                Verdict::Park(Parked::WindowClosed) => used.closed = true,
                Verdict::Park(Parked::UsedUp) => {
                    used.message = self.policy.message_sends;
                    used.tap = self.policy.tap_sends;
                }
                _ => {}
            }
        }
        self.put_used(batch, &started.follower, &used, Some(version))
    }
}

/// `newer`: the resident has made contact since the request began.
fn apply(row: &mut Delivery, decision: &Decision, newer: bool) {
    let outcome = decision.outcome.clone();
    let (now, at) = (outcome.at, decision.at);
    match decision.verdict {
        Verdict::Delivered => row.delivered(now),
        Verdict::Unreached | Verdict::Later | Verdict::TooFast | Verdict::Tomorrow => row.retry(at, outcome),
        Verdict::OnceMore => once_more(row, at, outcome),
        Verdict::Park(Parked::WindowClosed | Parked::UsedUp) if newer => row.retry(at, outcome),
        Verdict::Park(why) => row.park(why, Some(outcome)),
        Verdict::Unknown => row.lost(outcome),
        Verdict::Failed if decision.code == Some(NO_SUCH_MEDIA) && row.forget_upload() => {
            row.retry(at, outcome)
        }
        Verdict::Failed => row.fail(outcome),
    }
    if row.state == State::Due && row.is_erased() {
        row.erase(now);
    }
}

/// What has no room for the mark can't be sent again, a picture above all: an officer decides.
fn once_more(row: &mut Delivery, at: Timestamp, outcome: Outcome) {
    let unmarked = row.clone();
    row.retry_marked(at, outcome.clone());
    if !row.content.is_words() || row.text().len() > TEXT_LIMIT_BYTES {
        *row = unmarked;
        row.lost(outcome);
    }
}

const fn label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Delivered => "delivered",
        Verdict::Unreached => "unreached",
        Verdict::Later => "later",
        Verdict::TooFast => "too_fast",
        Verdict::Tomorrow => "quota",
        Verdict::OnceMore => "once_more",
        Verdict::Park(_) => "parked",
        Verdict::Unknown => "unknown",
        Verdict::Failed => "failed",
    }
}
