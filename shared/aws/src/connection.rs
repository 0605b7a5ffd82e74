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
//! The first two are in the webhook's way, which has to answer within 3 s whatever they do. [`loader`], for programs
//! that people start, has 5 s to connect, and goes through the proxy that `HTTPS_PROXY` names.

use std::time::Duration;

use aws_config::{
    BehaviorVersion, ConfigLoader, SdkConfig,
    retry::RetryConfig,
    timeout::{TimeoutConfig, TimeoutConfigBuilder},
};
use aws_smithy_http_client::{
    Connector,
    proxy::ProxyConfig,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};

/// Longest wait of a function for a connection: shorter than a try, so that a connection that never came to be is told
/// from an answer that never came.
const CONNECT: Duration = Duration::from_millis(500);
/// The same from an office.
const CONNECT_FROM_AFAR: Duration = Duration::from_secs(5);
/// Longest pause between two tries.
const MAX_PAUSE: Duration = Duration::from_millis(200);
/// The pause that tries begin with; the SDK takes a random part of it.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// What a function works with: all from the environment. Connects to nothing yet.
pub async fn connect() -> SdkConfig {
    load_with(http_client(CONNECT, ProxyConfig::disabled())).load().await
}

/// The same for programs that people start, who may choose a profile, a region or an endpoint.
#[must_use]
pub fn loader() -> ConfigLoader {
    load_with(http_client(CONNECT_FROM_AFAR, ProxyConfig::from_env()))
}

fn load_with(client: SharedHttpClient) -> ConfigLoader {
    aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(client).retry_config(tries(3))
}

/// One connector for all clients: one pool, and the system's root certificates are read once. (Left to itself, the SDK
/// makes one for each client and each set of time-outs.)
fn http_client(connect: Duration, proxy: ProxyConfig) -> SharedHttpClient {
    let connector = Connector::builder()
        .connector_settings(HttpConnectorSettings::builder().connect_timeout(connect).build())
        .proxy_config(proxy)
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build();
    let connector = SharedHttpConnector::new(connector);
    http_client_fn(move |_, _| connector.clone())
}

/// Time-outs of what the webhook waits for.
pub(crate) fn quick() -> TimeoutConfig {
    timeouts(Duration::from_millis(700), Duration::from_millis(1_500))
}

/// Time-outs of one try and of all together.
pub(crate) fn timeouts(attempt: Duration, operation: Duration) -> TimeoutConfig {
    TimeoutConfigBuilder::new().operation_attempt_timeout(attempt).operation_timeout(operation).build()
}

/// At most so many tries, with short pauses.
pub(crate) fn tries(most: u32) -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(most)
        .with_initial_backoff(FIRST_PAUSE)
        .with_max_backoff(MAX_PAUSE)
}
