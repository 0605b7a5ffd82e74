//! At most so many requests a minute with one token.
//!
//! Counted in this process: on AWS each environment of the function counts for itself, so the limit there is a program's
//! fair share and no wall; API Gateway has the wall.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;

/// Tokens that are remembered before those of past minutes are forgotten.
const REMEMBERED: usize = 1_000;

/// What each token has asked for in its last minute.
#[derive(Default)]
pub(crate) struct Pace {
    /// Keyed by chance: the tokens themselves are not kept.
    hasher: RandomState,
    counts: Mutex<HashMap<u64, Count>>,
}

/// Requests within a minute of the clock.
struct Count {
    minute: i64,
    requests: u32,
}

impl Pace {
    /// Counts a request. When it is one too many: how many seconds are left of this minute.
    pub(crate) fn count(&self, token: &str, most: u32, now: Timestamp) -> Option<u32> {
        let minute = now.as_second().div_euclid(60);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= REMEMBERED {
            counts.retain(|_, count| count.minute == minute);
        }
        let count = counts.entry(self.hasher.hash_one(token)).or_insert(Count { minute, requests: 0 });
        if count.minute != minute {
            *count = Count { minute, requests: 0 };
        }
        count.requests = count.requests.saturating_add(1);
        let second = now.as_second().rem_euclid(60);
        (count.requests > most).then(|| u32::try_from(60 - second).unwrap_or(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_holds_so_many_of_each_token() {
        let pace = Pace::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!([1, 2, 3].map(|_| pace.count("a", 2, at(70))), [None, None, Some(50)]);
        assert_eq!(pace.count("b", 2, at(70)), None, "another's");
        assert_eq!(pace.count("a", 2, at(119)), Some(1));
        assert_eq!(pace.count("a", 2, at(120)), None, "another minute");
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let pace = Pace::default();
        for n in 0..REMEMBERED {
            pace.count(&n.to_string(), 1, Timestamp::UNIX_EPOCH);
        }
        pace.count("late", 1, Timestamp::from_second(60).unwrap());
        assert_eq!(pace.counts.lock().unwrap().len(), 1);
    }
}
