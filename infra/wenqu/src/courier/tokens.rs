//! Mode `courier-token`: fetches the access token before the last one ends, and puts it where the sender reads it.
//!
//! The platform is asked every minute: it gives the same token until shortly before its end, or at once another one when
//! somebody else has made it. Never by force.

use std::{sync::Arc, time::Duration};

use app::ports::{Clock, Platform};
use async_trait::async_trait;
use jiff::SignedDuration;
use secrecy::SecretString;
use sender::{PlatformTokens, Token, TokenSource};
use tokio::{sync::watch, time::sleep};

use super::{
    lease::Lease,
    report::{Report, Side},
};

/// How often the platform is asked.
const ASK_EVERY: Duration = Duration::from_secs(60);
/// How soon after a failure.
const AGAIN_AFTER: Duration = Duration::from_secs(10);
/// A token that does not change is put again so often: somebody may have deleted it.
const PUT_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// Where the sender reads the token.
#[async_trait]
pub(crate) trait Shelf: Send + Sync {
    /// Puts what [`Token::to_json`] gives.
    ///
    /// # Errors
    /// Why not, for the operator.
    async fn put(&self, token: &SecretString) -> Result<(), String>;
}

/// Fetches and puts tokens.
pub(crate) struct Tokens {
    pub(crate) source: PlatformTokens,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shelf: Arc<dyn Shelf>,
    pub(crate) lease: Arc<Lease>,
    pub(crate) report: Arc<Report>,
}

impl Tokens {
    /// Fetches until the stop is signalled or the lease is lost.
    pub(crate) async fn until(&self, mut stopped: watch::Receiver<bool>) {
        let mut held = self.lease.watch();
        let mut last = None;
        while !*stopped.borrow() && self.lease.holds() {
            let pause = if self.bring(&mut last).await { ASK_EVERY } else { AGAIN_AFTER };
            tokio::select! {
                () = sleep(pause) => {}
                _ = stopped.wait_for(|stopped| *stopped) => {}
                _ = held.wait_for(|held| !*held) => {}
            }
        }
    }

    /// Whether the token that lives has been put.
    async fn bring(&self, last: &mut Option<(Token, jiff::Timestamp)>) -> bool {
        let now = self.clock.now();
        let token = match self.source.token(self.platform.as_ref(), now).await {
            Ok(token) => token,
            Err(error) => {
                self.report.troubled(Side::Platform, &error.to_string());
                return false;
            }
        };
        if last.as_ref().is_some_and(|(put, at)| put.is_same(&token) && now < *at + PUT_EVERY) {
            return true;
        }
        let put = match token.to_json() {
            Ok(json) => self.shelf.put(&json).await,
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = put {
            self.report.troubled(Side::Cloud, &error);
            return false;
        }
        self.report.fine(Side::Cloud);
        self.report.did();
        tracing::info!(expires_at = %token.expires_at(), "已更新 access_token / put an access token");
        *last = Some((token, now));
        true
    }
}
