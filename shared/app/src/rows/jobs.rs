//! Worker jobs that are not done, and those that were given up.

use domain::ids::{JobId, base32};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Row, row};
use crate::{
    jobs::{Task, Work, WorkerJob},
    keys,
    ports::Key,
};

/// How long a callback that was given up is kept: as long as one that can't be read, for no erasure reaches its words.
const CALLBACK_KEPT: SignedDuration = SignedDuration::from_hours(24 * 180);

row!(WorkerJob, |row| keys::job(row.due_ms, &row.id));

/// A job that is due now.
#[must_use]
pub fn new_job(work: Work, now: Timestamp, random: [u8; 10]) -> WorkerJob {
    WorkerJob { id: JobId::from(base32(&random)), due_ms: now.as_millisecond(), work }
}

/// A job that was given up, for staff to see and run again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadJob {
    /// Names it; the job's own id where its body could be read.
    pub id: String,
    /// When it was given up.
    pub at: Timestamp,
    /// What was in the queue: a job, which carries no resident's words; a callback, which carries them sealed; or at most
    /// 4,000 bytes of anything else.
    pub body: String,
    /// Why, in English, without a resident's words.
    pub why: String,
}

impl Row for DeadJob {
    fn key(&self) -> Key {
        keys::dead(self.at, &self.id)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        matches!(self.task(), Some(Task::Callback(_))).then(|| self.at + CALLBACK_KEPT)
    }
}

impl DeadJob {
    /// What it was, where its body can be read.
    #[must_use]
    pub fn task(&self) -> Option<Task> {
        Task::parse(&self.body).ok()
    }
}
