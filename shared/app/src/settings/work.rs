//! How the work is done.

use domain::{egress::Egress, window::WindowPolicy};
use jiff::SignedDuration;

use super::{Reader, Work, number};

/// `WENQU_EGRESS`, any mode.
pub fn egress(reader: &mut Reader<'_>) -> Egress {
    reader.optional("WENQU_EGRESS", str::parse).unwrap_or_default()
}

/// `WENQU_WINDOW_…`, `WENQU_BURST_MINUTES`, `WENQU_RETENTION_DAYS`; not every mode of egress is for everybody. `WENQU_API_BASE` tells whether the
/// platform is on this computer.
pub fn work(reader: &mut Reader<'_>, egress: Egress) -> Work {
    let standard = Work::default();
    let window = WindowPolicy {
        message_sends: number(reader, "WENQU_WINDOW_MESSAGE_SENDS", 0, 100)
            .unwrap_or(standard.window.message_sends),
        message_seconds: number(reader, "WENQU_WINDOW_MESSAGE_HOURS", 1, 720)
            .map_or(standard.window.message_seconds, |hours: i64| hours * 3600),
        tap_sends: number(reader, "WENQU_WINDOW_TAP_SENDS", 0, 100).unwrap_or(standard.window.tap_sends),
        tap_seconds: number(reader, "WENQU_WINDOW_TAP_SECONDS", 1, 86_400)
            .unwrap_or(standard.window.tap_seconds),
    };
    let burst =
        number(reader, "WENQU_BURST_MINUTES", 0, 120).map_or(standard.burst, SignedDuration::from_mins);
    let retention = number(reader, "WENQU_RETENTION_DAYS", 1, 3_650)
        .map_or(standard.retention, |days: i64| SignedDuration::from_hours(24 * days));
    let base = reader.text("WENQU_API_BASE").unwrap_or_default();
    let local =
        ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"].iter().any(|here| base.starts_with(here));
    Work { egress, window, burst, retention, local }
}
