//! The platform's error codes: what they mean, and what a client has to do.
//!
//! The number decides, never the text: `errmsg` carries a variable tail (` rid: …`, formerly ` hint: […]`).
//! Unknown codes are [`Class::Permanent`]: not retried, and worth an alert.
//! Sources: the platform's "全局返回码" and the codes on each call's own page.

mod error;
mod table;

pub use error::ApiError;

use serde::{Deserialize, Serialize};

/// What to do about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Success.
    Ok,
    /// The token is no longer valid: read the shared one or fetch one, retry once.
    RefreshToken,
    /// Retry later with back-off; sends that can't be repeated at most once.
    RetryLater,
    /// A quota is used up: stop until it is reset.
    Quota,
    /// The reply window is closed or its messages are used: wait for the follower's next contact.
    WindowClosed,
    /// This request will never work: fix it, don't retry.
    Permanent,
    /// The account's settings or permissions are wrong: tell the operator.
    Configuration,
    /// This recipient can't receive: left, blocked, refused, or unknown.
    Recipient,
    /// The platform has done this before: treat as success.
    AlreadyDone,
    /// There is nothing there: treat as an empty answer.
    Empty,
}

/// An `errcode`: negative, zero or up to nine digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrCode(pub i64);

impl ErrCode {
    /// Success.
    pub const OK: Self = Self(0);

    /// What to do about it.
    pub fn class(self) -> Class {
        table::find(self.0).map_or(Class::Permanent, |row| row.class)
    }

    /// One line in English, `None` for codes that the table doesn't have.
    pub fn meaning(self) -> Option<&'static str> {
        table::find(self.0).map(|row| row.meaning)
    }
}

impl std::fmt::Display for ErrCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_that_steer_the_client() {
        let class = |code| ErrCode(code).class();
        assert_eq!(class(0), Class::Ok);
        for code in [40001, 40014, 42001] {
            assert_eq!(class(code), Class::RefreshToken, "{code}");
        }
        for code in [-1, 45011, 45066, 45085, 45102, 46007, 42010, 43117, 53501, 61450, 89501, 89502, 89504] {
            assert_eq!(class(code), Class::RetryLater, "{code}");
        }
        for code in [89505, 9_001_002, 268_488_001, 89507] {
            assert_eq!(class(code), Class::RetryLater, "{code}");
        }
        for code in [45009, 45028, 48006, 45029] {
            assert_eq!(class(code), Class::Quota, "{code}");
        }
        for code in [45015, 45047, 45080] {
            assert_eq!(class(code), Class::WindowClosed, "{code}");
        }
        for code in [43004, 43005, 43019, 43101, 46004, 48002, 50005, 40003] {
            assert_eq!(class(code), Class::Recipient, "{code}");
        }
        for code in [40013, 40125, 40164, 61004, 40243, 48001, 40200, 50002, 41002, 41004, 89506] {
            assert_eq!(class(code), Class::Configuration, "{code}");
        }
        assert_eq!(class(45065), Class::AlreadyDone);
        assert_eq!(class(46003), Class::Empty);
        assert_eq!(class(45002), Class::Permanent);
    }

    #[test]
    fn an_unknown_code_is_permanent_and_has_no_meaning() {
        assert_eq!(ErrCode(123_456).class(), Class::Permanent);
        assert_eq!(ErrCode(123_456).meaning(), None);
        assert_eq!(ErrCode(45002).meaning(), Some("message content too long"));
    }
}
