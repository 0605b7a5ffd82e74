//! Alerts to officers: what they are about, when they may come, and where they may go.

use jiff::{SignedDuration, Timestamp, civil::Time};
use serde::{Deserialize, Serialize};

use crate::time::beijing;

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new question.
    NewQuestion,
    /// A question with words of danger: never held back.
    Emergency,
    /// Three quarters of what was promised are over.
    PromiseNear,
    /// A promise is broken.
    PromiseBroken,
    /// The platform soon does not let us answer, and nobody has.
    WindowClosing,
    /// A topic is past its promise to be up to date, or near the red line; a known answer should be looked at again.
    ContentStale,
    /// A job was given up, or an answer was not delivered.
    Stuck,
    /// Many residents ask the same, and more than before.
    HotTopic,
}

impl Kind {
    /// All, in the order in which they are told and listed: danger first.
    pub const ALL: [Self; 8] = [
        Self::Emergency,
        Self::NewQuestion,
        Self::HotTopic,
        Self::PromiseNear,
        Self::PromiseBroken,
        Self::WindowClosing,
        Self::ContentStale,
        Self::Stuck,
    ];

    /// The word in rows, forms and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewQuestion => "new_question",
            Self::Emergency => "emergency",
            Self::PromiseNear => "promise_near",
            Self::PromiseBroken => "promise_broken",
            Self::WindowClosing => "window_closing",
            Self::ContentStale => "content_stale",
            Self::Stuck => "stuck",
            Self::HotTopic => "hot_topic",
        }
    }

    /// What an alert says first: so many of them, in Chinese and English.
    #[must_use]
    pub fn headline(self, count: usize) -> String {
        let (zh, en) = match self {
            Self::NewQuestion => ("新问题", "new"),
            Self::Emergency => ("紧急：涉及危险的问题", "EMERGENCY: words of danger"),
            Self::PromiseNear => ("承诺时限已过四分之三", "three quarters of the promise are over"),
            Self::PromiseBroken => ("已超过承诺时限", "promise broken"),
            Self::WindowClosing => (
                "3 小时内或免打扰时段里将不能主动答复，尚无答复",
                "reply window closes within 3 h or in quiet hours, unanswered",
            ),
            Self::ContentStale => (
                "栏目超过更新承诺，或常见问答该复核了",
                "topics past their promise, or known answers to review",
            ),
            Self::HotTopic => ("热点：多位居民在问同一件事", "hot topics: many residents ask the same"),
            Self::Stuck => ("任务放弃或答复未送达", "jobs given up or answers not delivered"),
        };
        format!("{zh} {count} · {en}: {count}")
    }
}

/// Hours in which alerts wait, by Beijing's clock; over midnight when the end is before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// First quiet minute.
    pub from: Time,
    /// First minute that is not quiet.
    pub to: Time,
}

impl Quiet {
    /// When the quiet that covers this moment ends; the moment itself when it is not quiet.
    #[must_use]
    pub fn end_from(&self, at: Timestamp) -> Timestamp {
        if !self.covers(at) {
            return at;
        }
        let seconds = |time: Time| time.duration_since(Time::midnight()).as_secs();
        let left = (seconds(self.to) - seconds(beijing(at).time())).rem_euclid(86_400);
        at + SignedDuration::from_secs(left)
    }

    /// Whether this moment is quiet.
    #[must_use]
    pub fn covers(&self, at: Timestamp) -> bool {
        let now = beijing(at).time();
        if self.from <= self.to {
            self.from <= now && now < self.to
        } else {
            self.from <= now || now < self.to
        }
    }
}

/// Where a group robot may be: the host of WeCom.
pub const ROBOT_HOST: &str = "qyapi.weixin.qq.com";

/// Whether an address is a group robot's. `local`: this computer's own addresses are fine as well, for tests.
#[must_use]
pub fn is_robot(address: &str, local: bool) -> bool {
    let has_key = address.split_once("?key=").is_some_and(|(_, key)| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let path = "/cgi-bin/webhook/send?key=";
    let at = |base: &str| address.strip_prefix(base).is_some_and(|rest| rest.starts_with(path));
    let loopback = || {
        let rest = address.strip_prefix("http://127.0.0.1:");
        rest.and_then(|rest| rest.split_once('/'))
            .is_some_and(|(port, rest)| port.parse::<u16>().is_ok() && format!("/{rest}").starts_with(path))
    };
    has_key && (at(&format!("https://{ROBOT_HOST}")) || local && loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("{text}+08:00").parse().unwrap()
    }

    #[test]
    fn quiet_hours_may_span_midnight() {
        let time = |hour| Time::constant(hour, 0, 0, 0);
        let night = Quiet { from: time(22), to: time(7) };
        for (moment, quiet) in
            [("22:00", true), ("23:59", true), ("06:59", true), ("07:00", false), ("21:59", false)]
        {
            assert_eq!(night.covers(at(&format!("2026-11-24T{moment}"))), quiet, "{moment}");
        }
        for (moment, end) in [
            ("2026-11-24T22:00", "2026-11-25T07:00"),
            ("2026-11-25T06:59", "2026-11-25T07:00"),
            ("2026-11-24T21:59", "2026-11-24T21:59"),
        ] {
            assert_eq!(night.end_from(at(moment)), at(end), "{moment}");
        }
        let noon = Quiet { from: time(12), to: time(14) };
        assert!(noon.covers(at("2026-11-24T13:00")) && !noon.covers(at("2026-11-24T14:00")));
    }

    #[test]
    fn a_robot_is_wecoms_or_in_tests_on_this_computer() {
        let fine = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx";
        assert!(is_robot(fine, false));
        let local = "http://127.0.0.1:8700/cgi-bin/webhook/send?key=k";
        assert!(is_robot(local, true) && !is_robot(local, false));
        for wrong in [
            "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
            "https://qyapi.weixin.qq.com.example.com/cgi-bin/webhook/send?key=k",
            "https://qyapi.weixin.qq.com@example.com/cgi-bin/webhook/send?key=k",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k&x=1",
            "http://127.0.0.1:80@example.com/cgi-bin/webhook/send?key=k",
            "",
        ] {
            assert!(!is_robot(wrong, true), "{wrong}");
        }
    }

    #[test]
    fn every_kind_has_its_word() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert!(kind.headline(3).contains(" 3 · "), "{kind:?}");
        }
    }
}
