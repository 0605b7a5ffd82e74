//! The way to the platform, closed while the lease may be another's.
//!
//! The sender commits `sending` first and asks here last: what is turned away here certainly never left.

use std::sync::Arc;

use app::ports::{CallError, Platform, RawAnswer};
use async_trait::async_trait;
use serde::Deserialize;
use wechat::{
    client::Call,
    errcode::{ApiError, Class},
};

use super::{
    lease::Lease,
    report::{Report, Side},
};

/// Longest answer that is looked at for a refusal, in bytes: refusals are short, files are not.
const REFUSAL_BYTES: usize = 2_048;

/// A platform that is called under a lease.
pub(crate) struct Guard {
    platform: Arc<dyn Platform>,
    lease: Arc<Lease>,
    report: Arc<Report>,
}

#[derive(Deserialize)]
struct Refusal {
    errcode: i64,
    #[serde(default)]
    errmsg: String,
}

impl Guard {
    pub(crate) fn new(platform: Arc<dyn Platform>, lease: Arc<Lease>, report: Arc<Report>) -> Self {
        Self { platform, lease, report }
    }

    fn check(&self) -> Result<(), CallError> {
        if self.lease.holds() {
            return Ok(());
        }
        Err(CallError::NotSent("this courier does not hold the lease".to_owned()))
    }

    fn look(&self, done: &Result<RawAnswer, CallError>) {
        match done {
            Ok(answer) => match refusal(&answer.body) {
                Some(what) => self.report.troubled(Side::Platform, &what),
                None => self.report.fine(Side::Platform),
            },
            Err(error @ (CallError::NotSent(_) | CallError::Status(_))) => {
                self.report.troubled(Side::Platform, &error.to_string());
            }
            Err(CallError::OutcomeUnknown(_) | CallError::TooLarge(_)) => {}
        }
    }
}

/// A refusal that somebody has to do something about.
fn refusal(body: &[u8]) -> Option<String> {
    let short = (body.len() <= REFUSAL_BYTES).then_some(body)?;
    let refusal: Refusal = serde_json::from_slice(short).ok()?;
    let error = ApiError::new(refusal.errcode, &refusal.errmsg);
    if error.class() != Class::Configuration {
        return None;
    }
    let code = refusal.errcode;
    Some(match (error.whitelisted_ip(), error.code.meaning()) {
        (Some(ip), _) => format!("the platform refuses ({code}): add {ip} to the account's IP whitelist"),
        (None, Some(meaning)) => format!("the platform refuses ({code}): {meaning}"),
        (None, None) => format!("the platform refuses ({code})"),
    })
}

#[async_trait]
impl Platform for Guard {
    async fn call(&self, call: &Call, access_token: Option<&str>) -> Result<RawAnswer, CallError> {
        self.check()?;
        let done = self.platform.call(call, access_token).await;
        self.look(&done);
        done
    }

    async fn download(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, CallError> {
        self.check()?;
        self.platform.download(url, max_bytes).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refusals_that_somebody_can_mend_are_told() {
        let told = |json: &str| refusal(json.as_bytes());
        assert_eq!(told("{\"errcode\":0,\"errmsg\":\"ok\"}"), None);
        assert_eq!(told("{\"errcode\":45015,\"errmsg\":\"response out of time limit\"}"), None);
        assert_eq!(told("\u{ff}JPEG"), None);
        let ip =
            "{\"errcode\":40164,\"errmsg\":\"invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist\"}";
        assert_eq!(
            told(ip).as_deref(),
            Some("the platform refuses (40164): add 1.2.3.4 to the account's IP whitelist")
        );
        assert!(told("{\"errcode\":40125}").unwrap().starts_with("the platform refuses (40125)"));
    }
}
