//! What a send's reply means for its delivery: a pure decision.
//!
//! Only a reply that proves that the resident got nothing lets a delivery be tried again unmarked.

use domain::delivery::Parked;
use wechat::errcode::{ApiError, Class};

use crate::call::Reply;

/// The account calls too often within a minute (接口调用频率限制).
pub(crate) const TOO_FAST: i64 = 45011;
/// The window's messages are used up.
pub(crate) const COUNT_LIMIT: i64 = 45047;
/// They don't follow the account.
const NOT_FOLLOWING: [i64; 2] = [43004, 50005];

/// What becomes of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Accepted.
    Delivered,
    /// Never left: again when the platform may be reached.
    Unreached,
    /// Refused with no effect: again after a pause.
    Later,
    /// The account is too fast: again in a minute.
    TooFast,
    /// The day's quota is used up: again tomorrow.
    Tomorrow,
    /// The platform was busy, and may have delivered it: once more, marked.
    OnceMore,
    /// Waits for the next contact.
    Park(Parked),
    /// Nobody knows.
    Unknown,
    /// Refused for good.
    Failed,
}

impl Verdict {
    /// Whether the resident certainly got nothing, so that the send did not count.
    pub(crate) const fn had_no_effect(self) -> bool {
        !matches!(self, Self::Delivered | Self::OnceMore | Self::Unknown)
    }
}

/// Judges a send. `may_repeat`: an earlier copy may have arrived, so that it has had its second try.
pub(crate) fn judge<T>(reply: &Reply<T>, may_repeat: bool) -> Verdict {
    match reply {
        Reply::Answer(_) => Verdict::Delivered,
        Reply::Refused(error) => refused(error, may_repeat),
        Reply::NotSent(_) => Verdict::Unreached,
        Reply::Status(429) => Verdict::TooFast,
        // A request time-out of a gateway says nothing about what is behind it.
        Reply::Lost(_) | Reply::Status(408 | 500..) => Verdict::Unknown,
        // The platform answers 200 whatever happens: this is not the platform but something before it.
        Reply::Status(_) => Verdict::Park(Parked::NotAllowed),
    }
}

fn refused(error: &ApiError, may_repeat: bool) -> Verdict {
    let code = error.code.0;
    match error.class() {
        Class::Ok | Class::AlreadyDone => Verdict::Delivered,
        Class::RefreshToken => Verdict::Later,
        Class::RetryLater if code == TOO_FAST => Verdict::TooFast,
        Class::RetryLater if may_repeat => Verdict::Unknown,
        Class::RetryLater => Verdict::OnceMore,
        Class::Quota => Verdict::Tomorrow,
        Class::WindowClosed if code == COUNT_LIMIT => Verdict::Park(Parked::UsedUp),
        Class::WindowClosed => Verdict::Park(Parked::WindowClosed),
        Class::Configuration => Verdict::Park(Parked::NotAllowed),
        Class::Recipient if NOT_FOLLOWING.contains(&code) => Verdict::Park(Parked::Unfollowed),
        Class::Recipient | Class::Permanent | Class::Empty => Verdict::Failed,
    }
}

/// What to tell an officer, in English, without secrets or a resident's words.
pub(crate) fn explain<T>(reply: &Reply<T>) -> (Option<i64>, String) {
    match reply {
        Reply::Answer(_) => (Some(0), "accepted by the platform".to_owned()),
        Reply::Refused(error) => (Some(error.code.0), explain_refusal(error)),
        Reply::NotSent(reason) => (None, format!("the platform can't be reached: {reason}")),
        Reply::Lost(reason) => (None, format!("the platform did not answer: {reason}")),
        Reply::Status(status) => (None, format!("HTTP status {status} instead of the platform's answer")),
    }
}

/// One line about an error code: our own words where we have them.
pub(crate) fn explain_refusal(error: &ApiError) -> String {
    match (error.whitelisted_ip(), error.code.meaning()) {
        (Some(ip), _) => format!("add {ip} to the account's IP whitelist"),
        (None, Some(meaning)) => meaning.to_owned(),
        (None, None) => error.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: i64) -> Verdict {
        judge::<()>(&Reply::Refused(ApiError::new(code, "x")), false)
    }

    #[test]
    fn each_class_of_codes_has_its_verdict() {
        for code in [40001, 40014, 42001] {
            assert_eq!(refusal(code), Verdict::Later, "{code}");
        }
        assert_eq!(refusal(45011), Verdict::TooFast);
        assert_eq!(refusal(45009), Verdict::Tomorrow);
        assert_eq!(refusal(45015), Verdict::Park(Parked::WindowClosed));
        assert_eq!(refusal(45047), Verdict::Park(Parked::UsedUp));
        for code in [40013, 40164, 40243, 48001, 50002] {
            assert_eq!(refusal(code), Verdict::Park(Parked::NotAllowed), "{code}");
        }
        for code in [43004, 50005] {
            assert_eq!(refusal(code), Verdict::Park(Parked::Unfollowed), "{code}");
        }
        for code in [40003, 43019, 48002, 45002, 47001, 123_456] {
            assert_eq!(refusal(code), Verdict::Failed, "{code}");
        }
        assert_eq!(refusal(45065), Verdict::Delivered);
    }

    #[test]
    fn a_busy_platform_is_asked_once_more_and_then_nobody_knows() {
        for code in [-1, 268_488_001, 61450] {
            assert_eq!(refusal(code), Verdict::OnceMore, "{code}");
            let again = judge::<()>(&Reply::Refused(ApiError::new(code, "")), true);
            assert_eq!(again, Verdict::Unknown, "{code}");
        }
    }

    #[test]
    fn without_the_platforms_answer_only_what_never_left_is_tried_again() {
        assert_eq!(judge::<()>(&Reply::NotSent(String::new()), false), Verdict::Unreached);
        assert_eq!(judge::<()>(&Reply::Lost(String::new()), false), Verdict::Unknown);
        for status in [408, 500, 502, 504] {
            assert_eq!(judge::<()>(&Reply::Status(status), false), Verdict::Unknown, "{status}");
        }
        assert_eq!(judge::<()>(&Reply::Status(429), false), Verdict::TooFast);
        assert_eq!(judge::<()>(&Reply::Status(404), false), Verdict::Park(Parked::NotAllowed));
    }

    #[test]
    fn the_address_to_whitelist_is_told() {
        let error =
            ApiError::new(40164, "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 1-2-3");
        assert_eq!(explain::<()>(&Reply::Refused(error)).1, "add 1.2.3.4 to the account's IP whitelist");
    }
}
