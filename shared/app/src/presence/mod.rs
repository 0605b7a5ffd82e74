//! Who looks at which thread and who writes an answer there, as far as their browsers told in the last seconds.
//!
//! One row an officer holds what they have open, so that one query of a handful of rows tells it for every thread, the
//! inbox's too. It is a courtesy, not a lock: rows are written without a condition, and a lost one comes again.

mod list;
mod show;

pub use list::{Present, everybody, others};
pub use show::show;

use domain::ids::{Login, QuestionId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{keys, ports::Key, rows::Row};

/// How long a sign of life holds.
pub const PRESENCE_LIFE: SignedDuration = SignedDuration::from_secs(20);

/// What an officer has open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    login: Login,
    name: String,
    threads: Vec<OpenThread>,
    expires_at: Timestamp,
}

/// One thread that they have open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OpenThread {
    question: QuestionId,
    /// They write an answer.
    writes: bool,
    until: Timestamp,
}

impl OpenThread {
    /// A clock that was set back leaves nothing that holds longer than usual.
    fn is_live(&self, now: Timestamp) -> bool {
        now < self.until && self.until <= now + PRESENCE_LIFE
    }
}

impl Row for Open {
    fn key(&self) -> Key {
        keys::presence(&self.login)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}
