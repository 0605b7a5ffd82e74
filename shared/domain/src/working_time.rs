//! Working time: weekly shifts, public holidays and make-up days, in Beijing time.
//!
//! Promises are given in working minutes, so all arithmetic is here. A make-up day (调休) works Monday's shifts,
//! whatever weekday it falls on; a holiday has none.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::time::{beijing, instant};

/// How many days ahead a search for working time goes before it gives up.
const HORIZON_DAYS: usize = 400;

/// One stretch of work within a day; `from` < `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shift {
    /// First minute.
    pub from: civil::Time,
    /// End, excluded.
    pub to: civil::Time,
}

impl TryFrom<String> for Shift {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once(['-', '–', '—']).and_then(|(from, to)| {
            let parse = |part: &str| civil::Time::strptime("%H:%M", part.trim()).ok();
            Some(Self { from: parse(from)?, to: parse(to)? })
        });
        parts.filter(|shift| shift.from < shift.to).ok_or_else(|| {
            format!("“{text}” is not a shift: write it as 08:30-12:00, beginning before its end")
        })
    }
}

impl From<Shift> for String {
    fn from(shift: Shift) -> Self {
        format!("{}-{}", shift.from.strftime("%H:%M"), shift.to.strftime("%H:%M"))
    }
}

/// When officers work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Shifts of Monday to Sunday, each in order and not overlapping.
    pub weekly: [Vec<Shift>; 7],
    /// Days without work.
    #[serde(default)]
    pub holidays: BTreeSet<civil::Date>,
    /// Days of rest that are worked instead.
    #[serde(default)]
    pub make_up_days: BTreeSet<civil::Date>,
}

impl Schedule {
    /// The shifts of one day.
    #[must_use]
    pub fn shifts(&self, day: civil::Date) -> &[Shift] {
        if self.make_up_days.contains(&day) {
            &self.weekly[0]
        } else if self.holidays.contains(&day) {
            &[]
        } else {
            &self.weekly[usize::from(day.weekday().to_monday_zero_offset() as u8)]
        }
    }

    /// Whether somebody is at work.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let at = beijing(at);
        self.shifts(at.date()).iter().any(|shift| shift.from <= at.time() && at.time() < shift.to)
    }

    /// The first working moment at or after `at`; `None` when there is none within 400 days.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        self.stretches(at).next().map(|(from, _)| from)
    }

    /// The moment when `minutes` of work have passed since `at`; `None` when there is none within 400 days.
    #[must_use]
    pub fn add(&self, at: Timestamp, minutes: u32) -> Option<Timestamp> {
        let mut left = SignedDuration::from_mins(i64::from(minutes));
        for (from, to) in self.stretches(at) {
            let length = to.duration_since(from);
            if left <= length {
                return Some(from + left);
            }
            left -= length;
        }
        None
    }

    /// Work between two moments, in whole seconds; 0 when `to` is not after `from`.
    #[must_use]
    pub fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.stretches(from)
            .take_while(|(begin, _)| *begin < to)
            .map(|(begin, end)| end.min(to).duration_since(begin).as_secs())
            .sum()
    }

    /// The working stretches from `at` on, the first cut off at `at`.
    fn stretches(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let first = beijing(at).date();
        first.series(jiff::Span::new().days(1)).take(HORIZON_DAYS).flat_map(move |day| {
            self.shifts(day).iter().filter_map(move |shift| {
                let from = instant(day.to_datetime(shift.from)).max(at);
                let to = instant(day.to_datetime(shift.to));
                (from < to).then_some((from, to))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schedule() -> Schedule {
        let shift = |text: &str| Shift::try_from(text.to_owned()).unwrap();
        let day = vec![shift("08:30-12:00"), shift("14:00-17:30")];
        let mut schedule = Schedule::default();
        schedule.weekly[..5].fill(day);
        schedule
            .holidays
            .extend(["2026-10-01".parse::<civil::Date>().unwrap(), "2026-10-02".parse().unwrap()]);
        schedule.make_up_days.insert("2026-10-10".parse().unwrap());
        schedule
    }

    fn at(text: &str) -> Timestamp {
        format!("{text}+08:00").parse().unwrap()
    }

    #[test]
    fn lunch_nights_weekends_and_holidays_do_not_count() {
        let s = schedule();
        assert_eq!(s.add(at("2026-11-24T10:05"), 115), Some(at("2026-11-24T12:00")));
        assert_eq!(s.add(at("2026-11-24T11:30"), 60), Some(at("2026-11-24T14:30")));
        assert_eq!(s.add(at("2026-11-27T20:10"), 60), Some(at("2026-11-30T09:30")));
        assert_eq!(s.add(at("2026-09-30T17:00"), 60), Some(at("2026-10-05T09:00")));
        assert_eq!(s.next_open(at("2026-11-24T12:30")), Some(at("2026-11-24T14:00")));
        assert!(s.is_open(at("2026-10-10T09:00")), "a make-up Saturday is worked");
        assert!(!s.is_open(at("2026-10-01T09:00")));
        assert_eq!(Schedule::default().add(at("2026-11-24T10:00"), 1), None);
    }

    #[test]
    fn a_shift_that_ends_before_it_begins_is_refused() {
        assert!(Shift::try_from("12:00-08:30".to_owned()).unwrap_err().contains("08:30-12:00"));
    }

    /// Minute by minute, as nobody would compute it.
    fn brute_force(schedule: &Schedule, start: Timestamp, minutes: u32) -> Timestamp {
        let (mut now, mut left) = (start, minutes);
        while left > 0 {
            if schedule.is_open(now) {
                left -= 1;
            }
            now += SignedDuration::from_mins(1);
        }
        now
    }

    proptest! {
        #[test]
        fn adding_agrees_with_counting_minutes(start in 0i64..30 * 1440, minutes in 1u32..1500) {
            let start = at("2026-09-20T00:00") + SignedDuration::from_mins(start);
            let s = schedule();
            let end = s.add(start, minutes).unwrap();
            prop_assert_eq!(end, brute_force(&s, start, minutes));
            prop_assert_eq!(s.between(start, end), i64::from(minutes) * 60);
        }
    }
}
