//! How old a topic may get: its own promise, and the fourteen days after which inspections of government accounts
//! count one as silent (国办秘函〔2019〕19号 and the bulletins after it).

use jiff::{SignedDuration, Timestamp};

use super::{Category, Snapshot};

/// After so many days without an update an account counts as silent.
pub const RED_LINE_DAYS: i64 = 14;
/// Days at which it is warned of.
pub const WARNING_DAYS: [i64; 3] = [7, 10, 12];

/// How a topic stands to its own promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// There is time.
    Fresh,
    /// Three quarters of the promised time are over.
    Due,
    /// The promise is broken, and residents read so.
    Stale,
}

/// How near the red line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedLine {
    /// Less than seven days without an update.
    Far,
    /// One of [`WARNING_DAYS`] is over; so many days are left.
    Near {
        /// The warning that is over.
        warning: i64,
        /// Days left.
        left: i64,
    },
    /// It is crossed.
    Crossed,
}

/// How near it is for something updated at `updated_at`.
#[must_use]
pub fn red_line(updated_at: Timestamp, now: Timestamp) -> RedLine {
    let days = now.duration_since(updated_at).as_hours() / 24;
    if days >= RED_LINE_DAYS {
        return RedLine::Crossed;
    }
    WARNING_DAYS
        .into_iter()
        .rev()
        .find(|warning| days >= *warning)
        .map_or(RedLine::Far, |warning| RedLine::Near { warning, left: RED_LINE_DAYS - days })
}

impl Category {
    /// How it stands to its own promise; without one it is fresh.
    #[must_use]
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        let Some(hours) = self.fresh_hours else { return Freshness::Fresh };
        let age = now.duration_since(self.updated_at);
        let promised = SignedDuration::from_hours(i64::from(hours));
        if age > promised {
            Freshness::Stale
        } else if age >= promised * 3 / 4 {
            Freshness::Due
        } else {
            Freshness::Fresh
        }
    }

    /// How near the red line is; far for what promises to last longer than that.
    #[must_use]
    pub fn red_line(&self, now: Timestamp) -> RedLine {
        let lasts = self.fresh_hours.is_some_and(|hours| i64::from(hours) > RED_LINE_DAYS * 24);
        if lasts { RedLine::Far } else { red_line(self.updated_at, now) }
    }
}

impl Snapshot {
    /// The newest update of any topic; `None` without topics.
    #[must_use]
    pub fn newest_update(&self) -> Option<Timestamp> {
        fn newest(list: &[Category]) -> Option<Timestamp> {
            list.iter()
                .flat_map(|category| [Some(category.updated_at), newest(&category.children)])
                .flatten()
                .max()
        }
        newest(&self.categories)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    #[test]
    fn a_day_s_promise_is_due_after_eighteen_hours_and_broken_after_a_day() {
        let daily = Category { fresh_hours: Some(24), ..Category::default() };
        let judged = [17, 18, 24].map(|hours| daily.freshness(at(hours)));
        assert_eq!(judged, [Freshness::Fresh, Freshness::Due, Freshness::Due]);
        assert_eq!(daily.freshness(at(24) + SignedDuration::from_secs(1)), Freshness::Stale);
        assert_eq!(Category::default().freshness(at(9_999)), Freshness::Fresh);
    }

    #[test]
    fn the_red_line_is_warned_of_at_seven_ten_and_twelve_days() {
        let near = |warning, left| RedLine::Near { warning, left };
        let judged = [6, 7, 9, 10, 11, 12, 13, 14].map(|days| red_line(at(0), at(days * 24)));
        let expected = [
            RedLine::Far,
            near(7, 7),
            near(7, 5),
            near(10, 4),
            near(10, 3),
            near(12, 2),
            near(12, 1),
            RedLine::Crossed,
        ];
        assert_eq!(judged, expected);
        let lasting = Category { fresh_hours: Some(720), ..Category::default() };
        assert_eq!(lasting.red_line(at(400)), RedLine::Far);
    }
}
