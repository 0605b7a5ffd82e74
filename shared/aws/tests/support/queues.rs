//! A pair of queues of its own, and the consumer's side of it, which the functions' platform has in the cloud.

use std::time::Duration;

use app::{
    contract::queue::{Consumer, Lane, Taken},
    ports::Jobs,
};
use async_trait::async_trait;
use aws::{QueueUrls, SqsJobs};
use aws_config::SdkConfig;
use aws_sdk_sqs::{
    Client,
    types::{MessageSystemAttributeName, QueueAttributeName},
};

use super::emulator::unique;

/// Longer than the five seconds (`TRIES` receives of a second) that a rule may wait in vain while it holds a job.
const VISIBILITY: Duration = Duration::from_secs(8);

/// Both queues.
pub(crate) struct Queues {
    client: Client,
    urls: QueueUrls,
    jobs: SqsJobs,
}

impl Queues {
    /// As the template makes them, with a shorter visibility time-out.
    pub(crate) async fn make(config: &SdkConfig) -> Self {
        let client = Client::new(config);
        let name = unique();
        let create = async |name: String| {
            let fifo = name.ends_with(".fifo").then(|| "true".to_owned());
            let mut request = client
                .create_queue()
                .queue_name(name)
                .attributes(QueueAttributeName::VisibilityTimeout, VISIBILITY.as_secs().to_string());
            if let Some(fifo) = fifo {
                request = request.attributes(QueueAttributeName::FifoQueue, fifo);
            }
            request.send().await.unwrap().queue_url
        };
        let urls = QueueUrls {
            jobs: create(format!("contract-{name}-jobs")).await,
            outbound: create(format!("contract-{name}-outbound.fifo")).await,
        };
        Self { jobs: SqsJobs::new(config, urls.clone()), client, urls }
    }

    fn url(&self, lane: Lane) -> &str {
        match lane {
            Lane::Jobs => self.urls.jobs().unwrap(),
            Lane::Outbound => self.urls.outbound().unwrap(),
        }
    }
}

#[async_trait]
impl Consumer for Queues {
    fn jobs(&self) -> &dyn Jobs {
        &self.jobs
    }

    fn visibility(&self) -> Duration {
        VISIBILITY
    }

    async fn receive(&self, lane: Lane, max: usize) -> Vec<Taken> {
        let request = self
            .client
            .receive_message()
            .queue_url(self.url(lane))
            .max_number_of_messages(i32::try_from(max).unwrap())
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount)
            .wait_time_seconds(1);
        let messages = request.send().await.unwrap().messages.unwrap_or_default();
        let taken = messages.into_iter().map(|message| Taken {
            receive_count: message.attributes.unwrap()[&MessageSystemAttributeName::ApproximateReceiveCount]
                .parse()
                .unwrap(),
            receipt: message.receipt_handle.unwrap(),
            body: message.body.unwrap(),
        });
        taken.collect()
    }

    async fn delete(&self, lane: Lane, taken: &Taken) {
        let request = self.client.delete_message().queue_url(self.url(lane)).receipt_handle(&taken.receipt);
        request.send().await.unwrap();
    }

    async fn give_back(&self, lane: Lane, taken: &Taken, delay: Duration) {
        let request = self
            .client
            .change_message_visibility()
            .queue_url(self.url(lane))
            .receipt_handle(&taken.receipt)
            .visibility_timeout(i32::try_from(delay.as_secs()).unwrap());
        request.send().await.unwrap();
    }

    async fn pass(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
