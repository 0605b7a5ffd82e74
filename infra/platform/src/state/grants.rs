//! The service window of one resident ("客服消息" rules in force since June 2023).
//!
//! A list of grants, one a trigger: a new act of the same kind replaces that kind's grant, allowances never add up
//! within a kind. A send takes from the grant that expires first among those that still hold something.

use serde::{Deserialize, Serialize};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// What a resident did that lets the account write to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trigger {
    /// Any message: 5 sends in 48 hours.
    Message,
    /// click, scancode_push, scancode_waitmsg, or an item of a menu message: 3 sends in 1 minute.
    Menu,
    /// Following: 3 sends in 1 minute.
    Follow,
    /// Scanning a QR scene as a follower: 3 sends in 1 minute.
    Scan,
}

impl Trigger {
    const fn allowance(self) -> u32 {
        match self {
            Trigger::Message => 5,
            Trigger::Menu | Trigger::Follow | Trigger::Scan => 3,
        }
    }

    const fn lifetime_ms(self) -> i64 {
        match self {
            Trigger::Message => 48 * HOUR_MS,
            Trigger::Menu | Trigger::Follow | Trigger::Scan => MINUTE_MS,
        }
    }
}

/// Why a customer-service message can't be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoGrant {
    /// No live grant: 45015.
    Closed,
    /// A live window, nothing left in it: 45047.
    UsedUp,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Grant {
    trigger: Trigger,
    left: u32,
    expires_ms: i64,
}

/// What the phone and the inspector show of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Trigger of the grant that lives longest.
    pub(crate) kind: Trigger,
    /// When the last grant ends, milliseconds since 1970.
    pub(crate) expires_ms: i64,
    /// Sends left over all live grants.
    pub(crate) left: u32,
}

/// All grants of one resident.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Grants(Vec<Grant>);

impl Grants {
    /// A resident's act opens (or replaces) the grant of its kind.
    pub(crate) fn open(&mut self, trigger: Trigger, now_ms: i64) {
        self.0.retain(|grant| grant.trigger != trigger && grant.expires_ms > now_ms);
        let expires_ms = now_ms + trigger.lifetime_ms();
        self.0.push(Grant { trigger, left: trigger.allowance(), expires_ms });
    }

    /// Whether a send is possible, without using it up.
    pub(crate) fn check(&self, now_ms: i64) -> Result<(), NoGrant> {
        let mut live = self.0.iter().filter(|grant| grant.expires_ms > now_ms).peekable();
        if live.peek().is_none() {
            return Err(NoGrant::Closed);
        }
        if live.any(|grant| grant.left > 0) { Ok(()) } else { Err(NoGrant::UsedUp) }
    }

    /// Uses up one send and tells how many are left.
    pub(crate) fn consume(&mut self, now_ms: i64) -> Result<u32, NoGrant> {
        self.check(now_ms)?;
        let soonest = self.0.iter_mut().filter(|grant| grant.expires_ms > now_ms && grant.left > 0);
        if let Some(grant) = soonest.min_by_key(|grant| grant.expires_ms) {
            grant.left -= 1;
        }
        Ok(self.window(now_ms).map_or(0, |window| window.left))
    }

    /// The window as it stands, `None` when closed.
    pub(crate) fn window(&self, now_ms: i64) -> Option<Window> {
        let live = self.0.iter().filter(|grant| grant.expires_ms > now_ms);
        let longest = live.clone().max_by_key(|grant| grant.expires_ms)?;
        Some(Window {
            kind: longest.trigger,
            expires_ms: longest.expires_ms,
            left: live.map(|grant| grant.left).sum(),
        })
    }

    /// Unfollowing ends every grant.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_allows_five_sends_in_48_hours() {
        let mut grants = Grants::default();
        grants.open(Trigger::Message, 0);
        for left in (0..5).rev() {
            assert_eq!(grants.consume(47 * HOUR_MS), Ok(left));
        }
        assert_eq!(grants.consume(47 * HOUR_MS), Err(NoGrant::UsedUp));
        assert_eq!(grants.consume(48 * HOUR_MS), Err(NoGrant::Closed));
    }

    #[test]
    fn a_new_message_starts_again_at_five_and_does_not_add_up() {
        let mut grants = Grants::default();
        grants.open(Trigger::Message, 0);
        grants.consume(1).unwrap();
        grants.open(Trigger::Message, 2);
        assert_eq!(grants.window(3).unwrap().left, 5);
    }

    #[test]
    fn a_menu_tap_allows_three_sends_in_a_minute() {
        let mut grants = Grants::default();
        grants.open(Trigger::Menu, 0);
        for left in (0..3).rev() {
            assert_eq!(grants.consume(59_999), Ok(left));
        }
        assert_eq!(grants.consume(59_999), Err(NoGrant::UsedUp));
        assert_eq!(grants.consume(60_000), Err(NoGrant::Closed));
    }

    #[test]
    fn a_send_takes_from_the_grant_that_ends_first() {
        let mut grants = Grants::default();
        grants.open(Trigger::Message, 0);
        grants.open(Trigger::Follow, 0);
        assert_eq!(grants.consume(1), Ok(7));
        // The follow grant is gone after a minute; the message grant was not touched.
        assert_eq!(grants.window(MINUTE_MS).unwrap().left, 5);
    }

    #[test]
    fn when_the_short_grant_is_used_up_the_long_one_serves() {
        let mut grants = Grants::default();
        grants.open(Trigger::Message, 0);
        grants.open(Trigger::Scan, 0);
        for _ in 0..8 {
            grants.consume(1).unwrap();
        }
        assert_eq!(grants.consume(1), Err(NoGrant::UsedUp));
    }

    #[test]
    fn unfollowing_closes_everything() {
        let mut grants = Grants::default();
        grants.open(Trigger::Message, 0);
        grants.clear();
        assert_eq!(grants.consume(1), Err(NoGrant::Closed));
        assert_eq!(grants.window(1), None);
    }

    fn trigger() -> impl Strategy<Value = Trigger> {
        prop_oneof![Just(Trigger::Message), Just(Trigger::Menu), Just(Trigger::Follow), Just(Trigger::Scan)]
    }

    proptest! {
        #[test]
        fn sends_never_exceed_what_the_acts_allowed(acts in prop::collection::vec((trigger(), 0i64..200_000), 1..20)) {
            let mut grants = Grants::default();
            let (mut now, mut granted, mut sent) = (0, 0u32, 0u32);
            for (trigger, pause) in acts {
                now += pause;
                grants.open(trigger, now);
                granted += trigger.allowance();
                while grants.consume(now).is_ok() {
                    sent += 1;
                }
                prop_assert!(sent <= granted);
                prop_assert_eq!(grants.check(now), Err(NoGrant::UsedUp));
            }
        }
    }
}
