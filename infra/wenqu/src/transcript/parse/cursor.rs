//! Takes the words of a line one after the other.

use std::collections::VecDeque;

use crate::transcript::words::{Word, split};

/// The words that are left.
pub(super) struct Cursor {
    words: VecDeque<Word>,
}

impl Cursor {
    pub(super) fn new(line: &str) -> Result<Self, String> {
        Ok(Self { words: split(line)?.into() })
    }

    /// The next word, which must be there and bare.
    pub(super) fn bare(&mut self, what: &str) -> Result<String, String> {
        match self.words.pop_front() {
            Some(Word::Bare(word)) => Ok(word),
            Some(Word::Quoted(text)) => Err(format!("here stands {what}, without quotes, not \"{text}\"")),
            Some(Word::Pattern(text)) => Err(format!("here stands {what}, not /{text}/")),
            None => Err(format!("{what} is missing at the end of the line")),
        }
    }

    /// The next word, if there is one and it is bare.
    pub(super) fn next_bare(&mut self) -> Option<String> {
        self.peek_bare()?;
        match self.words.pop_front() {
            Some(Word::Bare(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn peek_bare(&self) -> Option<&str> {
        match self.words.front() {
            Some(Word::Bare(word)) => Some(word),
            _ => None,
        }
    }

    /// Takes the next word when it is this one.
    pub(super) fn take_bare(&mut self, word: &str) -> bool {
        let there = self.peek_bare() == Some(word);
        if there {
            self.skip();
        }
        there
    }

    pub(super) fn skip(&mut self) {
        self.words.pop_front();
    }

    /// The next word, which must be in quotes.
    pub(super) fn quoted(&mut self, what: &str) -> Result<String, String> {
        self.next_quoted().ok_or_else(|| format!("{what} must follow, in double quotes"))
    }

    /// The next word, if it is in quotes.
    pub(super) fn next_quoted(&mut self) -> Option<String> {
        match self.words.front() {
            Some(Word::Quoted(_)) => match self.words.pop_front() {
                Some(Word::Quoted(text)) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The next word, which must be a pattern.
    pub(super) fn pattern(&mut self) -> Result<String, String> {
        match self.words.pop_front() {
            Some(Word::Pattern(text)) => Ok(text),
            _ => Err("a pattern must follow, between slashes: /Q-\\S+/".to_owned()),
        }
    }

    pub(super) fn number(&mut self, what: &str) -> Result<u64, String> {
        let word = self.bare(what)?;
        word.parse().map_err(|_| format!("{what} must be a whole number, not `{word}`"))
    }

    pub(super) fn count(&mut self, what: &str) -> Result<usize, String> {
        usize::try_from(self.number(what)?).map_err(|_| format!("{what} is too large"))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Nothing may be left.
    pub(super) fn end(&mut self) -> Result<(), String> {
        match self.words.front() {
            None => Ok(()),
            Some(Word::Bare(word) | Word::Quoted(word) | Word::Pattern(word)) => {
                Err(format!("nothing may follow here, but `{word}` does"))
            }
        }
    }
}
