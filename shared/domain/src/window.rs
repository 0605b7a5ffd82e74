//! The reply window: what the platform lets us send a resident, and when (客服消息 下发条数限制).
//!
//! A message of the resident opens five sends within 48 hours; a menu tap, a follow or a QR scan opens three within
//! a minute. Each kind is a grant of its own: a new contact of a kind renews that grant, and a send uses the live
//! grant that ends first. The platform's error is the authority; this only spares calls that would be refused.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The platform's numbers, which it changes from time to time: a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowPolicy {
    /// Sends after a message of the resident.
    pub message_sends: u32,
    /// How long they last, in seconds.
    pub message_seconds: i64,
    /// Sends after a menu tap, a follow or a scan.
    pub tap_sends: u32,
    /// How long they last, in seconds.
    pub tap_seconds: i64,
}

impl Default for WindowPolicy {
    /// The numbers in force since June 2023.
    fn default() -> Self {
        Self { message_sends: 5, message_seconds: 48 * 3600, tap_sends: 3, tap_seconds: 60 }
    }
}

/// Which grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// Opened by a message.
    Message,
    /// Opened by a menu tap, a follow or a scan.
    Tap,
}

/// When the resident last made contact, by the kind of grant that it opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// Last message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_at: Option<Timestamp>,
    /// Last menu tap, follow or scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tap_at: Option<Timestamp>,
}

impl Contacts {
    /// With one more contact.
    #[must_use]
    pub fn with(mut self, grant: Grant, at: Timestamp) -> Self {
        match grant {
            Grant::Message => self.message_at = self.message_at.max(Some(at)),
            Grant::Tap => self.tap_at = self.tap_at.max(Some(at)),
        }
        self
    }

    /// The later of each.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Self { message_at: self.message_at.max(other.message_at), tap_at: self.tap_at.max(other.tap_at) }
    }
}

/// Sends counted against the grants, kept by the sender for each resident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// The contacts that the counts belong to.
    pub contacts: Contacts,
    /// Sends since the last message.
    pub message: u32,
    /// Sends since the last tap.
    pub tap: u32,
    /// The platform said that the window is closed (45015) or used up (45047) for these contacts.
    #[serde(default)]
    pub closed: bool,
}

impl Used {
    /// The counts for what is known of the contacts now: a newer contact starts its count again.
    #[must_use]
    pub fn seen(self, contacts: Contacts) -> Self {
        let merged = self.contacts.merge(contacts);
        let renewed = merged != self.contacts;
        Self {
            contacts: merged,
            message: if merged.message_at == self.contacts.message_at { self.message } else { 0 },
            tap: if merged.tap_at == self.contacts.tap_at { self.tap } else { 0 },
            closed: self.closed && !renewed,
        }
    }

    /// One more send on a grant.
    #[must_use]
    pub fn spend(mut self, grant: Grant) -> Self {
        match grant {
            Grant::Message => self.message += 1,
            Grant::Tap => self.tap += 1,
        }
        self
    }
}

/// What may be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// So many sends are left on this grant until then.
    Open {
        /// The grant that the next send uses.
        grant: Grant,
        /// Sends left over all live grants.
        left: u32,
        /// When the last live grant with sends left ends.
        until: Timestamp,
    },
    /// No live grant: wait for the next contact.
    Closed,
    /// A live grant, but its sends are used up: wait for the next contact.
    UsedUp,
}

impl WindowPolicy {
    /// What may be sent at `now`. The sender and the console both ask here.
    #[must_use]
    pub fn allowance(&self, used: &Used, now: Timestamp) -> Allowance {
        let live = |at: Option<Timestamp>, seconds: i64| {
            at.map(|at| at + SignedDuration::from_secs(seconds)).filter(|until| *until > now)
        };
        let grants = [
            (
                Grant::Tap,
                live(used.contacts.tap_at, self.tap_seconds),
                self.tap_sends.saturating_sub(used.tap),
            ),
            (
                Grant::Message,
                live(used.contacts.message_at, self.message_seconds),
                self.message_sends.saturating_sub(used.message),
            ),
        ];
        if used.closed || grants.iter().all(|(_, until, _)| until.is_none()) {
            return Allowance::Closed;
        }
        let mut open: Vec<(Timestamp, Grant, u32)> = grants
            .into_iter()
            .filter_map(|(grant, until, left)| until.filter(|_| left > 0).map(|until| (until, grant, left)))
            .collect();
        open.sort_by_key(|(until, ..)| *until);
        match (open.first(), open.last()) {
            (Some((_, grant, _)), Some((until, ..))) => Allowance::Open {
                grant: *grant,
                left: open.iter().map(|(.., left)| left).sum(),
                until: *until,
            },
            _ => Allowance::UsedUp,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    fn used(message_at: Option<i64>, tap_at: Option<i64>) -> Used {
        Used::default().seen(Contacts { message_at: message_at.map(at), tap_at: tap_at.map(at) })
    }

    #[test]
    fn a_message_opens_five_sends_for_48_hours() {
        let policy = WindowPolicy::default();
        let mut used = used(Some(0), None);
        for left in (1..=5).rev() {
            assert_eq!(
                policy.allowance(&used, at(47 * 3600)),
                Allowance::Open { grant: Grant::Message, left, until: at(48 * 3600) }
            );
            used = used.spend(Grant::Message);
        }
        assert_eq!(policy.allowance(&used, at(47 * 3600)), Allowance::UsedUp);
        assert_eq!(policy.allowance(&used, at(48 * 3600)), Allowance::Closed);
    }

    #[test]
    fn a_tap_is_used_first_and_does_not_renew_the_48_hours() {
        let policy = WindowPolicy::default();
        let used = used(Some(0), Some(1000));
        let Allowance::Open { grant, left, until } = policy.allowance(&used, at(1010)) else { panic!() };
        assert_eq!((grant, left, until), (Grant::Tap, 8, at(48 * 3600)));
        let Allowance::Open { grant, left, .. } = policy.allowance(&used, at(1060)) else { panic!() };
        assert_eq!((grant, left), (Grant::Message, 5));
    }

    #[test]
    fn a_new_message_starts_the_count_again_and_reopens_what_the_platform_closed() {
        let policy = WindowPolicy::default();
        let mut spent = used(Some(0), None).spend(Grant::Message);
        spent.closed = true;
        assert_eq!(policy.allowance(&spent, at(10)), Allowance::Closed);
        let again = spent.seen(Contacts { message_at: Some(at(20)), tap_at: None });
        assert!(matches!(policy.allowance(&again, at(30)), Allowance::Open { left: 5, .. }));
    }
}
