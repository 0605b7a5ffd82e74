//! The wall clock.

use jiff::Timestamp;

/// Tells the time. The demo's clock can be moved; everything else reads the system's.
pub trait Clock: Send + Sync {
    /// The time that the work goes by.
    fn now(&self) -> Timestamp;

    /// The time that signatures are judged by: always the system's.
    fn real_now(&self) -> Timestamp {
        self.now()
    }
}
