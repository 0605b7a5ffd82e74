//! The two languages, and how one is guessed.

use serde::{Deserialize, Serialize};

/// A language that every text exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// Words in Latin letters that people write in Chinese, too: alone they tell nothing of the language.
const TAKEN_OVER: [&str; 20] = [
    "app", "atm", "cctv", "ct", "etc", "gps", "iphone", "ktv", "led", "ok", "okay", "pdf", "pos", "ppt",
    "pvc", "qq", "suv", "vip", "wechat", "wifi",
];

impl Language {
    /// `zh` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// Picks the text of this language.
    #[must_use]
    pub const fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// The language that a text is written in, by its script: `None` when there are neither Han characters nor at
    /// least two Latin letters, or these are words that Chinese has taken over.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let han =
            text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')).count();
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        let latin: usize = words
            .filter(|word| !TAKEN_OVER.contains(&word.to_ascii_lowercase().as_str()))
            .map(str::len)
            .sum();
        if han > 0 {
            Some(Self::Chinese)
        } else if latin >= 2 {
            Some(Self::English)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_tells_the_language() {
        assert_eq!(Language::of_text("老年卡在哪里办？"), Some(Language::Chinese));
        assert_eq!(Language::of_text("Is the park open?"), Some(Language::English));
        assert_eq!(Language::of_text("WiFi怎么连"), Some(Language::Chinese));
        assert_eq!(Language::of_text("3"), None);
        assert_eq!(["WiFi？", "ok", "OK, QQ 12345"].map(Language::of_text), [None; 3]);
        assert_eq!(Language::of_text("wifi password?"), Some(Language::English));
        assert_eq!(Language::of_text("？"), None);
    }
}
