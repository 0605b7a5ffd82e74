//! The emulator that `tests/run emulator` has started.

use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;

/// A client's configuration for it, as the functions have it: same HTTP client, time-outs and tries.
#[allow(clippy::disallowed_methods, reason = "a test's edge")]
pub(crate) async fn config() -> SdkConfig {
    let endpoint = std::env::var("WENQU_TEST_AWS_ENDPOINT").expect("no emulator: run: tests/run emulator");
    aws::loader()
        .endpoint_url(endpoint)
        .region(Region::new("cn-northwest-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
        .load()
        .await
}

/// Part of a name that no other run has.
pub(crate) fn unique() -> String {
    format!("{:08x}", u32::from_be_bytes(app::random().unwrap()))
}
