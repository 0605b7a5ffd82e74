//! Canned responses: what officers say often, found by a code, and what varies in it.

use serde::{Deserialize, Serialize};

use crate::content::Bilingual;

/// Longest text in a language, in bytes of UTF-8: an answer's limit less room for what is filled in and a signature.
pub const TEXT_LIMIT_BYTES: usize = 1_800;
/// Longest title, in characters.
pub const TITLE_LIMIT_CHARS: usize = 40;

/// A text that is kept to be sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedResponse {
    /// What officers type for it: 1 to 20 of `a-z 0-9 -`.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// What is said; English may be missing.
    pub text: Bilingual,
    /// Path of the topic that it belongs to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<u8>,
    /// First letters of the title's words as they are typed: `lnk` for 老年卡.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub initials: String,
    /// How often it was put into an answer.
    #[serde(default)]
    pub used: u64,
}

/// Whether a code is well formed.
#[must_use]
pub fn is_code(text: &str) -> bool {
    // `new` is the address at which one is written.
    text != "new"
        && (1..=20).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// What varies in a canned response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// How to address the resident.
    Address,
    /// The question's number.
    Number,
    /// Office hours.
    Hours,
    /// By when an answer is promised.
    Deadline,
}

impl Variable {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Address, Self::Number, Self::Hours, Self::Deadline];

    /// As it stands in a text, braces included; the same in both languages.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Address => "{称呼}",
            Self::Number => "{编号}",
            Self::Hours => "{工作时间}",
            Self::Deadline => "{期限}",
        }
    }
}

/// The text with its variables filled in.
#[must_use]
pub fn fill(text: &str, value: impl Fn(Variable) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        match Variable::ALL.into_iter().find(|variable| from.starts_with(variable.mark())) {
            Some(variable) => {
                out.push_str(&value(variable));
                rest = &from[variable.mark().len()..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The first thing in braces that is no variable, to be said to who writes the text.
#[must_use]
pub fn unknown_variable(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let from = &rest[start..];
        match Variable::ALL.into_iter().find(|variable| from.starts_with(variable.mark())) {
            Some(variable) => rest = &from[variable.mark().len()..],
            None => return Some(from.find('}').map_or(from, |end| &from[..=end])),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn variables_are_filled_once_and_others_stay() {
        let value = |variable: Variable| match variable {
            Variable::Address => "{编号}".to_owned(),
            other => other.mark().trim_matches(['{', '}']).to_lowercase(),
        };
        assert_eq!(fill("{称呼}好，{编号}在{期限}前答复。{x}", value), "{编号}好，编号在期限前答复。{x}");
        assert_eq!(unknown_variable("{称呼}{期限 }好"), Some("{期限 }"));
        assert_eq!(unknown_variable("{工作时间}"), None);
    }

    #[test]
    fn codes_are_short_and_easily_typed() {
        assert!(is_code("lnk-1") && !is_code("") && !is_code("LNK") && !is_code("老年卡"));
        assert!(!is_code(&"a".repeat(21)));
    }

    proptest! {
        #[test]
        fn a_text_without_braces_stays(text in "[^{}]{0,60}") {
            prop_assert_eq!(fill(&text, |_| String::new()), text.clone());
            prop_assert_eq!(unknown_variable(&text), None);
        }
    }
}
