//! The two queues. A queue is never the only memory: whatever is enqueued is also due in a row, and the ticker
//! enqueues it again when it was lost. So both may lose, repeat and reorder.

use std::time::Duration;

use async_trait::async_trait;

use crate::jobs::{OutboundJob, WorkerJob};

/// Why a job was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the queue did not take the job: {0}")]
pub struct QueueError(pub String);

/// Where jobs go.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Enqueues on `jobs` (unordered), to be received after `delay`, at most 15 minutes.
    ///
    /// # Errors
    /// When the queue does not take it.
    async fn enqueue(&self, job: &WorkerJob, delay: Duration) -> Result<(), QueueError>;

    /// Enqueues on `outbound` (in order within [`OutboundJob::group`]).
    ///
    /// # Errors
    /// When the queue does not take it.
    async fn enqueue_outbound(&self, job: &OutboundJob) -> Result<(), QueueError>;
}
