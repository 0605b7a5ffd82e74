//! What the courier says about itself: in its lease's row, and in the journal when something changes.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// Where trouble comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The platform, or the way there.
    Platform,
    /// AWS, or the way there.
    Cloud,
}

/// What was done, and what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Report {
    done: AtomicU64,
    trouble: Mutex<[Option<String>; 2]>,
}

impl Report {
    /// One more job, or token.
    pub(crate) fn did(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn trouble(&self) -> MutexGuard<'_, [Option<String>; 2]> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something keeps it from its work: no secret, no resident's words.
    pub(crate) fn troubled(&self, side: Side, what: &str) {
        let mut trouble = self.trouble();
        if trouble[side as usize].as_deref() != Some(what) {
            tracing::warn!(?side, what, "遇到问题 / in trouble");
            trouble[side as usize] = Some(what.to_owned());
        }
    }

    /// It works again.
    pub(crate) fn fine(&self, side: Side) {
        if self.trouble()[side as usize].take().is_some() {
            tracing::info!(?side, "已恢复 / fine again");
        }
    }

    /// What a heartbeat tells: jobs done, and what is wrong.
    pub(crate) fn heartbeat(&self) -> (u64, Option<String>) {
        let trouble = self.trouble();
        let words: Vec<&str> = trouble.iter().flatten().map(String::as_str).collect();
        (self.done.load(Ordering::Relaxed), (!words.is_empty()).then(|| words.join("; ")))
    }
}
