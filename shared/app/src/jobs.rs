//! The typed jobs on the two queues, and their wire form.
//!
//! A job names rows and never carries a resident's words or openid: queues keep copies that nobody erases. The one
//! exception is a [`SpilledCallback`], which carries them sealed.

use domain::ids::{DeliveryId, FollowerId, GroupId, JobId, MessageKey, QuestionId};
use serde::{Deserialize, Serialize};

use crate::{alerts::Channel, known::Outcome};

/// A job on `jobs`, done by the worker. Each is idempotent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerJob {
    /// Names the job's row; doing the job deletes that row.
    pub id: JobId,
    /// When the row says that it is due, in milliseconds since 1970: a part of the row's key.
    pub due_ms: i64,
    /// What to do.
    pub work: Work,
}

/// What a worker job is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    /// An attachment of an inbound message has to be fetched, checked and re-encoded.
    Attachment {
        /// Whose message.
        follower: FollowerId,
        /// Which message.
        message: MessageKey,
    },
    /// A follower is new: ask the platform once what it knows of them.
    Profile {
        /// The follower.
        follower: FollowerId,
    },
    /// A resident made contact: deliveries that wait get the new window and are tried.
    DeliveriesDue {
        /// The follower.
        follower: FollowerId,
    },
    /// A resident left: deliveries that wait forget the address until they come back.
    Unfollowed {
        /// The follower.
        follower: FollowerId,
    },
    /// A resident withdrew consent or an erasure clock ran out: whatever was said up to the job's `due_ms` goes.
    Erase {
        /// The follower.
        follower: FollowerId,
    },
    /// An officer asks about the account's menu: the row of the menu's state says what.
    Menu,
    /// A minute is over: find what officers are to be told.
    AlertsDue,
    /// An alert has to be sent.
    Alert {
        /// Which.
        alert: String,
        /// By which way.
        channel: Channel,
        /// How often the service has not taken it.
        #[serde(default)]
        tries: u32,
    },
    /// A new question: find out who else asks it.
    Similar {
        /// Which.
        question: QuestionId,
    },
    /// Nobody chose from a list of known questions: the question is an officer's now.
    OfferWaits {
        /// Whose.
        follower: FollowerId,
        /// The message that asked.
        message: MessageKey,
    },
    /// A known answer was offered, or a resident said what came of it: count it.
    KnownOutcome {
        /// Its id.
        answer: String,
        /// What.
        outcome: Outcome,
    },
    /// An answer to all of a group has to be written to each.
    GroupAnswer {
        /// Which group.
        group: GroupId,
        /// Which answer.
        answer: String,
    },
    /// Ten minutes are over: see which groups are one, and which are hot.
    Groups,
    /// An administrator tries a channel of alerts.
    AlertTest {
        /// Which.
        channel: Channel,
    },
}

impl Work {
    /// The word in logs and metrics.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Attachment { .. } => "attachment",
            Self::Profile { .. } => "profile",
            Self::DeliveriesDue { .. } => "deliveries_due",
            Self::Unfollowed { .. } => "unfollowed",
            Self::Erase { .. } => "erase",
            Self::Menu => "menu",
            Self::AlertsDue => "alerts_due",
            Self::Alert { .. } => "alert",
            Self::Similar { .. } => "similar",
            Self::OfferWaits { .. } => "offer_waits",
            Self::KnownOutcome { .. } => "known_outcome",
            Self::GroupAnswer { .. } => "group_answer",
            Self::Groups => "groups",
            Self::AlertTest { .. } => "alert_test",
        }
    }

    /// Whom it is about, if anybody.
    #[must_use]
    pub const fn follower(&self) -> Option<&FollowerId> {
        match self {
            Self::Attachment { follower, .. }
            | Self::Profile { follower }
            | Self::DeliveriesDue { follower }
            | Self::Unfollowed { follower }
            | Self::OfferWaits { follower, .. }
            | Self::Erase { follower } => Some(follower),
            Self::Menu
            | Self::Groups
            | Self::AlertsDue
            | Self::Alert { .. }
            | Self::AlertTest { .. }
            | Self::Similar { .. }
            | Self::KnownOutcome { .. }
            | Self::GroupAnswer { .. } => None,
        }
    }
}

/// A callback that the table did not take in time: it is on `jobs`, and nowhere else, until the worker takes it in.
/// What it says is sealed under the account key; the wire form is told from a [`WorkerJob`]'s by its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpilledCallback {
    /// The callback and what was answered, encrypted.
    pub sealed: String,
    /// What makes sure that `sealed` is ours, in Crockford base 32.
    pub mac: String,
}

/// What a body on `jobs` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// A job, named by its row.
    Job(WorkerJob),
    /// A callback to be taken in.
    Callback(SpilledCallback),
}

impl Task {
    /// Reads a body.
    ///
    /// # Errors
    /// When it is neither; the text shows nothing of the body but the names of fields.
    pub fn parse(body: &str) -> Result<Self, serde_json::Error> {
        match serde_json::from_str(body) {
            Ok(callback) => Ok(Self::Callback(callback)),
            Err(_) => serde_json::from_str(body).map(Self::Job),
        }
    }

    /// The word in logs and metrics.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Job(job) => job.work.as_str(),
            Self::Callback(_) => "callback",
        }
    }
}

/// A job as a queue hands it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Names it towards the queue.
    pub id: String,
    /// Its JSON wire form.
    pub body: String,
    /// How often it was received, this time included: from 1.
    pub receive_count: u32,
}

/// A job on `outbound`, done by the sender: every call to the platform is one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum OutboundJob {
    /// Send a delivery as a customer-service message.
    Send {
        /// To whom.
        follower: FollowerId,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// Make the call that the request row of a worker job describes, and put its outcome there.
    Request {
        /// The FIFO group: a resident, or [`OutboundJob::account`].
        follower: FollowerId,
        /// The worker job that waits for the outcome.
        job: WorkerJob,
    },
}

impl OutboundJob {
    /// The FIFO group of calls that are about no resident.
    #[must_use]
    pub fn account() -> FollowerId {
        FollowerId::from("account")
    }

    /// The FIFO group: jobs of one resident are done in order, one at a time.
    #[must_use]
    pub fn group(&self) -> &str {
        match self {
            Self::Send { follower, .. } | Self::Request { follower, .. } => follower.as_str(),
        }
    }
}
