//! Moments and durations.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// `2026-11-24T10:05+08:00`
pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| format!("`{text}` is no time with its zone: write 2026-11-24T10:05+08:00"))
}

/// `30s`, `10m`, `49h`, `2d`, `500ms`
pub(super) fn duration(text: &str) -> Result<SignedDuration, String> {
    let wrong = || format!("`{text}` is no duration: write 500ms, 30s, 10m, 49h or 2d");
    let digits = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let number: i64 = text[..digits].parse().map_err(|_| wrong())?;
    let unit_ms = match &text[digits..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    number.checked_mul(unit_ms).map(SignedDuration::from_millis).ok_or_else(wrong)
}

/// A duration to wait for.
pub(super) fn wait(text: &str) -> Result<Duration, String> {
    Duration::try_from(duration(text)?).map_err(|_| format!("`{text}` can't be waited for"))
}
