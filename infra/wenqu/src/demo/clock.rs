//! The demo's clock: real time plus an offset that the simulator's page and transcripts move.

use app::ports::Clock;
use jiff::Timestamp;
use platform::VirtualClock;

/// The product goes by the simulator's clock; signatures by real time.
#[derive(Clone, Debug)]
pub(super) struct DemoClock(pub(super) VirtualClock);

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn real_now(&self) -> Timestamp {
        self.0.real_now()
    }
}
