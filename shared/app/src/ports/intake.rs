//! The webhook's use case as others see it: handlers don't know each other.

use async_trait::async_trait;

use super::TableError;
use crate::jobs::{SpilledCallback, WorkerJob};

/// Why a callback was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// It is not what we sealed, or was sealed under another account key.
    #[error("the callback can't be opened: {0}")]
    Unreadable(String),
    /// The store failed.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What of the webhook's use case comes later than the callback: callbacks that the table did not take when they came,
/// and questions that nobody chose an answer for.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Takes one in, with the effects that it would have had then. Safe to repeat, and to be dropped at any point.
    ///
    /// # Errors
    /// [`IntakeError`].
    async fn take_in(&self, callback: &SpilledCallback) -> Result<(), IntakeError>;

    /// Does a job [`Work::OfferWaits`](crate::jobs::Work::OfferWaits): a question is opened with what the resident asked,
    /// and its receipt follows, unless they have chosen meanwhile. The job's row goes with it. Safe to repeat, and to be
    /// dropped at any point.
    ///
    /// # Errors
    /// [`TableError`].
    async fn open_unanswered(&self, job: &WorkerJob) -> Result<(), TableError>;
}
