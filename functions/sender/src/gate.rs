//! What the platform said about the account's rate, in memory: while a gate is closed, nobody knocks.
//!
//! Lost at a restart, which costs one refused call. Each closing only ever moves a gate's opening to later.

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{
    delivery::back_off,
    time::{beijing, instant},
};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long the account rests after 45011.
pub(crate) const FREQUENCY_PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// How often it is looked whether a courier has put a token.
const TOKEN_PAUSE: SignedDuration = SignedDuration::from_secs(30);

/// Calls that have a quota of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    Send,
    Media,
    Profile,
    Menu,
}

#[derive(Default)]
struct State {
    account: Option<Timestamp>,
    quota: [Option<Timestamp>; 4],
    /// Calls in a row that did not reach the platform.
    unreached: u32,
}

/// The gates of one account.
#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the call may be made; `None` means now.
    pub(crate) fn closed_until(&self, api: Api, now: Timestamp) -> Option<Timestamp> {
        let state = self.state();
        state.account.max(state.quota[api as usize]).filter(|until| *until > now)
    }

    /// 45011: the whole account rests for a minute, a little longer by chance.
    pub(crate) fn too_fast(&self, now: Timestamp, jitter: u8) -> Timestamp {
        self.rest(now + FREQUENCY_PAUSE + SignedDuration::from_millis(i64::from(jitter) * 60))
    }

    /// No courier has put a token that lives: nothing can be called without one.
    pub(crate) fn awaits_token(&self, now: Timestamp, jitter: u8) -> Timestamp {
        self.rest(now + TOKEN_PAUSE + SignedDuration::from_millis(i64::from(jitter) * 30))
    }

    fn rest(&self, until: Timestamp) -> Timestamp {
        let mut state = self.state();
        state.account = state.account.max(Some(until));
        until
    }

    /// 45009: this call's quota of the day is used up.
    pub(crate) fn used_up(&self, api: Api, now: Timestamp, jitter: u8) -> Timestamp {
        let until = after_midnight(now, jitter);
        let mut state = self.state();
        state.quota[api as usize] = state.quota[api as usize].max(Some(until));
        until
    }

    /// The platform can't be reached: the pause grows with each time in a row.
    pub(crate) fn unreached(&self, now: Timestamp, jitter: u8) -> Timestamp {
        let mut state = self.state();
        state.unreached = state.unreached.saturating_add(1);
        let until = now + back_off(state.unreached, jitter);
        state.account = state.account.max(Some(until));
        until
    }

    /// The platform answered.
    pub(crate) fn reached(&self) {
        self.state().unreached = 0;
    }

    pub(crate) fn forget(&self) {
        *self.state() = State::default();
    }
}

/// The first minutes of the next day in Beijing, when quotas begin anew: 10 seconds after midnight, and up to four
/// minutes later by chance.
fn after_midnight(now: Timestamp, jitter: u8) -> Timestamp {
    let tomorrow = beijing(now).date().saturating_add(1.day());
    instant(tomorrow.at(0, 0, 10, 0)) + SignedDuration::from_secs(i64::from(jitter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_quota_begins_anew_after_midnight_in_beijing() {
        let gate = Gate::default();
        let now = at("2026-11-24T23:50:00+08:00");
        let until = gate.used_up(Api::Send, now, 0);
        assert_eq!(until, at("2026-11-25T00:00:10+08:00"));
        assert_eq!(gate.closed_until(Api::Send, now), Some(until));
        assert_eq!(gate.closed_until(Api::Media, now), None);
        assert_eq!(gate.closed_until(Api::Send, until), None);
    }

    #[test]
    fn a_rate_warning_rests_the_whole_account() {
        let gate = Gate::default();
        let now = at("2026-11-24T10:00:00+08:00");
        let until = gate.too_fast(now, 100);
        assert_eq!(until, at("2026-11-24T10:01:06+08:00"));
        for api in [Api::Send, Api::Media, Api::Profile] {
            assert_eq!(gate.closed_until(api, now), Some(until));
        }
    }

    #[test]
    fn an_unreached_platform_is_asked_less_and_less_often_until_it_answers() {
        let gate = Gate::default();
        let now = at("2026-11-24T10:00:00+08:00");
        let pauses: Vec<i64> = (0..9).map(|_| gate.unreached(now, 0).duration_since(now).as_secs()).collect();
        assert_eq!(pauses, [1, 3, 10, 30, 60, 180, 420, 900, 900]);
        gate.reached();
        gate.forget();
        assert_eq!(gate.unreached(now, 0).duration_since(now).as_secs(), 1);
    }
}
