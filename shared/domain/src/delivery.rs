//! Something to be delivered to a resident. It never expires: what can't be pushed waits and is handed over inside
//! the passive reply of the next contact.
//!
//! ```text
//!  due ─start▶ sending ─▶ delivered          the platform said so
//!   ▲             ├─────▶ due                refused: tried later, or parked for the next contact
//!   │             ├─────▶ unknown ─resend▶ due (marked 可能重复)      crash, time-out: nobody knows
//!   │             └─────▶ failed  ─resend▶ due                       refused for good
//!   └ hand over ─▶ handed_over               rode on a passive reply
//!   └──── unseen ──────┘                     which nobody saw (marked 可能重复)
//! ```
//! `sending` is stored before the request leaves. Only `due` and not held may start or be handed over, and both
//! change the same row, so at most one of them wins.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use wechat::ids::OpenId;

use crate::{
    ids::{DeliveryId, EntryId, FollowerId, Login, MessageKey, QuestionId, QuestionNumber},
    language::Language,
    window::Contacts,
};

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits to be sent or handed over.
    Due,
    /// A request is, or was, under way.
    Sending,
    /// The platform accepted it.
    Delivered,
    /// Rode on a passive reply (已随回复送出).
    HandedOver,
    /// A request left and its end is not known: an officer decides.
    Unknown,
    /// Refused for good: an officer sees why.
    Failed,
    /// Taken back before it left.
    Withdrawn,
}

impl State {
    /// The word in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::HandedOver => "handed_over",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// How a copy begins whose earlier one may have arrived.
const MARK: (&str, &str) = ("（可能重复）", "(May be a repeat) ");
/// Bytes that the mark takes in either language: room that a text has to leave.
pub const MARK_BYTES: usize = 18;
const _: () = assert!(MARK.0.len() <= MARK_BYTES && MARK.1.len() <= MARK_BYTES, "the mark fits its room");

/// Why a due delivery is not tried until the next contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parked {
    /// The reply window is over, or was never open.
    WindowClosed,
    /// The window's sends are used up.
    UsedUp,
    /// They don't follow the account.
    Unfollowed,
    /// The account may not send customer-service messages, or its settings are wrong.
    NotAllowed,
    /// The account pushes nothing, by its settings: it was never tried.
    EgressOff,
}

/// Stands for the time when there is a way out: what is parked [`Parked::EgressOff`] is to be tried then.
pub const WHEN_THERE_IS_A_WAY: Timestamp = Timestamp::constant(253_402_200_000, 0);
/// Stands for the time when the way out is another one: what is parked [`Parked::NotAllowed`] is to be tried then.
pub const WHEN_THE_WAY_CHANGES: Timestamp = Timestamp::constant(253_402_100_000, 0);

/// What to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Text as the resident reads it, with the officer's name, at most 2,048 bytes.
    Text {
        /// The text.
        text: String,
    },
    /// What we say by ourselves, when no passive reply could carry it: a receipt, a page; at most 2,048 bytes.
    Receipt {
        /// The text.
        text: String,
    },
    /// A picture of an officer's. It is only pushed: a passive reply carries words.
    Picture {
        /// Its object key; empty once erased.
        object: String,
        /// As what the platform keeps it for the next three days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uploaded: Option<Uploaded>,
    },
}

/// A file at the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// The platform's id.
    pub media_id: String,
    /// Since when; it is deleted three days later.
    pub at: Timestamp,
}

/// How long an uploaded file is used: three days less an hour, for clocks that differ and requests under way.
pub const UPLOAD_LIFE: SignedDuration = SignedDuration::from_hours(3 * 24 - 1);

impl Uploaded {
    /// Whether the platform still has it at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.at <= now && now < self.at + UPLOAD_LIFE
    }
}

impl Content {
    /// The text, for lists and for hand-over; none of a picture.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text } | Self::Receipt { text } => text,
            Self::Picture { .. } => "",
        }
    }

    /// Whether a passive reply can carry it.
    #[must_use]
    pub const fn is_words(&self) -> bool {
        !matches!(self, Self::Picture { .. })
    }
}

/// What the platform, or the way there, said last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The platform's `errcode`; `None` when there was no answer.
    pub code: Option<i64>,
    /// What to tell an officer, in English, without secrets or a resident's words.
    pub message: String,
    /// When.
    pub at: Timestamp,
}

/// The outbox row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// To whom.
    pub follower: FollowerId,
    /// Their address; `None` while they don't follow.
    pub openid: Option<OpenId>,
    /// The question that it answers.
    pub question: Option<QuestionId>,
    /// Its number, for the hand-over's heading.
    pub number: Option<QuestionNumber>,
    /// The entry of the thread that it belongs to.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Login,
    /// What to send; empty text once erased.
    pub content: Content,
    /// The resident's language.
    pub language: Language,
    /// When it was written.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Neither sent nor handed over before: the time to take it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<Timestamp>,
    /// Not sent before (it may be handed over earlier).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<Timestamp>,
    /// Not sent until the next contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parked: Option<Parked>,
    /// The contacts known when this row was last written by who may read them.
    #[serde(default)]
    pub contacts: Contacts,
    /// Requests that left.
    #[serde(default)]
    pub attempts: u32,
    /// Since when it is `sending`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sending_since: Option<Timestamp>,
    /// An earlier copy may have arrived: every further copy says so.
    #[serde(default)]
    pub may_repeat: bool,
    /// Last outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// When it was delivered or handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// The message whose passive reply carried it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over_with: Option<MessageKey>,
}

/// How long a delivery may be `sending`: a token refresh, a repeated call and the writing of the outcome included.
/// After that its sender is gone.
pub const SENDING_LIMIT: SignedDuration = SignedDuration::from_secs(60);

/// The state does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a delivery that is {} can't do that", .0.as_str())]
pub struct NotAllowed(pub State);

impl Delivery {
    /// Whether it may be sent or handed over at `now` (the window is another matter).
    #[must_use]
    pub fn is_ready(&self, now: Timestamp) -> bool {
        self.state == State::Due && self.hold_until.is_none_or(|at| at <= now)
    }

    /// When to try it; `None` when only a contact or an officer can move it. A time later than any clock's stands for
    /// a change of the account's settings.
    #[must_use]
    pub fn try_at(&self) -> Option<Timestamp> {
        match (self.state, self.parked) {
            (State::Due, None) => Some(self.hold_until.max(self.retry_at).unwrap_or(self.created_at)),
            (State::Due, Some(Parked::EgressOff)) => Some(WHEN_THERE_IS_A_WAY),
            (State::Due, Some(Parked::NotAllowed)) => Some(WHEN_THE_WAY_CHANGES),
            (State::Sending, _) => self.sending_since,
            _ => None,
        }
    }

    /// The text as it leaves: marked when an earlier copy may have arrived.
    #[must_use]
    pub fn text(&self) -> String {
        let mark = if self.may_repeat { self.language.pick(MARK.0, MARK.1) } else { "" };
        format!("{mark}{}", self.content.text())
    }

    /// The platform has the picture now, for three days.
    pub fn uploaded(&mut self, media_id: String, now: Timestamp) {
        if let Content::Picture { uploaded, .. } = &mut self.content {
            *uploaded = Some(Uploaded { media_id, at: now });
        }
    }

    /// The platform does not know the picture any more: it is to be uploaded again, a few times at most. False when that
    /// would not help.
    pub fn forget_upload(&mut self) -> bool {
        const MOST: u32 = 5;
        match &mut self.content {
            Content::Picture { uploaded, .. } if self.attempts < MOST => uploaded.take().is_some(),
            _ => false,
        }
    }

    fn due(&self) -> Result<(), NotAllowed> {
        if self.state == State::Due { Ok(()) } else { Err(NotAllowed(self.state)) }
    }

    fn finish(&mut self, state: State, now: Timestamp) {
        self.state = state;
        self.done_at = Some(now);
        self.sending_since = None;
        self.retry_at = None;
        self.hold_until = None;
        self.parked = None;
    }

    /// A request is about to leave.
    ///
    /// # Errors
    /// When it is not ready.
    pub fn start(&mut self, now: Timestamp) -> Result<(), NotAllowed> {
        if !self.is_ready(now) {
            return Err(NotAllowed(self.state));
        }
        self.state = State::Sending;
        self.sending_since = Some(now);
        self.attempts += 1;
        self.parked = None;
        Ok(())
    }

    /// The platform accepted it.
    pub fn delivered(&mut self, now: Timestamp) {
        self.finish(State::Delivered, now);
        self.outcome =
            Some(Outcome { code: Some(0), message: "accepted by the platform".to_owned(), at: now });
    }

    /// The request certainly had no effect: try again at `at`.
    pub fn retry(&mut self, at: Timestamp, outcome: Outcome) {
        self.state = State::Due;
        self.sending_since = None;
        self.retry_at = Some(at);
        self.outcome = Some(outcome);
    }

    /// Nothing can be pushed for now: wait for the next contact.
    pub fn park(&mut self, why: Parked, outcome: Option<Outcome>) {
        self.state = State::Due;
        self.sending_since = None;
        self.parked = Some(why);
        self.outcome = outcome.or(self.outcome.take());
    }

    /// The account's settings have changed: it may be tried from `now` on.
    pub fn release(&mut self, now: Timestamp) {
        if self.state == State::Due && matches!(self.parked, Some(Parked::EgressOff | Parked::NotAllowed)) {
            self.parked = None;
            self.retry_at = Some(now);
        }
    }

    /// A contact: it may be tried again.
    ///
    /// # Errors
    /// When it is not due.
    pub fn unpark(&mut self, openid: &OpenId, contacts: Contacts) -> Result<(), NotAllowed> {
        self.due()?;
        self.openid = Some(openid.clone());
        self.contacts = self.contacts.merge(contacts);
        self.parked = None;
        self.retry_at = None;
        Ok(())
    }

    /// It rode on the passive reply to a message.
    ///
    /// # Errors
    /// When it is not ready.
    pub fn hand_over(&mut self, with: MessageKey, now: Timestamp) -> Result<(), NotAllowed> {
        if !self.is_ready(now) {
            return Err(NotAllowed(self.state));
        }
        self.finish(State::HandedOver, now);
        self.handed_over_with = Some(with);
        Ok(())
    }

    /// The reply to this message that it rode on was probably not seen: due again, marked. False, and no effect, when
    /// it did not ride on that one.
    pub fn unseen(&mut self, with: &MessageKey, contacts: Contacts) -> bool {
        let rode = self.state == State::HandedOver && self.handed_over_with.as_ref() == Some(with);
        if !rode || self.is_erased() {
            return false;
        }
        self.state = State::Due;
        self.done_at = None;
        self.handed_over_with = None;
        self.may_repeat = true;
        self.contacts = self.contacts.merge(contacts);
        true
    }

    /// Nobody knows whether the request had its effect.
    pub fn lost(&mut self, outcome: Outcome) {
        self.state = State::Unknown;
        self.sending_since = None;
        self.outcome = Some(outcome);
    }

    /// Whether it has been `sending` for `limit` or longer.
    #[must_use]
    pub fn is_abandoned(&self, now: Timestamp, limit: SignedDuration) -> bool {
        self.state == State::Sending && self.sending_since.is_none_or(|since| since + limit <= now)
    }

    /// Its sender is gone: nobody knows whether the request had its effect.
    pub fn abandon(&mut self, now: Timestamp) {
        let message = "a request was begun and its end is not known".to_owned();
        self.lost(Outcome { code: None, message, at: now });
    }

    /// Refused for good.
    pub fn fail(&mut self, outcome: Outcome) {
        self.state = State::Failed;
        self.sending_since = None;
        self.outcome = Some(outcome);
    }

    /// The platform was busy and may yet have delivered it: once more, marked.
    pub fn retry_marked(&mut self, at: Timestamp, outcome: Outcome) {
        self.retry(at, outcome);
        self.may_repeat = true;
    }

    /// An officer sends it again. From `unknown` it is marked.
    ///
    /// # Errors
    /// When it is neither unknown nor failed, or is a picture whose earlier copy may have arrived.
    pub fn resend(&mut self, contacts: Contacts) -> Result<(), NotAllowed> {
        match self.state {
            // A picture can't say that it may be a repeat.
            State::Unknown if !self.content.is_words() => return Err(NotAllowed(self.state)),
            State::Unknown => self.may_repeat = true,
            State::Failed => {}
            state => return Err(NotAllowed(state)),
        }
        self.state = State::Due;
        self.retry_at = None;
        self.parked = None;
        self.contacts = self.contacts.merge(contacts);
        Ok(())
    }

    /// An officer knows that an unknown one arrived, or lets a failed one be.
    ///
    /// # Errors
    /// When it is neither unknown nor failed.
    pub fn settle(&mut self, now: Timestamp) -> Result<(), NotAllowed> {
        match self.state {
            State::Unknown => self.finish(State::Delivered, now),
            State::Failed => self.finish(State::Withdrawn, now),
            state => return Err(NotAllowed(state)),
        }
        Ok(())
    }

    /// The words and the address go. What has not left is taken back; one that is being sent keeps its state, and
    /// is taken back when its request turns out to have had no effect.
    pub fn erase(&mut self, now: Timestamp) {
        match &mut self.content {
            Content::Text { text } | Content::Receipt { text } => text.clear(),
            Content::Picture { object, uploaded } => {
                object.clear();
                *uploaded = None;
            }
        }
        self.openid = None;
        if self.state == State::Due {
            self.finish(State::Withdrawn, now);
        }
    }

    /// Whether its words have been erased: it must never leave.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        match &self.content {
            Content::Text { text } | Content::Receipt { text } => text.is_empty(),
            Content::Picture { object, .. } => object.is_empty(),
        }
    }

    /// Taken back before it left.
    ///
    /// # Errors
    /// When it is not due.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<(), NotAllowed> {
        self.due()?;
        self.finish(State::Withdrawn, now);
        Ok(())
    }
}

/// When to try again after the `attempt`th request (from 1) that certainly had no effect: 1, 3, 10 seconds and so on
/// up to 15 minutes, with up to half as much again by chance (`jitter` in 0..=255).
#[must_use]
pub fn back_off(attempt: u32, jitter: u8) -> SignedDuration {
    const SECONDS: [i64; 8] = [1, 3, 10, 30, 60, 180, 420, 900];
    let base = SECONDS[(attempt.max(1) as usize - 1).min(SECONDS.len() - 1)] * 1000;
    SignedDuration::from_millis(base + base * i64::from(jitter) / 510)
}
