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
//! | S3 | 500 ms | 6 s | 15 s | 3 |
//!
//! The first two are in the webhook's way, which has to answer within 3 s whatever they do. [`loader`], for programs
//! that people start, has 5 s to connect, and goes through the proxy that `HTTPS_PROXY` names.

use std::time::Duration;

use aws_config::{
    BehaviorVersion, ConfigLoader, SdkConfig,
    environment::{EnvironmentVariableCredentialsProvider, EnvironmentVariableRegionProvider},
    meta::region::ProvideRegion,
    retry::RetryConfig,
    timeout::{TimeoutConfig, TimeoutConfigBuilder},
};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use hyper_util::client::proxy::matcher::Matcher;

use crate::connector;

/// Longest wait of a function for a connection: shorter than a try, so that a connection that never came to be is told
/// from an answer that never came.
const CONNECT: Duration = Duration::from_millis(500);
/// The same from an office.
const CONNECT_FROM_AFAR: Duration = Duration::from_secs(5);
/// Longest pause between two tries.
const MAX_PAUSE: Duration = Duration::from_millis(200);
/// The pause that tries begin with; the SDK takes a random part of it.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// What a function works with: all from the environment, where Lambda puts it. Connects to nothing yet.
///
/// Other places where the SDK looks for credentials (profiles, instances, containers) are left out: their code would be
/// a tenth of a function.
pub async fn connect() -> SdkConfig {
    let mut config = SdkConfig::builder()
        .behavior_version(version())
        .region(EnvironmentVariableRegionProvider::new().region().await)
        .credentials_provider(SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()))
        .service_config(Endpoints(variable))
        .http_client(connector::direct(CONNECT))
        .retry_config(tries(3));
    config.set_endpoint_url(variable(ENDPOINT));
    config.build()
}

/// What a program works with that people start, who may choose a profile, a region or an endpoint: whatever the SDK finds
/// where it looks.
#[must_use]
pub fn loader() -> ConfigLoader {
    aws_config::defaults(version())
        .http_client(connector::through_proxies(CONNECT_FROM_AFAR, Matcher::from_env()))
        .retry_config(tries(3))
}

/// How the SDK behaves where it changes with time: pinned.
fn version() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// Address of an emulator or a proxy, for one service with its name behind this and a line.
const ENDPOINT: &str = "AWS_ENDPOINT_URL";

/// Endpoints that the environment names, service by service. (The SDK's own reader of them is private.)
#[derive(Debug)]
struct Endpoints(fn(&str) -> Option<String>);

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let service = key.service_id().to_uppercase().replace([' ', '-'], "_");
        (key.env() == ENDPOINT).then(|| (self.0)(&format!("{ENDPOINT}_{service}"))).flatten()
    }
}

#[allow(clippy::disallowed_methods, reason = "the edge at which the SDK's own settings are read")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

/// Time-outs of what the webhook waits for.
pub(crate) fn quick() -> TimeoutConfig {
    timeouts(Duration::from_millis(700), Duration::from_millis(1_500))
}

/// Time-outs of a program outside AWS, whose way there is longer and nobody's answer waits for.
pub(crate) fn patient() -> TimeoutConfig {
    timeouts(Duration::from_secs(5), Duration::from_secs(11))
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

#[cfg(test)]
mod tests {
    use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

    use super::{ENDPOINT, Endpoints};

    #[test]
    fn one_service_may_have_an_endpoint_of_its_own() {
        let endpoints =
            Endpoints(|name| (name == "AWS_ENDPOINT_URL_DYNAMODB").then(|| "http://127.0.0.1:1".to_owned()));
        let find = |service, variable| {
            let key = ServiceConfigKey::builder().service_id(service).env(variable).profile("endpoint_url");
            endpoints.load_config(key.build().unwrap())
        };
        assert_eq!(find("DynamoDB", ENDPOINT).as_deref(), Some("http://127.0.0.1:1"));
        assert_eq!(find("SQS", ENDPOINT), None);
        assert_eq!(find("DynamoDB", "AWS_S3_USE_ARN_REGION"), None);
    }
}
