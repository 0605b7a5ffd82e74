//! The layout of the files. Every field is a key; unknown keys are refused.

use std::collections::BTreeMap;

use domain::{
    content::{Bilingual, Card, Command, Lapse, known::KnownAnswer},
    working_time::Shift,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// `account.toml`
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountFile {
    pub(super) promise_minutes: Spanned<u32>,
    pub(super) name: Spanned<Bilingual>,
    pub(super) greeting: Spanned<Bilingual>,
    pub(super) welcome_back: Spanned<Bilingual>,
    pub(super) hours: Spanned<Bilingual>,
}

/// `hours.toml`
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursFile {
    pub(super) weekly: Spanned<Weekly>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) years: Vec<Year>,
}

/// Shifts of each weekday, as `"08:30-12:00"`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Weekly {
    pub(super) monday: Vec<Shift>,
    pub(super) tuesday: Vec<Shift>,
    pub(super) wednesday: Vec<Shift>,
    pub(super) thursday: Vec<Shift>,
    pub(super) friday: Vec<Shift>,
    pub(super) saturday: Vec<Shift>,
    pub(super) sunday: Vec<Shift>,
}

impl Weekly {
    pub(super) fn into_days(self) -> [Vec<Shift>; 7] {
        [self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday]
    }

    pub(super) fn from_days(days: [Vec<Shift>; 7]) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = days;
        Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    }
}

/// Holidays of one year.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Year {
    pub(super) year: Spanned<i16>,
    #[serde(default)]
    pub(super) holidays: Vec<Date>,
    #[serde(default)]
    pub(super) make_up_days: Vec<Date>,
}

/// `categories/….toml`, and each of its `[[children]]`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CategoryFile {
    pub(super) number: Spanned<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fresh_hours: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) updated_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) usual: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) menu_keys: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) valid_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Lapse::is_mark")]
    pub(super) lapse: Lapse,
    pub(super) title: Bilingual,
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub(super) source: Bilingual,
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub(super) body: Bilingual,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) card: Option<Card>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) children: Vec<CategoryFile>,
}

/// `rules.toml`
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) rules: Vec<RuleEntry>,
}

/// One rule.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub(super) words: Spanned<Vec<String>>,
    #[serde(default)]
    pub(super) exact: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) category: Vec<u8>,
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub(super) reply: Bilingual,
}

/// `emergency.toml`
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmergencyFile {
    pub(super) words: Spanned<Vec<String>>,
    pub(super) reply: Bilingual,
}

/// `menu.toml`
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MenuFile {
    #[serde(default)]
    pub(super) commands: BTreeMap<String, Command>,
}

/// `known.toml`
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownFile {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) synonyms: Vec<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) known: Vec<Spanned<KnownAnswer>>,
}
