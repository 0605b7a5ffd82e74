//! Every text that officers read, in both languages, an enum for each area of the console. A member without one of
//! the languages does not compile; `{}` marks where [`Words::fill`] puts what varies, the same number of times in both.

mod alerts;
mod audit;
mod content;
mod desk;
mod durations;
mod frame;
mod groups;
mod health;
mod help;
mod list;
mod menu;
mod menu_codes;
mod outcomes;
mod people;
mod search;
mod settings;
mod shift;
mod stuck;
mod words;

pub(crate) use alerts::Alarm;
pub(crate) use audit::{ACTIONS, Audit};
pub(crate) use content::Content;
pub(crate) use desk::Desk;
pub(crate) use durations::{bytes, span};
pub(crate) use frame::Frame;
pub(crate) use groups::Groups;
pub(crate) use health::Health;
pub(crate) use help::Help;
pub(crate) use list::ListText;
pub(crate) use menu::MenuText;
pub(crate) use menu_codes::menu_advice;
pub(crate) use outcomes::advice;
pub(crate) use people::People;
pub(crate) use search::SearchText;
pub(crate) use settings::Setup;
pub(crate) use shift::Shift;
pub(crate) use stuck::Stuck;
pub(crate) use words::Text;

use domain::language::Language;

/// A text in both languages.
pub(crate) trait Words: Copy {
    /// The text of a language.
    fn in_language(self, language: Language) -> &'static str;

    /// The text with its `{}` replaced, in order.
    fn fill(self, language: Language, parts: &[&str]) -> String {
        let mut parts = parts.iter();
        let mut pieces = self.in_language(language).split("{}");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            out.push_str(parts.next().unwrap_or(&""));
            out.push_str(piece);
        }
        out
    }
}

/// Makes an enum of texts, `Name: "中文", "English";` a line each, and the test that it is complete.
macro_rules! texts {
    ($area:ident { $($name:ident: $zh:literal, $en:literal;)+ }) => {
        /// Texts in both languages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $area { $($name),+ }

        impl $crate::text::Words for $area {
            fn in_language(self, language: domain::language::Language) -> &'static str {
                match self { $(Self::$name => language.pick($zh, $en)),+ }
            }
        }

        #[cfg(test)]
        #[test]
        fn both_languages_say_the_same_with_as_many_gaps() {
            $crate::text::tests::complete(&[$($area::$name),+]);
        }
    };
}
pub(crate) use texts;

#[cfg(test)]
pub(crate) mod tests {
    use std::fmt::Debug;

    use super::*;

    pub(crate) fn complete<T: Words + Debug>(all: &[T]) {
        for &text in all {
            let (zh, en) = (text.in_language(Language::Chinese), text.in_language(Language::English));
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
