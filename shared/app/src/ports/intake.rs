//! The webhook's use case as others see it: handlers don't know each other.

use async_trait::async_trait;

use super::TableError;
use crate::jobs::SpilledCallback;

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

/// Takes callbacks in that the table did not take when they came.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Takes one in, with the effects that it would have had then. Safe to repeat, and to be dropped at any point.
    ///
    /// # Errors
    /// [`IntakeError`].
    async fn take_in(&self, callback: &SpilledCallback) -> Result<(), IntakeError>;
}
