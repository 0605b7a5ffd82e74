//! Beijing time. Rows and code hold UTC; people see UTC+8, which China has used without daylight saving since 1991,
//! so no time-zone database is needed.

use jiff::{
    Timestamp, civil,
    tz::{Offset, offset},
};

use crate::language::Language;

/// Asia/Shanghai.
pub const BEIJING: Offset = offset(8);

/// What a Beijing wall clock shows.
#[must_use]
pub fn beijing(at: Timestamp) -> civil::DateTime {
    BEIJING.to_datetime(at)
}

/// The instant at which a Beijing wall clock shows `at`.
#[must_use]
pub fn instant(at: civil::DateTime) -> Timestamp {
    // Fails only within hours of the year 9999's end.
    BEIJING.to_timestamp(at).unwrap_or(Timestamp::MAX)
}

/// Date and minute: `11月24日 15:40` or `24 Nov 15:40`.
#[must_use]
pub fn show(at: Timestamp, language: Language) -> String {
    let at = beijing(at);
    match language {
        Language::Chinese => format!("{}月{}日 {:02}:{:02}", at.month(), at.day(), at.hour(), at.minute()),
        Language::English => {
            format!("{} {} {:02}:{:02}", at.day(), month(at.month()), at.hour(), at.minute())
        }
    }
}

/// A moment ahead, as one says it: `今天 12:00`, `明天 09:30`, else with the date; `12:00 today`, …
#[must_use]
pub fn show_ahead(at: Timestamp, now: Timestamp, language: Language) -> String {
    let (then, today) = (beijing(at), beijing(now).date());
    let days = (then.date() - today).get_days();
    let clock = format!("{:02}:{:02}", then.hour(), then.minute());
    match (language, days) {
        (Language::Chinese, 0) => format!("今天 {clock}"),
        (Language::Chinese, 1) => format!("明天 {clock}"),
        (Language::Chinese, _) => format!("{}月{}日（{}）{clock}", then.month(), then.day(), weekday(&then)),
        (Language::English, 0) => format!("{clock} today"),
        (Language::English, 1) => format!("{clock} tomorrow"),
        (Language::English, _) => format!("{clock} on {} {}", then.day(), month(then.month())),
    }
}

fn weekday(at: &civil::DateTime) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
        [usize::from(at.weekday().to_monday_zero_offset() as u8)]
}

fn month(number: i8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES[(number as usize).clamp(1, 12) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_said_as_people_say_them() {
        let now: Timestamp = "2026-11-24T10:05:00+08:00".parse().unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(show(now, Language::Chinese), "11月24日 10:05");
        assert_eq!(show(now, Language::English), "24 Nov 10:05");
        assert_eq!(show_ahead(at("2026-11-24T12:00:00+08:00"), now, Language::Chinese), "今天 12:00");
        assert_eq!(show_ahead(at("2026-11-25T09:30:00+08:00"), now, Language::English), "09:30 tomorrow");
        assert_eq!(
            show_ahead(at("2026-11-30T09:30:00+08:00"), now, Language::Chinese),
            "11月30日（周一）09:30"
        );
    }
}
