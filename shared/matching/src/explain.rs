//! Why two texts match: the words of one that the other has too.

use crate::background::Background;
use crate::grams::gram;
use crate::normalise;
use crate::signature::Signature;
use crate::units::{Unit, units};

/// Words shown for one match.
const MOST_WORDS: usize = 6;
/// Lighter words are everybody's.
const LEAST_WEIGHT: f32 = 1.5;

/// A run of words that both texts have.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// In normal form, as it stands in the text that was asked for.
    pub words: String,
    /// How telling it is.
    pub weight: f32,
}

/// The most telling words of `title` and `text` that stand in `other` too, the most telling first.
#[must_use]
pub fn explain(title: &str, text: &str, other: &Signature, background: &Background) -> Vec<Common> {
    let mut common: Vec<Common> = Vec::new();
    for normal in [normalise(title), normalise(text)] {
        for run in normal.split(' ').filter(|run| !run.is_empty()) {
            push_common(&mut common, run, other, background);
        }
    }
    common.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut told: Vec<Common> = Vec::new();
    for run in common {
        if told.len() < MOST_WORDS && !told.iter().any(|before| before.words.contains(&run.words)) {
            told.push(run);
        }
    }
    told
}

/// Joins neighbouring pairs that `other` has to runs.
fn push_common(common: &mut Vec<Common>, run: &str, other: &Signature, background: &Background) {
    let units = units(run);
    let ends = ends(run, &units);
    let mut from = None;
    let mut weight = 0.0_f32;
    for at in 0..units.len() {
        let pair = units.get(at..at + 2).map(gram).filter(|pair| other.has(*pair));
        if let Some(pair) = pair {
            from.get_or_insert(at);
            weight = weight.max(background.idf(pair));
            continue;
        }
        let alone = units[at].is_latin() && other.has(gram(&units[at..=at]));
        if alone {
            weight = weight.max(background.idf(gram(&units[at..=at])));
        }
        let start = from.take().or(alone.then_some(at));
        if let Some(start) = start.filter(|_| weight >= LEAST_WEIGHT) {
            let begin = if start == 0 { 0 } else { ends[start - 1] };
            common.push(Common { words: run[begin..ends[at]].to_owned(), weight });
        }
        weight = 0.0;
    }
}

/// Where each unit ends in `run`.
fn ends(run: &str, parts: &[Unit]) -> Vec<usize> {
    let mut end = 0;
    let mut ends = Vec::with_capacity(parts.len());
    for part in parts {
        let rest = &run[end..];
        end += match part.character() {
            Some(c) => c.len_utf8(),
            None => crate::units::latin_length(rest),
        };
        ends.push(end);
    }
    ends
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::explain;
    use crate::background::Background;
    use crate::signature::Signature;

    fn words(text: &str, other: &str) -> Vec<String> {
        let background = Background::shipped();
        let other = Signature::of("", other, &background);
        explain("", text, &other, &background).into_iter().map(|common| common.words).collect()
    }

    #[test]
    fn names_are_shown_whole() {
        let words = words("凉塘路什么时候旧城改造", "星沙凉塘路旧城改造要拖到何时");
        assert!(words.contains(&"凉塘路".to_owned()) && words.contains(&"旧城改造".to_owned()), "{words:?}");
    }

    #[test]
    fn numbers_and_english_words_too() {
        assert_eq!(words("x205 bus", "the x205 never comes"), ["x205"]);
        assert!(words("停水", "噪音").is_empty());
    }

    proptest! {
        #[test]
        fn every_word_shown_is_in_the_text(text in "\\PC{0,60}", other in "\\PC{0,60}") {
            let normal = crate::normalise(&text);
            for word in words(&text, &other) {
                prop_assert!(normal.contains(&word));
            }
        }
    }
}
