//! Every text that officers read, in both languages. A member without one of them does not compile; `{}` marks where
//! [`Text::fill`] puts what varies, the same number of times in both.

mod durations;
mod outcomes;
mod words;

pub(crate) use durations::{bytes, span};
pub(crate) use outcomes::advice;
pub(crate) use words::Text;

use domain::language::Language;

impl Text {
    /// The text with its `{}` replaced, in order.
    pub(crate) fn fill(self, language: Language, parts: &[&str]) -> String {
        let mut parts = parts.iter();
        let mut pieces = self.get(language).split("{}");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            out.push_str(parts.next().unwrap_or(&""));
            out.push_str(piece);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_with_as_many_gaps() {
        for &text in Text::ALL {
            let (zh, en) = (text.get(Language::Chinese), text.get(Language::English));
            assert!(!zh.is_empty() && !en.is_empty(), "{text:?}");
            assert_eq!(zh.matches("{}").count(), en.matches("{}").count(), "{text:?}");
            assert_eq!(
                Language::of_text(en).unwrap_or(Language::English),
                Language::English,
                "{text:?}: {en}"
            );
        }
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(Text::BytesUsed.fill(Language::English, &["12", "2,048"]), "12 of 2,048 bytes");
    }
}
