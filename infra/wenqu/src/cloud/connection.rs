//! One deployment as a command reaches it: its name, its region, the SDK's configuration.
//!
//! Region: wenqu.toml or WENQU_REGION, else as every AWS tool finds it. Credentials and endpoints: as every AWS tool
//! finds them. A person waits here, not a resident: time-outs are longer than the functions'.

use std::time::Duration;

use aws::SdkConfig;
use aws_config::{Region, retry::RetryConfig, timeout::TimeoutConfig};

use super::{
    failure::{Failure, failure},
    names::StackName,
    settings::Place,
};

/// Longest try of a call.
const ATTEMPT: Duration = Duration::from_secs(60);
/// Tries of a call.
const TRIES: u32 = 4;

/// A deployment that commands can talk to.
#[derive(Clone, Debug)]
pub(crate) struct Cloud {
    /// The stack.
    pub(crate) stack: StackName,
    /// The region.
    pub(crate) region: String,
    /// For the SDK's clients.
    pub(crate) config: SdkConfig,
}

/// Whose credentials they are.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// The AWS account's number.
    pub(crate) account: String,
    /// `arn:aws:iam::…:user/…`.
    pub(crate) arn: String,
}

impl Cloud {
    /// Finds region, credentials and endpoints; calls nothing yet.
    ///
    /// # Errors
    /// [`Failure::Region`].
    pub(crate) async fn open(place: &Place) -> Result<Self, Failure> {
        let timeouts = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).build();
        let mut loader = aws::loader()
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES));
        if let Some(region) = &place.region {
            loader = loader.region(Region::new(region.clone()));
        }
        let config = loader.load().await;
        let region = config.region().map(ToString::to_string).ok_or(Failure::Region)?;
        Ok(Self { stack: place.stack.clone(), region, config })
    }

    /// Asks AWS who calls.
    ///
    /// # Errors
    /// [`Failure`].
    pub(crate) async fn identity(&self) -> Result<Identity, Failure> {
        let client = aws_sdk_sts::Client::new(&self.config);
        let answer = client.get_caller_identity().send().await.map_err(failure)?;
        Ok(Identity { account: answer.account.unwrap_or_default(), arn: answer.arn.unwrap_or_default() })
    }

    /// The ending of hosts in this region's partition.
    pub(crate) fn suffix(&self) -> &'static str {
        if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
    }
}
