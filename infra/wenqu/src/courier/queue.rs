//! The consumer's side of `outbound`.

use std::time::Duration;

use app::{jobs::OutboundJob, ports::QueueError};
use async_trait::async_trait;

/// A job as the queue hands it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// Names it towards the queue, as long as it is hidden from others.
    pub(crate) receipt: String,
    /// Its JSON wire form.
    pub(crate) body: String,
}

impl Message {
    /// The FIFO group: jobs of one are done in order. What can't be read is a group of its own.
    pub(crate) fn group(&self) -> String {
        let job = serde_json::from_str::<OutboundJob>(&self.body);
        job.map_or_else(|_| format!("?{}", self.receipt), |job| job.group().to_owned())
    }
}

/// A FIFO queue with visibility. While a job is hidden, the queue hands out no other one of its group.
#[async_trait]
pub(crate) trait Outbound: Send + Sync {
    /// Waits up to `wait` for jobs, at most `most`, in order; each is hidden for [`HIDDEN`].
    ///
    /// # Errors
    /// [`QueueError`].
    async fn receive(&self, most: usize, wait: Duration) -> Result<Vec<Message>, QueueError>;

    /// It is done.
    ///
    /// # Errors
    /// [`QueueError`]; it comes back.
    async fn delete(&self, message: &Message) -> Result<(), QueueError>;

    /// Hides it for so long from now on; zero gives it back.
    ///
    /// # Errors
    /// [`QueueError`].
    async fn hide(&self, message: &Message, time: Duration) -> Result<(), QueueError>;
}

/// How long a job is hidden: longer than it may take (a file: token, three tries of a host, the upload).
pub(crate) const HIDDEN: Duration = Duration::from_secs(150);
