//! What every page shows but no request reads anew: read now and then.

use std::{
    fmt::Debug,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::AppError;
use tokio::time::{Instant, timeout};

/// How old it may get.
const EVERY: Duration = Duration::from_secs(20);
/// Longest that a page waits for it.
const WITHIN: Duration = Duration::from_millis(500);

/// A value, and when it is read again.
#[derive(Debug, Default)]
pub(crate) struct Glance<T>(Mutex<Known<T>>);

#[derive(Debug, Default)]
struct Known<T> {
    value: Arc<T>,
    next: Option<Instant>,
}

impl<T> Glance<T> {
    /// As read last.
    pub(crate) fn get(&self) -> Arc<T> {
        Arc::clone(&self.known().value)
    }

    /// Read by somebody else just now.
    pub(crate) fn set(&self, value: T) {
        self.known().value = Arc::new(value);
    }

    /// It is out of date: the next request reads it.
    pub(crate) fn forget(&self) {
        self.known().next = None;
    }

    /// Reads when it is time. A store that fails leaves the old value.
    pub(crate) async fn refresh(&self, what: &str, read: impl Future<Output = Result<T, AppError>>) {
        {
            let mut known = self.known();
            if known.next.is_some_and(|next| Instant::now() < next) {
                return;
            }
            known.next = Some(Instant::now() + EVERY);
        }
        match timeout(WITHIN, pin!(read)).await {
            Ok(Ok(value)) => self.set(value),
            Ok(Err(error)) => tracing::warn!(%error, what, "what pages show at a glance was not read"),
            Err(_) => tracing::warn!(what, "what pages show at a glance was not read in time"),
        }
    }

    fn known(&self) -> MutexGuard<'_, Known<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use app::ports::TableError;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_is_read_now_and_then_and_a_failure_leaves_the_old_value() {
        let glance = Glance::<usize>::default();
        glance.refresh("x", async { Ok(3) }).await;
        glance.refresh("x", async { unreachable!("read a moment ago") }).await;
        assert_eq!(*glance.get(), 3);
        tokio::time::advance(EVERY).await;
        glance.refresh("x", async { Err(TableError::Throttled.into()) }).await;
        assert_eq!(*glance.get(), 3);
        tokio::time::advance(EVERY).await;
        glance.refresh("x", std::future::pending()).await;
        assert_eq!(*glance.get(), 3);
        glance.forget();
        glance.refresh("x", async { Ok(4) }).await;
        assert_eq!(*glance.get(), 4);
    }
}
