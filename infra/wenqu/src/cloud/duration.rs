//! Spans of time as people write and read them.

use std::time::Duration;

/// `30s`, `10m`, `2h`, `3d`.
///
/// # Errors
/// What to write instead.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text}: 写成 30s、10m、2h 或 3d / write 30s, 10m, 2h or 3d");
    let text = text.trim();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    number.checked_mul(seconds).filter(|s| *s <= 400 * 86_400).map(Duration::from_secs).ok_or_else(wrong)
}

/// The largest unit that says enough: `3 天 3 d`, `19 小时 19 h`, `42 分 42 min`, `7 秒 7 s`.
pub(crate) fn words(seconds: i64) -> String {
    let s = seconds.max(0);
    match s {
        172_800.. => format!("{} 天 days", s / 86_400),
        7_200.. => format!("{} 小时 h", s / 3_600),
        120.. => format!("{} 分钟 min", s / 60),
        _ => format!("{s} 秒 s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written() {
        assert_eq!(parse("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(parse(" 3d "), Ok(Duration::from_secs(259_200)));
        for bad in ["", "10", "m", "-1m", "1w", "9999999999999999999d", "十m", "1天"] {
            assert!(parse(bad).unwrap_err().contains("10m"), "{bad}");
        }
        assert_eq!(words(59), "59 秒 s");
        assert_eq!(words(3_599), "59 分钟 min");
        assert_eq!(words(86_400), "24 小时 h");
        assert_eq!(words(1_000_000), "11 天 days");
    }
}
