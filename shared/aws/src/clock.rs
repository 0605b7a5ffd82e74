//! The system's clock.

use app::ports::Clock;
use jiff::Timestamp;

/// Tells the system's time.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the edge at which the time is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
