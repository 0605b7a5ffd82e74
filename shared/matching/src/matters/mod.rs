//! Words of everyday matters of a town, in Chinese and English: `没电`, `跳闸` and `blackout` are about one thing.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::normalise;
use crate::question::plain;

/// One matter a row, its words parted by commas. Rows with `+` are kinds of places, rows with `-` ways in which many
/// matters are asked about, rows with `~` say nothing about the matter. Written by hand.
const ROWS: &str = include_str!("words.txt");

const MARKS: [char; 3] = ['+', '-', '~'];

/// A word, and the row that it stands in; none when it says nothing.
struct Words {
    finder: Option<AhoCorasick>,
    rows: Vec<Option<u8>>,
    matters: u128,
    /// Rows of kinds of places.
    kinds: u128,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut words, mut rows, mut matters, mut kinds) = (Vec::new(), Vec::new(), 0, 0);
    let mut number = 0_u8;
    for row in ROWS.lines() {
        let row_of = (!row.starts_with('~')).then_some(number);
        if row_of.is_some() {
            matters |= u128::from(!row.starts_with(['-', '+'])) << number;
            kinds |= u128::from(row.starts_with('+')) << number;
            number += 1;
        }
        for word in row.trim_start_matches(MARKS).split(',') {
            let word = plain(&normalise(word));
            if !word.is_empty() {
                words.push(word);
                rows.push(row_of);
            }
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok();
    Words { finder, rows, matters, kinds }
});

/// Which matters a text speaks of: one bit a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Matters(u128);

impl Matters {
    /// Those of a plain normal text, and where their words stand, with those that say nothing.
    pub(crate) fn of(plain: &str) -> (Self, Vec<Range<usize>>) {
        let (mut matters, mut places) = (0_u128, Vec::new());
        let Some(finder) = &WORDS.finder else { return (Self(0), places) };
        for found in finder.find_iter(plain) {
            let range = found.range();
            if is_word(plain, &range) {
                if let Some(row) = WORDS.rows[found.pattern().as_usize()] {
                    matters |= 1 << row;
                }
                places.push(range);
            }
        }
        (Self(matters), places)
    }

    /// Those that are matters.
    pub(crate) fn matters(self) -> Self {
        Self(self.0 & WORDS.matters)
    }

    /// Kinds of places alone.
    pub(crate) fn kinds(self) -> Self {
        Self(self.0 & WORDS.kinds)
    }

    /// Ways to ask alone.
    pub(crate) fn ways(self) -> Self {
        Self(self.0 & !WORDS.matters & !WORDS.kinds)
    }

    /// All but ways to ask.
    pub(crate) fn things(self) -> Self {
        Self(self.0 & (WORDS.matters | WORDS.kinds))
    }

    /// Those of either.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that both have.
    pub(crate) fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many.
    pub(crate) fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// As they are kept.
    pub(crate) fn to_bits(self) -> u128 {
        self.0
    }

    /// What [`Self::to_bits`] gave.
    pub(crate) fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// Cosine of both: how much of what both speak of is the same.
    pub(crate) fn cosine(self, other: Self) -> f32 {
        let common = self.common(other).count();
        if common == 0 { 0.0 } else { common as f32 / ((self.count() * other.count()) as f32).sqrt() }
    }
}

/// Rows that there may be.
#[cfg(test)]
const MOST_ROWS: usize = u128::BITS as usize;

/// Chinese words stand anywhere; English ones by themselves, with or without an s.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    if !is_letter(bytes.get(range.start)) {
        return true;
    }
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    let after = range.end + usize::from(bytes.get(range.end) == Some(&b's'));
    !is_letter(before) && !is_letter(bytes.get(after))
}

#[cfg(test)]
mod tests {
    use super::{MARKS, Matters, ROWS, WORDS};
    use crate::{normalise, question::plain};

    fn matters(text: &str) -> Matters {
        Matters::of(&plain(&normalise(text))).0.matters()
    }

    #[test]
    fn one_matter_in_many_words() {
        for (one, other) in [("没电了", "power outage?"), ("跳闸了", "怎么停電"), ("好臭", "it stinks")]
        {
            assert!(matters(one).common(matters(other)).count() > 0, "{one} {other}");
        }
        for (one, other) in [("停电", "电费单"), ("business", "bus stop"), ("停水", "没电")] {
            assert_eq!(matters(one).common(matters(other)).count(), 0, "{one} {other}");
        }
    }

    #[test]
    fn every_row_has_a_bit_and_every_word_one_row() {
        assert!(ROWS.lines().filter(|row| !row.starts_with('~')).count() <= super::MOST_ROWS);
        let mut words: Vec<&str> =
            ROWS.lines().flat_map(|row| row.trim_start_matches(MARKS).split(',')).collect();
        words.sort_unstable();
        assert_eq!(words.windows(2).find(|pair| pair[0] == pair[1]), None);
        assert!(WORDS.finder.is_some());
    }
}
