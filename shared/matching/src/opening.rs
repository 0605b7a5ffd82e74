//! The title of a message, or the first words of one without, kept in its order: names are compared as wholes.

use std::ops::Range;

use crate::background::Background;
use crate::grams::{Gram, gram, stem};
use crate::question::{counts, likeness};
use crate::stop::is_common;
use crate::units::{Unit, latin_length, units};

/// Units and, for each, the weight of what begins there: a word alone, or a character and the next unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    units: Box<[Unit]>,
    /// In steps of the background's table.
    levels: Box<[u8]>,
    /// One bit a unit: it is a part of an everyday word, and of no name.
    everyday: u128,
}

impl Opening {
    /// The first `most` units of a normal text; English words by their stems, without those that all sentences have.
    pub(crate) fn of(
        normal: &str,
        most: usize,
        background: &Background,
        everyday_words: &[Range<usize>],
    ) -> Self {
        let (mut units, mut everyday, mut at) = (Vec::with_capacity(most), 0_u128, 0);
        let mut words = everyday_words.iter().peekable();
        for run in normal.split(' ') {
            if !run.is_empty() && !is_common(run) {
                let mut from = at;
                for (unit, length) in stems(run) {
                    while words.next_if(|word| word.end <= from).is_some() {}
                    if words.peek().is_some_and(|word| word.start <= from) {
                        everyday |= 1_u128.checked_shl(units.len() as u32).unwrap_or_default();
                    }
                    units.push(unit);
                    from += length;
                }
            }
            at += run.len() + 1;
        }
        units.truncate(most);
        let levels = (0..units.len()).map(|at| begins(&units, at).map_or(0, |gram| background.level(gram)));
        Self { levels: levels.collect(), units: units.into_boxed_slice(), everyday }
    }

    /// From units, the level of each, and which are everyday.
    pub(crate) fn from_parts(units: Vec<Unit>, levels: Vec<u8>, everyday: u128) -> Option<Self> {
        (levels.len() == units.len()).then(|| Self {
            units: units.into_boxed_slice(),
            levels: levels.into_boxed_slice(),
            everyday,
        })
    }

    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    pub(crate) fn everyday(&self) -> u128 {
        self.everyday
    }

    /// Whether the unit at a place is a part of no everyday word.
    pub(crate) fn is_telling(&self, at: usize) -> bool {
        self.everyday.checked_shr(at as u32).unwrap_or_default() & 1 == 0
    }

    /// Whether more than half of the units are words of letters.
    pub(crate) fn is_words(&self) -> bool {
        2 * self.units.iter().filter(|unit| unit.is_word()).count() > self.units.len()
    }

    pub(crate) fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// Words, and pairs of neighbours, with their weight.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (Gram, f32)> + '_ {
        let part = |at| Some((begins(&self.units, at)?, Background::weight_of(self.levels[at])));
        (0..self.units.len()).filter_map(part)
    }

    /// Sum of the weights of all parts.
    pub(crate) fn weight(&self) -> f32 {
        self.levels.iter().map(|level| Background::weight_of(*level)).sum()
    }

    /// Cosine of the units, each as often as it stands there: all that short questions have.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        likeness(&counts(self.units.iter().copied()), &counts(other.units.iter().copied()))
    }

    /// Weights of the heaviest common run and of the heaviest beside it.
    pub(crate) fn common_runs(&self, other: &Self) -> (f32, f32) {
        let longest = self.longest_at(other);
        let best = self.heaviest(&longest, None);
        let second = best.and_then(|best| self.heaviest(&longest, Some(best)));
        (best.map_or(0.0, |run| run.weight), second.map_or(0.0, |run| run.weight))
    }

    /// For each place of mine how many units from there stand also in `other`, in that order.
    fn longest_at(&self, other: &Self) -> Vec<usize> {
        let mut longest = vec![0; self.units.len()];
        // lengths[t]: how many units are common from (the place after mine, t) on.
        let mut lengths = vec![0_usize; other.units.len() + 1];
        for (mine, unit) in self.units.iter().enumerate().rev() {
            for theirs in 0..other.units.len() {
                let same = *unit == other.units[theirs];
                lengths[theirs] = if same { lengths[theirs + 1] + 1 } else { 0 };
                longest[mine] = longest[mine].max(lengths[theirs]);
            }
        }
        longest
    }

    fn heaviest(&self, longest: &[usize], beside: Option<Run>) -> Option<Run> {
        let runs = longest.iter().enumerate().filter(|(_, length)| **length >= 2);
        let runs = runs.map(|(from, length)| self.run(from, from + length));
        runs.filter(|run| beside.is_none_or(|other| run.to <= other.from || run.from >= other.to))
            .max_by(|a, b| a.weight.total_cmp(&b.weight))
    }

    fn run(&self, from: usize, to: usize) -> Run {
        let weight = self.levels[from..to - 1].iter().map(|level| Background::weight_of(*level)).sum();
        Run { from, to, weight }
    }
}

/// The part that begins at `at`.
fn begins(units: &[Unit], at: usize) -> Option<Gram> {
    let word = units[at].is_word();
    units.get(at..if word { at + 1 } else { at + 2 }).map(gram)
}

/// The units of a run, of which a word is read as its stem, and the bytes of each.
fn stems(run: &str) -> Vec<(Unit, usize)> {
    if run.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return vec![(stem(run), run.len())];
    }
    let mut rest = run;
    let length = |unit: Unit| {
        let length = unit.character().map_or_else(|| latin_length(rest), char::len_utf8);
        rest = &rest[length..];
        (unit, length)
    };
    units(run).into_iter().map(length).collect()
}

#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    weight: f32,
}
