//! Lengths of time and sizes in words. `js/base.js` says waiting times by the same rule.

use domain::language::Language;

/// A length of time: under a minute, minutes, hours and minutes, days and hours.
pub(crate) fn span(seconds: i64, language: Language) -> String {
    let minutes = seconds.max(0) / 60;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let english = language == Language::English;
    match (days, hours, rest) {
        (0, 0, 0) if english => "under a minute".to_owned(),
        (0, 0, 0) => "不到 1 分钟".to_owned(),
        (0, 0, m) if english => format!("{m} min"),
        (0, 0, m) => format!("{m} 分钟"),
        (0, h, m) if english => format!("{h} h {m} min"),
        (0, h, m) => format!("{h} 小时 {m} 分"),
        (d, h, _) if english => format!("{d} d {h} h"),
        (d, h, _) => format!("{d} 天 {h} 小时"),
    }
}

/// A size: `3 KB`, `1.2 MB`.
pub(crate) fn bytes(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} KB", bytes.div_ceil(1000))
    } else {
        format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_as_people_say_them() {
        let both = |s| (span(s, Language::Chinese), span(s, Language::English));
        assert_eq!(both(59), ("不到 1 分钟".to_owned(), "under a minute".to_owned()));
        assert_eq!(both(18 * 60), ("18 分钟".to_owned(), "18 min".to_owned()));
        assert_eq!(both(3 * 3600 + 20 * 60), ("3 小时 20 分".to_owned(), "3 h 20 min".to_owned()));
        assert_eq!(both(50 * 3600), ("2 天 2 小时".to_owned(), "2 d 2 h".to_owned()));
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(
            (bytes(1), bytes(240_001), bytes(1_250_000)),
            ("1 KB".into(), "241 KB".into(), "1.2 MB".into())
        );
    }
}
