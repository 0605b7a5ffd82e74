//! Where alerts' rows live.

use domain::alert::Kind;
use jiff::Timestamp;

use super::{MAIN, millis};
use crate::ports::Key;

/// Where alerts go, and when.
#[must_use]
pub fn alert_settings() -> Key {
    Key::new(MAIN, "ALERTS", "SETTINGS")
}

/// When something of a kind was told last.
#[must_use]
pub fn alert_last(kind: Kind) -> Key {
    Key::new(MAIN, "ALERTS", format!("LAST#{}", kind.as_str()))
}

/// The last test of a channel.
#[must_use]
pub fn alert_tested(channel: &str) -> Key {
    Key::new(MAIN, "ALERTS", format!("TESTED#{channel}"))
}

/// Until when a channel gets some rest.
#[must_use]
pub fn alert_resting(channel: &str) -> Key {
    Key::new(MAIN, "ALERTS", format!("RESTING#{channel}"))
}

/// An alert to be sent.
#[must_use]
pub fn alert(id: &str) -> Key {
    Key::new(MAIN, format!("ALERT#{id}"), "A")
}

/// Partition of what was told of a kind.
#[must_use]
pub fn alert_told_partition(kind: Kind) -> String {
    format!("TOLD#{}", kind.as_str())
}

/// That something was told: the moment that it hangs on, and what it is.
#[must_use]
pub fn alert_told(kind: Kind, moment: Timestamp, object: &str) -> Key {
    Key::new(MAIN, alert_told_partition(kind), format!("{}#{object}", millis(moment)))
}
