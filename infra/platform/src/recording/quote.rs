//! How words, durations and times stand in a `.chat` file (`docs/transcripts.md`).

use crate::clock::beijing;

/// In double quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Part of a pattern between slashes that matches just this text.
pub(crate) fn literally(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' | '/'
        ) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// Whether a text can stand without quotes as one word.
pub(crate) fn is_bare(word: &str) -> bool {
    !word.is_empty() && !word.contains(char::is_whitespace) && !word.starts_with(['"', '/'])
}

/// Whether a player would take part of the text for a captured value, `{name}`; there is no way to write that as text.
pub(crate) fn has_variable(text: &str) -> bool {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).any(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

/// `49h`: the largest unit that says it exactly.
pub(crate) fn duration(ms: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    let unit = UNITS.iter().find(|(unit_ms, _)| ms != 0 && ms % unit_ms == 0);
    unit.map_or_else(|| format!("{ms}ms"), |(unit_ms, unit)| format!("{}{unit}", ms / unit_ms))
}

/// `2026-11-24T10:05+08:00`, with seconds where there are some.
pub(crate) fn moment(ms: i64) -> String {
    let text = beijing(ms);
    text.strip_suffix(":00+08:00").map_or(text.clone(), |minute| format!("{minute}+08:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_patterns_keep_what_they_hold() {
        assert_eq!(quoted("a \"b\"\n\\"), r#""a \"b\"\n\\""#);
        assert_eq!(literally("1/2 (a.b) {q}"), r"1\/2 \(a\.b\) \{q\}");
        assert!(is_bare("topic_1") && !is_bare("") && !is_bare("a b") && !is_bare("/x") && !is_bare("\"x"));
        assert!(has_variable("查 {q}") && has_variable("{{q}") && !has_variable("{ q } {}{查}"));
    }

    #[test]
    fn times_and_durations_are_as_short_as_they_are_exact() {
        for (ms, text) in [(172_800_000, "2d"), (32_400_000, "9h"), (90_000, "90s"), (1, "1ms"), (0, "0ms")] {
            assert_eq!(duration(ms), text);
        }
        let at: jiff::Timestamp = "2026-11-24T10:05:00+08:00".parse().unwrap();
        assert_eq!(moment(at.as_millisecond()), "2026-11-24T10:05+08:00");
        assert_eq!(moment(at.as_millisecond() + 7_999), "2026-11-24T10:05:07+08:00");
    }
}
