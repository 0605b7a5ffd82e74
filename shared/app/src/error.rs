//! What a use case may fail with.

use domain::{
    delivery::NotAllowed,
    question::QuestionError,
    staff::{Denied, NotRecent},
};

use crate::ports::{BlobError, QueueError, TableError};

/// Why a use case did nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or not any more.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The actor lacks a permission.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The act is dangerous: ask for the password or a code again, then do it.
    #[error(transparent)]
    NotRecent(#[from] NotRecent),
    /// A rule does not allow it: which one, and what to do (Chinese, English).
    #[error("{en}")]
    Refused {
        /// Why, in Chinese.
        zh: &'static str,
        /// Why, in English.
        en: &'static str,
    },
    /// The question's state does not allow it.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The delivery's state does not allow it.
    #[error(transparent)]
    Delivery(#[from] NotAllowed),
    /// A field is not acceptable: which one, and what to do (Chinese, English).
    #[error("{field}: {en}")]
    Input {
        /// The field.
        field: &'static str,
        /// What to do, in Chinese.
        zh: String,
        /// What to do, in English.
        en: String,
    },
    /// The thread has changed since the officer read it: show what is new, keep what they wrote.
    #[error("the thread has changed since it was read")]
    Stale,
    /// Somebody else has changed the same part since it was read: show both, keep what was typed.
    #[error("somebody else has changed this since it was read")]
    Overtaken,
    /// Somebody else changed the same thing again and again.
    #[error("others keep changing this; try again")]
    Contended,
    /// The store failed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The object store failed.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
}
