//! Events about the account: its certification, and sessions of the platform's own desk.
//! Sources: "微信认证事件推送", "客服会话".

use crate::xml::Fields;
use serde::{Deserialize, Serialize};

/// News about the account's certification: tell the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verification {
    /// The subject has been checked; interfaces are open.
    QualificationPassed {
        /// Valid until, Unix seconds.
        expires_at: Option<i64>,
    },
    /// The subject was refused.
    QualificationFailed {
        /// When, Unix seconds.
        failed_at: Option<i64>,
        /// Why.
        reason: String,
    },
    /// The name has been approved.
    NamingPassed {
        /// Valid until, Unix seconds.
        expires_at: Option<i64>,
    },
    /// The name was refused.
    NamingFailed {
        /// When, Unix seconds.
        failed_at: Option<i64>,
        /// Why.
        reason: String,
    },
    /// The yearly renewal is due.
    RenewalDue {
        /// Valid until, Unix seconds.
        expires_at: Option<i64>,
    },
    /// The certification has expired: interfaces will be closed.
    Expired {
        /// Since, Unix seconds.
        expires_at: Option<i64>,
    },
}

impl Verification {
    pub(super) fn read(name: &str, fields: &Fields) -> Option<Self> {
        let expires_at = fields.number("ExpiredTime");
        let failed_at = fields.number("FailTime");
        let reason = || fields.owned("FailReason");
        Some(match name {
            "qualification_verify_success" => Self::QualificationPassed { expires_at },
            "qualification_verify_fail" => Self::QualificationFailed { failed_at, reason: reason() },
            "naming_verify_success" => Self::NamingPassed { expires_at },
            "naming_verify_fail" => Self::NamingFailed { failed_at, reason: reason() },
            "annual_renew" => Self::RenewalDue { expires_at },
            "verify_expired" => Self::Expired { expires_at },
            _ => return None,
        })
    }
}

/// A session with the platform's own customer-service desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KfSession {
    /// `kf_create_session`.
    Created {
        /// The agent's account.
        account: String,
    },
    /// `kf_close_session`.
    Closed {
        /// The agent's account.
        account: String,
    },
    /// `kf_switch_session`.
    Switched {
        /// The agent's account so far.
        from: String,
        /// The agent's account from now on.
        to: String,
    },
}

impl KfSession {
    pub(super) fn read(name: &str, fields: &Fields) -> Option<Self> {
        Some(match name {
            "kf_create_session" => Self::Created { account: fields.owned("KfAccount") },
            "kf_close_session" => Self::Closed { account: fields.owned("KfAccount") },
            "kf_switch_session" => {
                Self::Switched { from: fields.owned("FromKfAccount"), to: fields.owned("ToKfAccount") }
            }
            _ => return None,
        })
    }
}
