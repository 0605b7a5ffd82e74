//! The clock that tests and the page can move: real time plus an offset.
//!
//! Windows, tokens, media, quotas and `CreateTime` follow it; the age of a signature and the 5-second cut do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Real time plus an offset in milliseconds, shared by all clones.
#[derive(Clone, Debug, Default)]
pub struct VirtualClock(Arc<AtomicI64>);

impl VirtualClock {
    /// A clock at real time.
    pub fn new() -> Self {
        Self::default()
    }

    /// The simulated time.
    pub fn now(&self) -> Timestamp {
        from_ms(self.now_ms())
    }

    /// The computer's own time.
    #[expect(clippy::disallowed_methods, reason = "this is the edge where real time is read")]
    pub fn real_now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// Moves the simulated time to `at`; it runs on from there.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond() - self.real_now().as_millisecond(), Ordering::SeqCst);
    }

    /// Moves the simulated time by `ms` milliseconds (back if negative).
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Back to real time.
    pub fn reset(&self) {
        self.0.store(0, Ordering::SeqCst);
    }

    /// Distance from real time in milliseconds.
    pub fn offset_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.real_now().as_millisecond().saturating_add(self.offset_ms())
    }
}

/// Milliseconds since 1970 as a timestamp, held within what the calendar can express.
pub(crate) fn from_ms(ms: i64) -> Timestamp {
    let bounded = ms.clamp(Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
    Timestamp::from_millisecond(bounded).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Beijing has no daylight saving: a fixed +08:00.
pub(crate) fn beijing_zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// `2026-11-24T10:05:00+08:00`
pub(crate) fn beijing(ms: i64) -> String {
    from_ms(ms).to_zoned_datetime(beijing_zone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The natural day in Beijing as days since 1970; daily quotas count by it.
pub(crate) fn beijing_day(ms: i64) -> i64 {
    (ms + 8 * 3_600_000).div_euclid(86_400_000)
}

/// The calendar month in Beijing, as year × 12 + month.
pub(crate) fn beijing_month(ms: i64) -> i64 {
    let day = from_ms(ms).to_zoned_datetime(beijing_zone());
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// The next Monday-to-Friday morning at 8:30 in Beijing after `ms` (weekends only; no holiday calendar).
pub(crate) fn next_working_morning(ms: i64) -> i64 {
    const DAY_MS: i64 = 86_400_000;
    const OPENING_MS: i64 = 8 * 3_600_000 + 30 * 60_000;
    let mut day = beijing_day(ms) + 1;
    // 1 January 1970 was a Thursday: day % 7 is 2 on Saturdays and 3 on Sundays.
    while matches!(day.rem_euclid(7), 2 | 3) {
        day += 1;
    }
    day * DAY_MS - 8 * 3_600_000 + OPENING_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn the_day_changes_at_midnight_in_beijing() {
        let before = ms("2026-11-24T15:59:59Z");
        let after = ms("2026-11-24T16:00:00Z");
        assert_eq!(beijing_day(before) + 1, beijing_day(after));
        assert_eq!(beijing(after), "2026-11-25T00:00:00+08:00");
    }

    #[test]
    fn the_month_changes_at_midnight_in_beijing() {
        assert_eq!(beijing_month(ms("2026-11-30T15:59:59Z")) + 1, beijing_month(ms("2026-11-30T16:00:00Z")));
        assert_eq!(beijing_month(ms("2026-12-31T12:00:00Z")) + 1, beijing_month(ms("2027-01-01T12:00:00Z")));
    }

    #[test]
    fn friday_evening_leads_to_monday_morning() {
        assert_eq!(
            beijing(next_working_morning(ms("2026-11-27T20:10:00+08:00"))),
            "2026-11-30T08:30:00+08:00"
        );
        assert_eq!(
            beijing(next_working_morning(ms("2026-11-24T02:00:00+08:00"))),
            "2026-11-25T08:30:00+08:00"
        );
    }

    #[test]
    fn clones_share_the_offset_and_reset_ends_it() {
        let clock = VirtualClock::new();
        let other = clock.clone();
        clock.advance(48 * 3_600_000);
        assert_eq!(other.offset_ms(), 172_800_000);
        other.set("2030-01-01T00:00:00Z".parse().unwrap());
        assert!(clock.now_ms() - ms("2030-01-01T00:00:00Z") < 5_000);
        clock.reset();
        assert_eq!(other.offset_ms(), 0);
    }
}
