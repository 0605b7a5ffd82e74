//! Parsers of single values. Their errors say what to write, Chinese first.

use std::{fmt::Display, str::FromStr};

use tracing::level_filters::LevelFilter;

use super::Reader;

/// A whole number within bounds.
pub fn number<T>(reader: &mut Reader<'_>, setting: &str, least: T, most: T) -> Option<T>
where
    T: FromStr + PartialOrd + Display + Copy,
{
    reader.optional(setting, |text| {
        let value = text.parse().ok().filter(|value| (least..=most).contains(value));
        value.ok_or_else(|| {
            format!("要写 {least} 到 {most} 的整数 / must be a whole number from {least} to {most}")
        })
    })
}

/// Reads `true` or `false`.
///
/// # Errors
/// What to write instead.
pub fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "on" | "是" => Ok(true),
        "false" | "no" | "0" | "off" | "否" => Ok(false),
        _ => Err("要写 true 或 false / must be true or false"),
    }
}

/// Reads a level of logs.
///
/// # Errors
/// What to write instead.
pub fn level(word: &str) -> Result<LevelFilter, &'static str> {
    match word {
        "error" => Ok(LevelFilter::ERROR),
        "warn" => Ok(LevelFilter::WARN),
        "info" => Ok(LevelFilter::INFO),
        "debug" => Ok(LevelFilter::DEBUG),
        _ => Err("只能是 error、warn、info 或 debug / must be error, warn, info or debug"),
    }
}
