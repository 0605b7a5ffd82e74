//! An error answer of the platform.

use super::{Class, ErrCode};
use serde::{Deserialize, Serialize};

/// An error answer, or an answer that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code} {message}")]
pub struct ApiError {
    /// The number.
    pub code: ErrCode,
    /// The platform's text without its variable tail; for a log, never to be compared.
    pub message: String,
    /// The platform's id of the failed call, for `openapi/rid/get` (kept 7 days).
    pub rid: Option<String>,
    /// The id that a duplicate send refers to (45065).
    pub msg_id: Option<String>,
}

impl ApiError {
    /// Code of an answer that is not what the call promises. Not one of the platform's.
    pub const UNREADABLE: ErrCode = ErrCode(i64::MIN);

    /// An error from a code and the platform's `errmsg`, tail included.
    pub fn new(code: i64, errmsg: &str) -> Self {
        let (message, rid) = split_tail(errmsg);
        Self { code: ErrCode(code), message: message.to_owned(), rid: rid.map(str::to_owned), msg_id: None }
    }

    /// An answer that can't be read.
    pub(crate) fn unreadable(what: impl std::fmt::Display) -> Self {
        Self {
            code: Self::UNREADABLE,
            message: format!("the answer can't be read: {what}"),
            rid: None,
            msg_id: None,
        }
    }

    /// What to do about it.
    pub fn class(&self) -> Class {
        self.code.class()
    }

    /// The caller's address that isn't in the account's whitelist, from the text of 40164 or 61004.
    pub fn whitelisted_ip(&self) -> Option<&str> {
        if !matches!(self.code.0, 40164 | 61004) {
            return None;
        }
        let words = self.message.split([' ', ',']);
        let mut addresses = words.filter(|word| word.parse::<std::net::IpAddr>().is_ok());
        addresses.next()
    }
}

/// The text without ` rid: …` and ` hint: […]`, and the rid.
fn split_tail(errmsg: &str) -> (&str, Option<&str>) {
    let rid = errmsg
        .rfind("rid:")
        .map(|at| errmsg[at + 4..].trim_start().split([' ', ',']).next().unwrap_or_default())
        .filter(|rid| !rid.is_empty());
    let end =
        ["rid:", "hint:"].iter().filter_map(|mark| tail_start(errmsg, mark)).min().unwrap_or(errmsg.len());
    (errmsg[..end].trim_end_matches([' ', ',']), rid)
}

/// Where a tail begins: its mark at the beginning of a word.
fn tail_start(errmsg: &str, mark: &str) -> Option<usize> {
    errmsg.rfind(mark).filter(|at| *at == 0 || errmsg[..*at].ends_with([' ', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_no_part_of_the_message() {
        let error = ApiError::new(45009, "reach max api daily quota limit rid: 6235dc3e-34915e43-7c8701db");
        assert_eq!(error.message, "reach max api daily quota limit");
        assert_eq!(error.rid.as_deref(), Some("6235dc3e-34915e43-7c8701db"));
        let old = ApiError::new(45066, "same clientmsgid retry too fast hint: [CX3h2a04096753]");
        assert_eq!((old.message.as_str(), old.rid), ("same clientmsgid retry too fast", None));
        let both = ApiError::new(-1, "system error hint: [ab rid] rid: 1-2-3");
        assert_eq!((both.message.as_str(), both.rid.as_deref()), ("system error", Some("1-2-3")));
        assert_eq!(ApiError::new(1, "invalid grid: x").message, "invalid grid: x");
        assert_eq!(ApiError::new(1, "").message, "");
    }

    #[test]
    fn the_address_to_whitelist_is_read_from_the_text() {
        let text = "invalid ip 106.14.252.40 ipv6 ::ffff:106.14.252.40, not in whitelist rid: 606eca32-0a5d1790-31fc3ba4";
        assert_eq!(ApiError::new(40164, text).whitelisted_ip(), Some("106.14.252.40"));
        let v6 = "invalid ip 2001:db8::1, not in whitelist hint: [x]";
        assert_eq!(ApiError::new(61004, v6).whitelisted_ip(), Some("2001:db8::1"));
        assert_eq!(ApiError::new(40164, "not in whitelist").whitelisted_ip(), None);
        assert_eq!(ApiError::new(40001, text).whitelisted_ip(), None);
    }
}
