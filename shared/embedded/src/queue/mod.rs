//! The two queues in memory, with the rules of SQS: at least once, a visibility time-out, delays up to 15 minutes,
//! FIFO within a group on `outbound`, bodies as JSON text of at most 256 KiB. (Amazon SQS Developer Guide.)
//!
//! What is in memory is lost at a stop; every job has a row, from which the ticker enqueues it again.
//! Delays go by [`Clock::now`], so a demo's jump makes them pass; visibility goes by [`Clock::real_now`], so a jump
//! does not take a job from its consumer. A clock that is set back hides jobs until it catches up: [`MemoryQueue::purge`].
//! One thing is stricter than SQS: a batch never holds two jobs of one group.

mod drain;
mod lane;
mod received;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::{
    jobs::{OutboundJob, WorkerJob},
    ports::{Clock, Jobs, QueueError},
};
use async_trait::async_trait;
use jiff::SignedDuration;
use serde::Serialize;
use tokio::{
    sync::Notify,
    time::{Instant, timeout},
};

use self::lane::{Lane, Moment, later};
pub use self::{
    drain::Verdict,
    received::{QueueName, Received},
};

/// Longest body in bytes.
pub const MAX_JOB_BYTES: usize = 256 * 1024;
/// Longest delay.
pub const MAX_DELAY: Duration = Duration::from_secs(15 * 60);

/// How often a waiting consumer looks at the clocks while a job is delayed or in flight.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Settings of a [`MemoryQueue`].
#[derive(Clone, Copy, Debug)]
pub struct QueueOptions {
    /// Most jobs in each queue, in any state.
    pub capacity: usize,
    /// How long a received job stays hidden; longer than a consumer needs.
    pub visibility: Duration,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self { capacity: 100_000, visibility: Duration::from_secs(60) }
    }
}

/// Both queues. Cheap to share behind an `Arc`; nothing here blocks for long.
pub struct MemoryQueue {
    clock: Arc<dyn Clock>,
    options: QueueOptions,
    jobs: Queue,
    outbound: Queue,
}

#[derive(Default)]
struct Queue {
    lane: Mutex<Lane>,
    changed: Notify,
}

impl Queue {
    // A poisoned lock would only say that another consumer panicked; a lane has no half-done states.
    fn lane(&self) -> MutexGuard<'_, Lane> {
        self.lane.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MemoryQueue {
    /// Empty queues that go by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, options: QueueOptions) -> Self {
        Self { clock, options, jobs: Queue::default(), outbound: Queue::default() }
    }

    /// Takes at most `max` visible jobs, oldest first; waits for the first one up to `wait` of real time.
    /// Empty when none came. Safe to cancel: a job is taken only when this returns.
    pub async fn receive(&self, queue: QueueName, max: usize, wait: Duration) -> Vec<Received> {
        let end = Instant::now() + wait;
        loop {
            // Registered before looking, so that a job that comes in between wakes this one.
            let changed = self.queue(queue).changed.notified();
            let taken = self.take(queue, max);
            let left = end.saturating_duration_since(Instant::now());
            if !taken.is_empty() || max == 0 || left.is_zero() {
                return taken;
            }
            let pause = if self.queue(queue).lane().has_hidden() { left.min(LOOK_EVERY) } else { left };
            // Woken or not: look again.
            let _ = timeout(pause, changed).await;
        }
    }

    /// Takes at most `max` visible jobs, oldest first, without waiting.
    #[must_use]
    pub fn take(&self, queue: QueueName, max: usize) -> Vec<Received> {
        let at = self.moment();
        let visibility = signed(self.options.visibility);
        let mut lane = self.queue(queue).lane();
        let mut taken = Vec::new();
        while taken.len() < max
            && let Some((receipt, job)) = lane.take(at, visibility)
        {
            taken.push(Received { queue, body: job.body, receive_count: job.receive_count, receipt });
        }
        drop(lane);
        if !taken.is_empty() {
            // There may be more than one consumer could take: pass the word on.
            self.queue(queue).changed.notify_one();
        }
        taken
    }

    /// Removes a job that is done; the next of its group becomes visible. False, and no effect, when its visibility
    /// time-out had ended and it is no longer this consumer's.
    pub fn delete(&self, received: &Received) -> bool {
        let queue = self.queue(received.queue);
        let deleted = queue.lane().delete(received.receipt, self.moment());
        queue.changed.notify_one();
        deleted
    }

    /// Returns a job that is to be received again after `delay`; its group waits for it. False, and no effect, when
    /// it is no longer this consumer's.
    pub fn give_back(&self, received: &Received, delay: Duration) -> bool {
        let queue = self.queue(received.queue);
        let visible_at = later(self.clock.now(), signed(delay));
        let returned = queue.lane().give_back(received.receipt, visible_at);
        queue.changed.notify_one();
        returned
    }

    /// Number of jobs in a queue, visible, delayed or in flight.
    #[must_use]
    pub fn len(&self, queue: QueueName) -> usize {
        self.queue(queue).lane().len()
    }

    /// Whether both queues hold nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len(QueueName::Jobs) == 0 && self.len(QueueName::Outbound) == 0
    }

    /// Forgets everything: for the demo's reset, which also sets its clock back. Receipts given before are void.
    pub fn purge(&self) {
        for queue in [&self.jobs, &self.outbound] {
            queue.lane().clear();
        }
    }

    fn queue(&self, name: QueueName) -> &Queue {
        match name {
            QueueName::Jobs => &self.jobs,
            QueueName::Outbound => &self.outbound,
        }
    }

    fn moment(&self) -> Moment {
        Moment { now: self.clock.now(), real_now: self.clock.real_now() }
    }

    fn push(
        &self,
        name: QueueName,
        job: &impl Serialize,
        group: Option<&str>,
        delay: Duration,
    ) -> Result<(), QueueError> {
        if delay > MAX_DELAY {
            return Err(QueueError(format!("a delay of {} s; at most 900 s", delay.as_secs())));
        }
        let body = serde_json::to_string(job).map_err(|error| QueueError(error.to_string()))?;
        if body.len() > MAX_JOB_BYTES {
            return Err(QueueError(format!("a job of {} bytes; at most {MAX_JOB_BYTES}", body.len())));
        }
        let queue = self.queue(name);
        let visible_at = later(self.clock.now(), signed(delay));
        let mut lane = queue.lane();
        if lane.len() >= self.options.capacity {
            return Err(QueueError(format!("{} jobs wait already", self.options.capacity)));
        }
        lane.push(body, group.map(str::to_owned), visible_at);
        drop(lane);
        queue.changed.notify_one();
        Ok(())
    }
}

#[async_trait]
impl Jobs for MemoryQueue {
    async fn enqueue(&self, job: &WorkerJob, delay: Duration) -> Result<(), QueueError> {
        self.push(QueueName::Jobs, job, None, delay)
    }

    async fn enqueue_outbound(&self, job: &OutboundJob) -> Result<(), QueueError> {
        self.push(QueueName::Outbound, job, Some(job.group()), Duration::ZERO)
    }
}

fn signed(span: Duration) -> SignedDuration {
    SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX)
}
