//! The simulated account: its identity, its secrets, and what its kind may do.
//!
//! Rights follow the official table "接口权限说明" (Explanation of interface privileges): a call the account's
//! kind may not make is answered with 48001.

use std::fmt;
use std::str::FromStr;

use crate::api::Right;

/// How callbacks are protected ("消息加解密方式").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// 明文模式: plain XML, only `signature`.
    Plain,
    /// 兼容模式: plain fields and `Encrypt` in one body.
    Compatible,
    /// 安全模式: `Encrypt` only.
    Secure,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mode::Plain => "plain",
            Mode::Compatible => "compatible",
            Mode::Secure => "secure",
        })
    }
}

/// A word that names no [`Mode`].
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown mode {0:?}: use plain, compatible or secure")]
pub struct UnknownMode(String);

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "plain" => Ok(Mode::Plain),
            "compatible" => Ok(Mode::Compatible),
            "secure" => Ok(Mode::Secure),
            other => Err(UnknownMode(other.to_owned())),
        }
    }
}

/// The two kinds of Official Account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 公众号, formerly 订阅号: one mass message a day.
    Subscription,
    /// 服务号: four mass messages a user and month, QR scenes.
    Service,
}

/// The account whose platform is simulated.
#[derive(Clone)]
pub struct Account {
    /// Shown in the phone's title bar.
    pub name: String,
    /// `wx…`
    pub app_id: String,
    /// AppSecret; the token calls ask for it.
    pub app_secret: String,
    /// The callback's token, 3–32 letters or digits.
    pub token: String,
    /// 43 characters; used unless `mode` is plain.
    pub encoding_aes_key: String,
    /// `gh_…`, the `ToUserName` of every callback.
    pub original_id: String,
    /// Protection of callbacks.
    pub mode: Mode,
    /// Kind of account; decides rights and mass quota.
    pub kind: Kind,
    /// 微信认证; without it nearly every call answers 48001.
    pub verified: bool,
    /// 接口测试号: about a tenth of the quotas, no msgmenu, no sendall.
    pub test_account: bool,
    /// Whether the token calls check the caller's address.
    pub ip_whitelist: bool,
    /// Addresses that pass when `ip_whitelist` is on; literal addresses, no ranges.
    pub whitelisted: Vec<String>,
    /// Whether refused calls use up daily quota too (undocumented, so a switch).
    pub refused_calls_count: bool,
}

impl Account {
    /// A verified service account in secure mode without whitelist.
    pub fn new(
        app_id: impl Into<String>,
        app_secret: impl Into<String>,
        token: impl Into<String>,
        encoding_aes_key: impl Into<String>,
        original_id: impl Into<String>,
    ) -> Self {
        Account {
            name: "问渠演示号".to_owned(),
            app_id: app_id.into(),
            app_secret: app_secret.into(),
            token: token.into(),
            encoding_aes_key: encoding_aes_key.into(),
            original_id: original_id.into(),
            mode: Mode::Secure,
            kind: Kind::Service,
            verified: true,
            test_account: false,
            ip_whitelist: false,
            whitelisted: Vec::new(),
            refused_calls_count: true,
        }
    }

    pub(crate) fn may(&self, right: Right) -> bool {
        let service = self.kind == Kind::Service;
        match right {
            Right::Everyone => true,
            Right::Menu => self.verified || service,
            Right::Verified => self.verified,
            Right::VerifiedService => self.verified && service,
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("app_id", &self.app_id)
            .field("original_id", &self.original_id)
            .field("mode", &self.mode)
            .field("kind", &self.kind)
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(kind: Kind, verified: bool) -> Account {
        Account { kind, verified, ..Account::new("wx1", "s", "tok", "k", "gh_1") }
    }

    #[test]
    fn rights_follow_kind_and_verification() {
        assert!(!account(Kind::Subscription, false).may(Right::Menu));
        assert!(account(Kind::Service, false).may(Right::Menu));
        assert!(!account(Kind::Service, false).may(Right::Verified));
        assert!(account(Kind::Subscription, true).may(Right::Verified));
        assert!(!account(Kind::Subscription, true).may(Right::VerifiedService));
        assert!(account(Kind::Service, true).may(Right::VerifiedService));
    }

    #[test]
    fn modes_round_trip_and_a_wrong_one_says_what_is_possible() {
        for mode in [Mode::Plain, Mode::Compatible, Mode::Secure] {
            assert_eq!(mode.to_string().parse(), Ok(mode));
        }
        let wrong = "aes".parse::<Mode>().unwrap_err();
        assert!(wrong.to_string().contains("compatible"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", Account::new("wx1", "s3cret", "t0ken", "k3y", "gh_1"));
        assert!(!shown.contains("s3cret") && !shown.contains("t0ken") && !shown.contains("k3y"));
    }
}
