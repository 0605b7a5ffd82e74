//! `outbound` on SQS (Amazon SQS API reference: `ReceiveMessage`, `DeleteMessage`, `ChangeMessageVisibility`).

use std::time::Duration;

use app::ports::QueueError;
use async_trait::async_trait;
use aws::SdkConfig;
use aws_config::{retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_sqs::{
    Client,
    config::{Builder, http::HttpResponse},
    error::{ProvideErrorMetadata, SdkError},
};

use super::queue::{HIDDEN, Message, Outbound};
use crate::cloud::failure::failure;

/// Longest request: long polling takes up to 20 s of it.
const ATTEMPT: Duration = Duration::from_secs(30);

/// The queue.
#[derive(Clone, Debug)]
pub(crate) struct SqsOutbound {
    client: Client,
    url: String,
}

impl SqsOutbound {
    /// The queue at this address. Connects to nothing yet.
    pub(crate) fn new(config: &SdkConfig, url: String) -> Self {
        let timeouts = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).build();
        let retries = RetryConfig::standard().with_max_attempts(2);
        let config = Builder::from(config).timeout_config(timeouts).retry_config(retries).build();
        Self { client: Client::from_conf(config), url }
    }
}

fn seconds(time: Duration) -> i32 {
    i32::try_from(time.as_secs()).unwrap_or(i32::MAX)
}

fn failed<E>(error: SdkError<E, HttpResponse>) -> QueueError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    QueueError(failure(error).to_string())
}

#[async_trait]
impl Outbound for SqsOutbound {
    async fn receive(&self, most: usize, wait: Duration) -> Result<Vec<Message>, QueueError> {
        let request = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(i32::try_from(most.clamp(1, 10)).unwrap_or(1))
            .wait_time_seconds(seconds(wait))
            .visibility_timeout(seconds(HIDDEN));
        let answer = request.send().await.map_err(failed)?;
        let messages = answer.messages.unwrap_or_default().into_iter();
        Ok(messages
            .filter_map(|message| Some(Message { receipt: message.receipt_handle?, body: message.body? }))
            .collect())
    }

    async fn delete(&self, message: &Message) -> Result<(), QueueError> {
        let request = self.client.delete_message().queue_url(&self.url).receipt_handle(&message.receipt);
        request.send().await.map(drop).map_err(failed)
    }

    async fn hide(&self, message: &Message, time: Duration) -> Result<(), QueueError> {
        let request = self
            .client
            .change_message_visibility()
            .queue_url(&self.url)
            .receipt_handle(&message.receipt)
            .visibility_timeout(seconds(time));
        request.send().await.map(drop).map_err(failed)
    }
}
