//! Hot topics: groups that many residents ask about, and more than before.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{FollowerId, GroupId};

/// The time that counts as now.
pub const LATELY: SignedDuration = SignedDuration::from_hours(24);
/// The days before it that are the group's own past.
pub const PAST_DAYS: i32 = 7;
/// Fewer residents are no topic.
pub const LEAST_ASKERS: usize = 4;
/// Fewer within [`LATELY`] are no rise.
const LEAST_LATELY: usize = 3;

/// A group that is hot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hot {
    /// Which.
    pub group: GroupId,
    /// Residents who asked within [`LATELY`].
    pub lately: u32,
    /// Residents who asked in the [`PAST_DAYS`] before, each day's counted by itself and added up.
    pub past: u32,
    /// Residents who have asked since it began.
    pub askers: u32,
}

/// Whether a group is hot: by whom and when its questions were asked.
///
/// It is when at least [`LEAST_ASKERS`] residents ask it, and those of the last day are clearly more than those of a usual
/// day, which is the mean of the seven before. Residents ask independently, so a day's number varies by about the root of the
/// mean; two such steps above it are chance on one day in forty. The step is never less than that of half a resident a day, so
/// that a quiet past proves nothing by itself: three within a day are then enough, where four have asked at all.
#[must_use]
pub fn hot(group: &GroupId, asked: &[(FollowerId, Timestamp)], now: Timestamp) -> Option<Hot> {
    let askers: BTreeSet<&FollowerId> = asked.iter().map(|(follower, _)| follower).collect();
    let lately = distinct(asked, now - LATELY, now);
    let past: usize =
        (1..=PAST_DAYS).map(|day| distinct(asked, now - LATELY * (day + 1), now - LATELY * day)).sum();
    let usual = f64::from(past as u32) / f64::from(PAST_DAYS);
    let limit = usual + 2.0 * usual.max(0.5).sqrt();
    let rises = lately >= LEAST_LATELY && lately as f64 > limit;
    (askers.len() >= LEAST_ASKERS && rises).then(|| Hot {
        group: group.clone(),
        lately: lately as u32,
        past: past as u32,
        askers: askers.len() as u32,
    })
}

/// Residents who asked after `from` and not after `to`.
fn distinct(asked: &[(FollowerId, Timestamp)], from: Timestamp, to: Timestamp) -> usize {
    let within = asked.iter().filter(|(_, at)| *at > from && *at <= to);
    within.map(|(follower, _)| follower).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    /// As many new residents so many days ago, the last day first.
    fn asked(days: &[usize]) -> Vec<(FollowerId, Timestamp)> {
        let mut all = Vec::new();
        for (day, residents) in days.iter().enumerate() {
            for resident in 0..*residents {
                let at = now() - LATELY * day as i32 - SignedDuration::from_mins(5);
                all.push((FollowerId::from(format!("{day}-{resident}")), at));
            }
        }
        all
    }

    fn lately(days: &[usize]) -> Option<u32> {
        hot(&"G".into(), &asked(days), now()).map(|hot| hot.lately)
    }

    #[test]
    fn what_rises_against_its_own_past_is_hot() {
        for (days, is_hot) in [
            (&[4][..], true),
            (&[3], false),
            (&[3, 1], true),
            (&[2, 2], false),
            (&[0, 9, 9], false),
            // Always asked about: ten a day, and today as well.
            (&[10; 8], false),
            (&[13, 10, 10, 10, 10, 10, 10, 10], false),
            (&[17, 10, 10, 10, 10, 10, 10, 10], true),
            // Once a day, and now five times.
            (&[3, 1, 1, 1, 1, 1, 1, 1], false),
            (&[5, 1, 1, 1, 1, 1, 1, 1], true),
            // What was asked earlier than the seven days is no past.
            (&[4, 0, 0, 0, 0, 0, 0, 0, 50], true),
        ] {
            assert_eq!(lately(days).is_some(), is_hot, "{days:?}");
        }
    }

    #[test]
    fn one_resident_who_asks_again_and_again_is_one() {
        let mut all = asked(&[3]);
        for minute in 0..20 {
            all.push(("0-0".into(), now() - SignedDuration::from_mins(minute)));
        }
        assert_eq!(hot(&"G".into(), &all, now()), None);
    }

    proptest! {
        #[test]
        fn more_of_today_is_never_less_hot(past in prop::collection::vec(0_usize..8, 7), today in 0_usize..30) {
            let with = |today: usize| lately(&[&[today], &past[..]].concat());
            prop_assert!(with(today).is_none() || with(today + 1).is_some());
        }
    }
}
