//! A clock that a row moves: transcripts run against a deployed stack at any time of the week.
//!
//! Only with the feature `test-clock`: a released function must go by the real time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use app::ports::{Clock, Key, Table, TableError, TableName};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::SystemClock;

/// The system's time plus an offset that stands in table `delivery` (every function may read that one), partition
/// `TEST`, sort key `CLOCK`, body `{"offset_ms": n}`. Signatures go by the system's time.
pub struct TestClock {
    table: Arc<dyn Table>,
    offset_ms: AtomicI64,
}

#[derive(Deserialize)]
struct Offset {
    offset_ms: i64,
}

impl TestClock {
    /// At the system's time until it is refreshed.
    #[must_use]
    pub fn new(table: Arc<dyn Table>) -> Self {
        Self { table, offset_ms: AtomicI64::new(0) }
    }

    /// Reads the offset; no row is none. To be called at the start of each invocation.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`; `Invalid` when the row can't be read.
    pub async fn refresh(&self) -> Result<(), TableError> {
        let row = self.table.get(&Key::new(TableName::Delivery, "TEST", "CLOCK")).await?;
        let offset_ms = match row {
            None => 0,
            Some(row) => {
                serde_json::from_str::<Offset>(&row.body)
                    .map_err(|error| TableError::Invalid(format!("the test clock's row: {error}")))?
                    .offset_ms
            }
        };
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
        Ok(())
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        SystemClock.now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }

    fn real_now(&self) -> Timestamp {
        SystemClock.now()
    }
}
