//! Worker jobs that are not done, and those that were given up.

use domain::ids::{JobId, base32};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::row;
use crate::{
    jobs::{Work, WorkerJob},
    keys,
};

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
    /// The job as it was in the queue, at most 4,000 bytes of it. Jobs carry no resident's words.
    pub body: String,
    /// Why, in English, without a resident's words.
    pub why: String,
}

row!(DeadJob, |row| keys::dead(row.at, &row.id));

impl DeadJob {
    /// The job, where its body can be read.
    #[must_use]
    pub fn job(&self) -> Option<WorkerJob> {
        serde_json::from_str(&self.body).ok()
    }
}
