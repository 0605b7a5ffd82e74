//! The way out: which one it is, and the courier that is at work, if it is one.

use domain::egress::Egress;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::row;
use crate::keys;

/// Two clocks are taken to differ by no more when one computer judges what another wrote.
const CLOCKS_APART: SignedDuration = SignedDuration::from_secs(60);

/// The lease of the one courier that may call the platform. Its version tells a heartbeat from the one before: whoever
/// wants to take over watches that, and no clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierLease {
    /// Names the process, by chance.
    pub holder: String,
    /// The computer's name.
    pub host: String,
    /// The program's version.
    pub program: String,
    /// What it does: `courier` or `courier-token`.
    pub egress: Egress,
    /// Since when it holds the lease.
    pub since: Timestamp,
    /// Its last sign of life, by its own clock.
    pub heartbeat: Timestamp,
    /// Until when it holds the lease without another one, by its own clock; the past when it has stopped in order.
    pub until: Timestamp,
    /// Jobs done since then.
    pub done: u64,
    /// What keeps it from its work, in English, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

impl CourierLease {
    /// Whether a courier is at work, as far as another computer can tell.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.until > self.heartbeat && now < self.until + CLOCKS_APART
    }
}

row!(CourierLease, |_| keys::courier());

/// Who called the platform when the ticker looked last: a change sets free what waited for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EgressMode {
    /// Who.
    pub egress: Egress,
    /// Since when.
    pub since: Timestamp,
}

row!(EgressMode, |_| keys::egress());
