//! One configuration and one HTTP client for all services.
//!
//! Region, credentials and endpoints come from the environment as the SDK reads it (`AWS_REGION`, `AWS_ENDPOINT_URL`,
//! `AWS_ENDPOINT_URL_DYNAMODB` and so on). TLS is rustls with ring: aws-lc is larger, and slower to build.
//!
//! | | connect | a try | all tries | tries |
//! |---|---|---|---|---|
//! | DynamoDB | 500 ms | 700 ms | 1.5 s | 2, counted by [`DynamoTable`](crate::DynamoTable) itself |
//! | SQS | 500 ms | 700 ms | 1.5 s | 2 |
//! | SSM | 500 ms | 2 s | 5 s | 3 |
//! | S3 | 500 ms | 20 s | 45 s | 3 |
//!
//! The first two are in the webhook's way, which has to answer within 3 s whatever they do.

use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_millis(500);
/// Longest pause between two tries.
const MAX_PAUSE: Duration = Duration::from_millis(200);
/// The pause that tries begin with; the SDK takes a random part of it.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// Loads region, credentials and endpoints, and makes the HTTP client. Connects to nothing yet.
pub async fn connect() -> SdkConfig {
    let client = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(client)
        .timeout_config(quick())
        .retry_config(tries(2))
        .load()
        .await
}

/// Time-outs of what the webhook waits for.
pub(crate) fn quick() -> TimeoutConfig {
    timeouts(Duration::from_millis(700), Duration::from_millis(1_500))
}

/// Time-outs of one try and of all together.
pub(crate) fn timeouts(attempt: Duration, operation: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_attempt_timeout(attempt)
        .operation_timeout(operation)
        .build()
}

/// At most so many tries, with short pauses.
pub(crate) fn tries(most: u32) -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(most)
        .with_initial_backoff(FIRST_PAUSE)
        .with_max_backoff(MAX_PAUSE)
}
