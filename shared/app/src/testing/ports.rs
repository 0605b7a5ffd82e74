//! Ports in memory.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use crate::{
    jobs::{OutboundJob, SpilledCallback, WorkerJob},
    ports::{Blob, BlobError, Blobs, Clock, Jobs, QueueError},
};

/// A clock that stands still until it is moved.
pub struct SetClock(AtomicI64);

impl SetClock {
    /// Stands at this moment.
    #[must_use]
    pub fn at(moment: &str) -> Self {
        let moment: Timestamp = moment.parse().unwrap();
        Self(AtomicI64::new(moment.as_millisecond()))
    }

    /// Moves it on.
    pub fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Queues that only remember, refuse, or never answer. They count as durable.
#[derive(Default)]
pub struct RecordedJobs {
    outbound: Mutex<Vec<OutboundJob>>,
    worker: Mutex<Vec<WorkerJob>>,
    spilled: Mutex<Vec<SpilledCallback>>,
    refuses: AtomicBool,
    stalls: AtomicBool,
}

impl RecordedJobs {
    /// What was enqueued on `outbound` since the last call.
    #[must_use]
    pub fn outbound(&self) -> Vec<OutboundJob> {
        std::mem::take(&mut self.outbound.lock().unwrap())
    }

    /// What was enqueued on `jobs` since the last call.
    #[must_use]
    pub fn worker(&self) -> Vec<WorkerJob> {
        std::mem::take(&mut self.worker.lock().unwrap())
    }

    /// The callbacks that were enqueued on `jobs` since the last call.
    #[must_use]
    pub fn spilled(&self) -> Vec<SpilledCallback> {
        std::mem::take(&mut self.spilled.lock().unwrap())
    }

    /// Whether the queues never answer from now on.
    pub fn stall(&self, stall: bool) {
        self.stalls.store(stall, Ordering::SeqCst);
    }

    /// Whether the queues are down from now on.
    pub fn refuse(&self, refuse: bool) {
        self.refuses.store(refuse, Ordering::SeqCst);
    }

    async fn check(&self) -> Result<(), QueueError> {
        if self.stalls.load(Ordering::SeqCst) {
            return std::future::pending().await;
        }
        if self.refuses.load(Ordering::SeqCst) { Err(QueueError("down".to_owned())) } else { Ok(()) }
    }
}

#[async_trait]
impl Jobs for RecordedJobs {
    async fn enqueue(&self, job: &WorkerJob, _: Duration) -> Result<(), QueueError> {
        self.check().await?;
        self.worker.lock().unwrap().push(job.clone());
        Ok(())
    }

    async fn enqueue_outbound(&self, job: &OutboundJob) -> Result<(), QueueError> {
        self.check().await?;
        self.outbound.lock().unwrap().push(job.clone());
        Ok(())
    }

    fn is_durable(&self) -> bool {
        true
    }

    async fn enqueue_spilled(&self, callback: &SpilledCallback) -> Result<(), QueueError> {
        self.check().await?;
        self.spilled.lock().unwrap().push(callback.clone());
        Ok(())
    }
}

/// Objects in memory.
#[derive(Default)]
pub struct MemoryBlobs(Mutex<HashMap<String, Blob>>);

#[async_trait]
impl Blobs for MemoryBlobs {
    async fn put(&self, key: &str, blob: Blob) -> Result<(), BlobError> {
        self.0.lock().unwrap().insert(key.to_owned(), blob);
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<Blob>, BlobError> {
        Ok(self.0.lock().unwrap().get(key).cloned())
    }

    async fn delete(&self, key: &str) -> Result<(), BlobError> {
        self.0.lock().unwrap().remove(key);
        Ok(())
    }
}
