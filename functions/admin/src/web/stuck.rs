//! How much is stuck, for the navigation of every page: counted now and then, not for each request.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use app::{App, stuck};
use domain::staff::Actor;
use tokio::time::{Instant, timeout};

/// How old the number may get.
const EVERY: Duration = Duration::from_secs(20);
/// Longest that a page waits for it.
const WITHIN: Duration = Duration::from_millis(500);

/// The number, and when it is counted again.
#[derive(Debug, Default)]
pub(crate) struct StuckCount {
    count: AtomicUsize,
    next: Mutex<Option<Instant>>,
}

impl StuckCount {
    /// As counted last.
    pub(crate) fn get(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// Counted by somebody else just now.
    pub(crate) fn set(&self, count: usize) {
        self.count.store(count, Ordering::Relaxed);
    }

    /// Counts when it is time. A store that fails leaves the old number.
    pub(crate) async fn refresh(&self, app: &App, actor: &Actor) {
        {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            if next.is_some_and(|next| Instant::now() < next) {
                return;
            }
            *next = Some(Instant::now() + EVERY);
        }
        match timeout(WITHIN, stuck::count(app, actor)).await {
            Ok(Ok(count)) => self.set(count),
            Ok(Err(error)) => tracing::warn!(%error, "what is stuck was not counted"),
            Err(_) => tracing::warn!("what is stuck was not counted in time"),
        }
    }
}
