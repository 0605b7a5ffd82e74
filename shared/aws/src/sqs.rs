//! The `Jobs` port on SQS (Amazon SQS Developer Guide, API reference: `SendMessage`).
//!
//! - `jobs` is a standard queue and takes a delay a job.
//! - `outbound` is a FIFO queue: the group is the job's, and takes no delay. Each enqueueing has its own deduplication id,
//!   so that a job enqueued again by the ticker is taken, while a try repeated by the SDK is not taken twice.

use std::time::Duration;

use app::{
    jobs::{OutboundJob, SpilledCallback, WorkerJob},
    ports::{Jobs, QueueError},
    random,
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::{
    Client,
    config::{Builder, http::HttpResponse, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
};
use serde::Serialize;

use crate::{NotSet, QueueUrls, connection, failure::Failure};

/// Longest delay that SQS takes.
const MAX_DELAY: Duration = Duration::from_secs(15 * 60);

/// The producer's side of both queues. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SqsJobs {
    client: Client,
    urls: QueueUrls,
}

impl SqsJobs {
    /// Queues at these addresses. Connects to nothing yet.
    #[must_use]
    pub fn new(config: &SdkConfig, urls: QueueUrls) -> Self {
        Self::within(connection::quick(), config, urls)
    }

    /// The same for a program outside AWS: seven times as patient.
    #[must_use]
    pub fn patient(config: &SdkConfig, urls: QueueUrls) -> Self {
        Self::within(connection::patient(), config, urls)
    }

    fn within(timeouts: TimeoutConfig, config: &SdkConfig, urls: QueueUrls) -> Self {
        let config =
            Builder::from(config).timeout_config(timeouts).retry_config(connection::tries(2)).build();
        Self { client: Client::from_conf(config), urls }
    }

    /// Sends a body to `jobs`.
    async fn send(&self, body: String, delay_seconds: i32) -> Result<(), QueueError> {
        let url = self.urls.jobs().map_err(not_set)?;
        let request =
            self.client.send_message().queue_url(url).message_body(body).delay_seconds(delay_seconds);
        request.send().await.map(drop).map_err(|error| not_taken(&error))
    }
}

#[async_trait]
impl Jobs for SqsJobs {
    async fn enqueue(&self, job: &WorkerJob, delay: Duration) -> Result<(), QueueError> {
        if delay > MAX_DELAY {
            return Err(QueueError(format!(
                "a delay of {} s; at most {}",
                delay.as_secs(),
                MAX_DELAY.as_secs()
            )));
        }
        // Whole seconds, rounded up: never earlier than asked.
        let seconds = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
        self.send(wire(job)?, i32::try_from(seconds).unwrap_or(i32::MAX)).await
    }

    async fn enqueue_outbound(&self, job: &OutboundJob) -> Result<(), QueueError> {
        let url = self.urls.outbound().map_err(not_set)?;
        let unique = u128::from_be_bytes(random().map_err(|error| QueueError(error.to_string()))?);
        let request = self
            .client
            .send_message()
            .queue_url(url)
            .message_body(wire(job)?)
            .message_group_id(job.group())
            .message_deduplication_id(format!("{unique:032x}"));
        request.send().await.map(drop).map_err(|error| not_taken(&error))
    }

    fn is_durable(&self) -> bool {
        true
    }

    async fn enqueue_spilled(&self, callback: &SpilledCallback) -> Result<(), QueueError> {
        self.send(wire(callback)?, 0).await
    }
}

fn wire(job: &impl Serialize) -> Result<String, QueueError> {
    serde_json::to_string(job).map_err(|error| QueueError(error.to_string()))
}

fn not_set(error: NotSet) -> QueueError {
    QueueError(error.to_string())
}

fn not_taken<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> QueueError {
    QueueError(Failure::of(error).text().to_owned())
}
