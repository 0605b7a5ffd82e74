//! What the sender is made of, and its entry for one job.

use std::sync::Arc;

use app::{
    AppError,
    jobs::OutboundJob,
    ports::{BlobError, Blobs, Clock, Jobs, Platform, Table, TableError},
    telemetry::count,
};
use domain::window::WindowPolicy;

use crate::{alarms::Alarms, gate::Gate, source::Way, token::TokenCache};

/// What the sender needs from outside.
#[derive(Clone)]
pub struct Ports {
    /// The store; only table `delivery` is touched.
    pub table: Arc<dyn Table>,
    /// The queues: worker jobs whose outcome is there go back to `jobs`.
    pub jobs: Arc<dyn Jobs>,
    /// The object store, for files that are fetched.
    pub blobs: Arc<dyn Blobs>,
    /// The platform.
    pub platform: Arc<dyn Platform>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// What the queue has to do with a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Handled {
    /// Delete it: it is done, or its row says when it is to be tried again.
    Done,
    /// Hand it out again a little later: the store failed. Its group waits.
    Again,
}

/// Makes the calls. One a process: it keeps the token and what the platform said about the account's rate.
pub struct Sender {
    pub(crate) ports: Ports,
    pub(crate) policy: WindowPolicy,
    pub(crate) token: TokenCache,
    way: Way,
    pub(crate) gate: Gate,
    alarms: Alarms,
    jitter: Box<dyn Fn() -> u8 + Send + Sync>,
}

impl Sender {
    /// A sender that knows nothing yet. `way`: whether and with whose tokens it calls; credentials alone are a way, too.
    /// `jitter` gives random bytes: pauses are lengthened by them.
    pub fn new(
        ports: Ports,
        way: impl Into<Way>,
        policy: WindowPolicy,
        jitter: impl Fn() -> u8 + Send + Sync + 'static,
    ) -> Self {
        let way = way.into();
        let token = TokenCache::new(way.tokens());
        Self {
            ports,
            policy,
            token,
            way,
            gate: Gate::default(),
            alarms: Alarms::default(),
            jitter: Box::new(jitter),
        }
    }

    /// Forgets the token and what the platform said about the account's rate: for a clock that is set back.
    pub async fn forget(&self) {
        self.token.forget().await;
        self.gate.forget();
    }

    /// Does one job. Safe to repeat, and to be dropped at any point.
    ///
    /// A resident's deliveries go in the order in which they were written: an earlier one that is ready goes first,
    /// and while an earlier one is being sent or waits for its next try, a later one waits until then. Not waited
    /// for: what is parked (only a contact moves it, and then both are free), what an officer still holds, and what
    /// has ended, unknown and failed included.
    pub async fn handle(&self, job: &OutboundJob) -> Handled {
        let done = match (&self.way, job) {
            (Way::Elsewhere, _) => return Handled::Again,
            (Way::Open(_) | Way::Off, OutboundJob::Send { follower, delivery }) => {
                self.send(follower, delivery).await
            }
            (Way::Open(_), OutboundJob::Request { follower, job }) => self.request(follower, job).await,
            // The worker asks nobody any more, and does without; the ticker brings its job back.
            (Way::Off, OutboundJob::Request { .. }) => Ok(()),
        };
        self.alarms.write(&self.ports).await;
        match done {
            Ok(()) => Handled::Done,
            Err(
                AppError::Table(TableError::Invalid(reason)) | AppError::Blob(BlobError::InvalidKey(reason)),
            ) => {
                tracing::error!(%reason, group = job.group(), "an outbound job can't be done");
                count("sender_poison", "row");
                Handled::Done
            }
            Err(error) => {
                tracing::warn!(%error, group = job.group(), "an outbound job will be tried again");
                Handled::Again
            }
        }
    }

    /// Whether the platform is called.
    pub(crate) const fn calls(&self) -> bool {
        matches!(self.way, Way::Open(_))
    }

    pub(crate) fn jitter(&self) -> u8 {
        (self.jitter)()
    }

    pub(crate) fn table(&self) -> &dyn Table {
        self.ports.table.as_ref()
    }

    /// Tells staff that somebody has to do something about the account: `label` from a fixed set.
    pub(crate) fn alarm(&self, label: &'static str, reason: &str) {
        tracing::error!(label, reason, "the account needs attention");
        count("sender_alarm", label);
        self.alarms.ring(label, reason, self.ports.clock.now());
    }
}
