//! Daily and per-minute limits of calls ("接口调用频次限制"), counted by natural day in Beijing.

use std::collections::HashMap;

use crate::clock::{beijing_day, beijing_month};

const CLEARS_PER_MONTH: u32 = 10;

/// Which limit was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OverLimit {
    /// 45011
    Minute,
    /// 45009
    Day,
}

/// What a route allows; `None` is unlimited.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) per_day: Option<u32>,
    pub(crate) per_minute: Option<u32>,
}

/// Calls counted by route.
#[derive(Debug, Default)]
pub(crate) struct Quota {
    day: i64,
    used: HashMap<&'static str, u32>,
    minutes: HashMap<&'static str, (i64, u32)>,
    clears: (i64, u32),
}

impl Quota {
    /// Counts one call of `route`, unless a limit is met.
    pub(crate) fn count(
        &mut self,
        route: &'static str,
        limits: Limits,
        now_ms: i64,
    ) -> Result<(), OverLimit> {
        self.turn_day(now_ms);
        let minute = self.minutes.entry(route).or_default();
        let this_minute = now_ms.div_euclid(60_000);
        if minute.0 != this_minute {
            *minute = (this_minute, 0);
        }
        if limits.per_minute.is_some_and(|limit| minute.1 >= limit) {
            return Err(OverLimit::Minute);
        }
        let used = self.used.entry(route).or_default();
        if limits.per_day.is_some_and(|limit| *used >= limit) {
            return Err(OverLimit::Day);
        }
        minute.1 += 1;
        *used += 1;
        Ok(())
    }

    /// Takes a refused call back (when the account is set so).
    pub(crate) fn uncount(&mut self, route: &'static str) {
        if let Some(used) = self.used.get_mut(route) {
            *used = used.saturating_sub(1);
        }
    }

    /// Calls of `route` today.
    pub(crate) fn used(&mut self, route: &str, now_ms: i64) -> u32 {
        self.turn_day(now_ms);
        self.used.get(route).copied().unwrap_or(0)
    }

    /// clear_quota: ten times a month; false when those are used up (48006).
    pub(crate) fn clear(&mut self, now_ms: i64) -> bool {
        let month = beijing_month(now_ms);
        if self.clears.0 != month {
            self.clears = (month, 0);
        }
        if self.clears.1 == CLEARS_PER_MONTH {
            return false;
        }
        self.clears.1 += 1;
        self.used.clear();
        true
    }

    fn turn_day(&mut self, now_ms: i64) {
        let today = beijing_day(now_ms);
        if self.day != today {
            self.day = today;
            self.used.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDNIGHT_MS: i64 = 16 * 3_600_000;
    const TWO_A_DAY: Limits = Limits { per_day: Some(2), per_minute: None };

    #[test]
    fn the_day_quota_comes_back_at_midnight_in_beijing() {
        let mut quota = Quota::default();
        let evening = MIDNIGHT_MS - 1;
        quota.count("a", TWO_A_DAY, evening).unwrap();
        quota.count("a", TWO_A_DAY, evening).unwrap();
        assert_eq!(quota.count("a", TWO_A_DAY, evening), Err(OverLimit::Day));
        assert_eq!(quota.count("b", TWO_A_DAY, evening), Ok(()));
        assert_eq!(quota.count("a", TWO_A_DAY, MIDNIGHT_MS), Ok(()));
        assert_eq!(quota.used("a", MIDNIGHT_MS), 1);
    }

    #[test]
    fn the_minute_limit_comes_back_with_the_next_minute() {
        let limits = Limits { per_day: None, per_minute: Some(1) };
        let mut quota = Quota::default();
        quota.count("a", limits, 0).unwrap();
        assert_eq!(quota.count("a", limits, 59_999), Err(OverLimit::Minute));
        assert_eq!(quota.count("a", limits, 60_000), Ok(()));
    }

    #[test]
    fn ten_clears_a_month() {
        let mut quota = Quota::default();
        quota.count("a", TWO_A_DAY, 0).unwrap();
        for _ in 0..10 {
            assert!(quota.clear(0));
        }
        assert_eq!(quota.used("a", 0), 0);
        assert!(!quota.clear(0));
        assert!(quota.clear(32 * 86_400_000));
    }

    #[test]
    fn a_refused_call_can_be_taken_back() {
        let mut quota = Quota::default();
        quota.count("a", TWO_A_DAY, 0).unwrap();
        quota.uncount("a");
        assert_eq!(quota.used("a", 0), 0);
    }
}
