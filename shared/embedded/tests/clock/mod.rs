//! A clock that moves only when a test says so.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use app::ports::Clock;
use jiff::Timestamp;

/// Milliseconds that have passed since a fixed day, for the work and for real.
#[derive(Default)]
pub(crate) struct StepClock {
    work_ms: AtomicI64,
    real_ms: AtomicI64,
}

impl StepClock {
    /// Time passes.
    pub(crate) fn pass(&self, time: Duration) {
        self.jump(time);
        self.real_ms.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// The work's clock is set forward, as in the demo; real time stands.
    pub(crate) fn jump(&self, time: Duration) {
        self.work_ms.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for StepClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(1_793_000_000_000 + self.work_ms.load(Ordering::SeqCst)).unwrap()
    }

    fn real_now(&self) -> Timestamp {
        Timestamp::from_millisecond(1_793_000_000_000 + self.real_ms.load(Ordering::SeqCst)).unwrap()
    }
}
