//! A job as a consumer gets it.

use app::jobs::{OutboundJob, WorkerJob};

/// The two queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueName {
    /// For the worker: in no order.
    Jobs,
    /// For the sender: in order within a group, one in flight a group.
    Outbound,
}

/// A received job: hidden from others until it is deleted, given back, or its visibility time-out ends.
#[derive(Debug)]
pub struct Received {
    /// Where it comes from.
    pub queue: QueueName,
    /// The job's JSON wire form, at most [`MAX_JOB_BYTES`](super::MAX_JOB_BYTES).
    pub body: String,
    /// How often it was received, this time included: from 1.
    pub receive_count: u32,
    pub(super) receipt: u64,
}

impl Received {
    /// Reads a job of [`QueueName::Jobs`].
    ///
    /// # Errors
    /// When the body is no such job.
    pub fn worker_job(&self) -> Result<WorkerJob, serde_json::Error> {
        serde_json::from_str(&self.body)
    }

    /// Reads a job of [`QueueName::Outbound`].
    ///
    /// # Errors
    /// When the body is no such job.
    pub fn outbound_job(&self) -> Result<OutboundJob, serde_json::Error> {
        serde_json::from_str(&self.body)
    }
}
