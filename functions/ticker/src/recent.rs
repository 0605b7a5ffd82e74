//! What was enqueued a moment ago, so that frequent ticks don't flood the queues.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

/// How long a job is given before it counts as lost.
pub(crate) const GIVEN: SignedDuration = SignedDuration::from_secs(60);

#[derive(Default)]
struct State {
    enqueued: HashMap<String, Timestamp>,
    last: Option<Timestamp>,
}

/// Sort keys of what was enqueued, with the time.
#[derive(Default)]
pub(crate) struct Recent {
    state: Mutex<State>,
}

impl Recent {
    /// Begins a tick: drops what was long ago, and everything when the clock was set back.
    pub(crate) fn begin(&self, now: Timestamp) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.last.is_some_and(|last| last > now) {
            state.enqueued.clear();
        }
        state.enqueued.retain(|_, at| now < *at + GIVEN);
        state.last = Some(now);
    }

    /// Whether it was enqueued within the last minute.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).enqueued.contains_key(key)
    }

    /// It was enqueued.
    pub(crate) fn note(&self, key: &str, now: Timestamp) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).enqueued.insert(key.to_owned(), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_remembered_and_a_clock_set_back_forgets() {
        let recent = Recent::default();
        let at = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        recent.begin(at(0));
        recent.note("a", at(0));
        recent.begin(at(59));
        assert!(recent.has("a"));
        recent.begin(at(60));
        assert!(!recent.has("a"));
        recent.note("b", at(60));
        recent.begin(at(30));
        assert!(!recent.has("b"));
    }
}
