//! Answers that are being written, kept on the server: each officer has one a question. Sending it deletes it, in the
//! same transaction.

mod find;
mod save;

pub use find::find;
pub use save::{DRAFT_LIMIT_BYTES, save};

use domain::ids::{Login, QuestionId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{keys, ports::Key, rows::Row};

/// How long a draft is kept after it was saved last.
pub const DRAFT_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An answer that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// To which question.
    pub question: QuestionId,
    /// By whom.
    pub login: Login,
    /// What was written.
    pub text: String,
    /// When it was saved.
    pub saved_at: Timestamp,
}

impl Row for Draft {
    fn key(&self) -> Key {
        keys::draft(&self.question, &self.login)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.saved_at + DRAFT_LIFE)
    }
}
