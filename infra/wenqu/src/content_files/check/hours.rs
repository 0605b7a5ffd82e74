//! Shifts and holidays.

use std::collections::BTreeSet;

use domain::working_time::Shift;
use jiff::civil::Date;

use super::{Findings, Place};
use crate::content_files::{
    load::Loaded,
    model::{HoursFile, Weekly, Year},
};

pub(super) fn check(loaded: &Loaded, found: &mut Findings) {
    let Some(hours) = &loaded.hours else { return };
    weekly(hours, found);
    let mut seen = BTreeSet::new();
    for year in &hours.years {
        one_year(year, &mut seen, found);
    }
}

fn weekly(hours: &HoursFile, found: &mut Findings) {
    let at = Place::at("hours.toml", "weekly.".to_owned(), hours.weekly.span().start);
    let days = hours.weekly.get_ref().clone().into_days();
    if days.iter().all(Vec::is_empty) {
        let zh = "一天也不上班，承诺时间就算不出来；请至少填一个班次，如 \"08:30-12:00\"";
        found.error(
            &at,
            "monday",
            zh,
            "nobody ever works, so no time can be promised; give at least one shift, such as \"08:30-12:00\"",
        );
    }
    for (day, shifts) in Weekly::DAYS.iter().zip(&days) {
        for pair in shifts.windows(2).filter(|pair| pair[1].from < pair[0].to) {
            let (one, two) = (text(pair[0]), text(pair[1]));
            found.error(
                &at,
                day,
                format!("班次 {one} 与 {two} 重叠或顺序颠倒，请按先后排开"),
                format!("the shifts {one} and {two} overlap or stand in the wrong order"),
            );
        }
    }
}

fn text(shift: Shift) -> String {
    String::from(shift)
}

fn one_year(year: &Year, seen: &mut BTreeSet<Date>, found: &mut Findings) {
    let at = Place::at("hours.toml", format!("years {}: ", year.year.get_ref()), year.year.span().start);
    for (key, days) in [("holidays", &year.holidays), ("make_up_days", &year.make_up_days)] {
        for day in days {
            if day.year() != *year.year.get_ref() {
                found.error(
                    &at,
                    key,
                    format!("{day} 不在这一年，请移到它自己的年份"),
                    format!("{day} is not in this year; move it to its own"),
                );
            }
            if !seen.insert(*day) {
                found.error(
                    &at,
                    key,
                    format!("{day} 写了两次，一天只能是假日或调休上班日之一"),
                    format!("{day} stands twice: a day is either a holiday or a make-up day"),
                );
            }
        }
    }
}
