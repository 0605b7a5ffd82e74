//! The two queues. A queue is never the only memory: whatever is enqueued is also due in a row, and the ticker
//! enqueues it again when it was lost. So both may lose, repeat and reorder. The one exception is a callback that the
//! table did not take: only a queue that outlives the process takes that.

use std::time::Duration;

use async_trait::async_trait;

use crate::jobs::{OutboundJob, SpilledCallback, WorkerJob};

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

    /// Whether what was taken outlives this process and this computer.
    fn is_durable(&self) -> bool {
        false
    }

    /// Enqueues a callback on `jobs` that is nowhere else, durably.
    ///
    /// # Errors
    /// When the queue does not take it; always when it is not durable.
    async fn enqueue_spilled(&self, _: &SpilledCallback) -> Result<(), QueueError> {
        Err(QueueError("it is not durable".to_owned()))
    }
}
