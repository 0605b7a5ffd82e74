//! Words that a district's officers declare to mean the same: `停水 = 断水 = 没水`.

use aho_corasick::{AhoCorasick, MatchKind};
use thiserror::Error;

use crate::normalise;

/// Why sets of words can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SynonymsError {
    /// A word is in two sets.
    #[error("{0} stands in two rows")]
    Twice(String),
    /// A word is empty, or nothing but marks.
    #[error("a row has an empty word")]
    Empty,
    /// Too many words.
    #[error("too many words")]
    TooMany,
}

/// Sets of words; each is read as its first one.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    finder: Option<AhoCorasick>,
    /// What each word that is looked for becomes.
    becomes: Vec<String>,
}

impl Synonyms {
    /// From sets as officers write them: any script, any case.
    ///
    /// # Errors
    ///
    /// When a word is empty or in two sets.
    pub fn of<S: AsRef<str>>(sets: &[Vec<S>]) -> Result<Self, SynonymsError> {
        let mut words: Vec<String> = Vec::new();
        let mut becomes = Vec::new();
        for set in sets {
            let set: Vec<String> = set.iter().map(|word| normalise(word.as_ref())).collect();
            for word in &set {
                if word.is_empty() {
                    return Err(SynonymsError::Empty);
                }
                if words.contains(word) {
                    return Err(SynonymsError::Twice(word.clone()));
                }
                words.push(word.clone());
                becomes.push(set[0].clone());
            }
        }
        if words.is_empty() {
            return Ok(Self::default());
        }
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words);
        Ok(Self { finder: Some(finder.map_err(|_| SynonymsError::TooMany)?), becomes })
    }

    /// `normal` (see [`normalise()`]) with each word as the first of its set.
    #[must_use]
    pub fn apply(&self, normal: &str) -> String {
        match &self.finder {
            Some(finder) => finder.replace_all(normal, &self.becomes),
            None => normal.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Synonyms, SynonymsError};

    #[test]
    fn every_word_of_a_row_is_read_as_the_first() {
        let synonyms = Synonyms::of(&[vec!["停水", "断水", "沒水"], vec!["wifi", "无线网"]]).unwrap();
        assert_eq!(synonyms.apply("小区没水 断水了 停水"), "小区停水 停水了 停水");
        assert_eq!(synonyms.apply("无线网"), "wifi");
        assert_eq!(Synonyms::default().apply("断水"), "断水");
    }

    #[test]
    fn rows_that_contradict_are_refused() {
        let twice = Synonyms::of(&[vec!["停水", "断水"], vec!["停电", "断水"]]);
        assert_eq!(twice.unwrap_err(), SynonymsError::Twice("断水".to_owned()));
        assert_eq!(Synonyms::of(&[vec!["停水", "！"]]).unwrap_err(), SynonymsError::Empty);
    }
}
