//! When records that were given back are handed out again.
//!
//! A queue hides what it hands out for six times the function's time-out (AWS Lambda: "Using Lambda with Amazon SQS"),
//! for the function may still be at work. Once it has given a record back, it comes again after a pause that doubles:
//! nobody's answer waits twelve minutes for a table that failed for a moment, with all of its group behind it.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_sqs::{Client, config::Builder};
use serde_json::Value;

use crate::{connection, failure::Failure};

/// The pause after the first try.
const FIRST_PAUSE: Duration = Duration::from_secs(15);
/// Longest pause.
const MAX_PAUSE: Duration = Duration::from_secs(480);

/// The client that changes when records come again.
pub(super) struct Returns {
    client: Client,
    /// Ending of the service's hosts.
    suffix: &'static str,
}

impl Returns {
    pub(super) fn new(config: &SdkConfig) -> Self {
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let config = Builder::from(config)
            .timeout_config(connection::quick())
            .retry_config(connection::tries(1))
            .build();
        Self { client: Client::from_conf(config), suffix }
    }

    /// Lets the records of an event that are named come again soon. Where that fails, they come when the queue's own time
    /// is over.
    pub(super) async fn hasten(&self, event: &Value, again: &[String]) {
        let records = event["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
        for record in
            records.iter().filter(|record| again.iter().any(|id| record["messageId"] == id.as_str()))
        {
            let Some((url, receipt)) = self.url(record).zip(record["receiptHandle"].as_str()) else {
                continue;
            };
            let pause = i32::try_from(pause(record).as_secs()).unwrap_or(i32::MAX);
            let request = self.client.change_message_visibility().queue_url(url);
            if let Err(error) = request.receipt_handle(receipt).visibility_timeout(pause).send().await {
                tracing::warn!(
                    error = Failure::of(&error).text(),
                    "a record comes again only when the queue says so"
                );
            }
        }
    }

    /// The queue's address, from `arn:aws-cn:sqs:cn-north-1:123456789012:name`.
    fn url(&self, record: &Value) -> Option<String> {
        let mut parts = record["eventSourceARN"].as_str()?.split(':').skip(3);
        let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(format!("https://sqs.{region}.{}/{account}/{name}", self.suffix))
    }
}

fn pause(record: &Value) -> Duration {
    let count = record["attributes"]["ApproximateReceiveCount"].as_str();
    let count: u32 = count.and_then(|count| count.parse().ok()).unwrap_or(1);
    FIRST_PAUSE.saturating_mul(1 << count.saturating_sub(1).min(10)).min(MAX_PAUSE)
}

#[cfg(test)]
mod tests {
    use aws_config::{BehaviorVersion, Region};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_queue_is_found_by_its_name_in_both_partitions() {
        for (arn, url) in [
            (
                "arn:aws-cn:sqs:cn-north-1:123456789012:w-jobs",
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/w-jobs",
            ),
            ("arn:aws:sqs:eu-west-1:1:w.fifo", "https://sqs.eu-west-1.amazonaws.com/1/w.fifo"),
        ] {
            let region = Region::new(arn.split(':').nth(3).unwrap().to_owned());
            let config =
                SdkConfig::builder().behavior_version(BehaviorVersion::v2026_01_12()).region(region).build();
            assert_eq!(Returns::new(&config).url(&json!({ "eventSourceARN": arn })).as_deref(), Some(url));
            assert_eq!(Returns::new(&config).url(&json!({ "eventSourceARN": "arn:aws" })), None);
        }
    }

    #[test]
    fn pauses_double_to_eight_minutes() {
        let after =
            |count: &str| pause(&json!({ "attributes": { "ApproximateReceiveCount": count } })).as_secs();
        assert_eq!(["1", "2", "5", "6", "9", "4000000000", "?"].map(after), [15, 30, 240, 480, 480, 480, 15]);
    }
}
