//! The sample district, part of the binary: an invented district with six topics.

use super::Source;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../sample/", $name)))),*]
    };
}

const FILES: [(&str, &str); 12] = files![
    "account.toml",
    "hours.toml",
    "emergency.toml",
    "rules.toml",
    "menu.toml",
    "known.toml",
    "categories/1-today.toml",
    "categories/2-guides.toml",
    "categories/3-traffic.toml",
    "categories/4-insurance.toml",
    "categories/5-school-jobs.toml",
    "categories/6-travel.toml",
];

/// The sample district's files.
#[must_use]
pub fn sample() -> Source {
    let mut source = Source::default();
    for (name, text) in FILES {
        source.insert(name, text);
    }
    source
}
