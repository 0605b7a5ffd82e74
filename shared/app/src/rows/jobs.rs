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
    /// When.
    pub at: Timestamp,
    /// What.
    pub job: WorkerJob,
    /// Why, in English, without a resident's words.
    pub why: String,
}

row!(DeadJob, |row| keys::dead(row.at, row.job.id.as_str()));
