//! The title of a message, or the first words of one without, kept in its order: names are compared as wholes.

use crate::background::Background;
use crate::grams::{Gram, gram, stem};
use crate::question::{counts, likeness};
use crate::stop::is_common;
use crate::units::{Unit, units};

/// Units and, for each, the weight of what begins there: a word alone, or a character and the next unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    units: Box<[Unit]>,
    /// In steps of the background's table.
    levels: Box<[u8]>,
}

impl Opening {
    /// The first `most` units of a normal text; English words by their stems, without those that all sentences have.
    pub(crate) fn of(normal: &str, most: usize, background: &Background) -> Self {
        let words = normal.split(' ').filter(|run| !run.is_empty() && !is_common(run));
        let units: Vec<Unit> = words.flat_map(stems).take(most).collect();
        let levels = (0..units.len()).map(|at| begins(&units, at).map_or(0, |gram| background.level(gram)));
        Self { levels: levels.collect(), units: units.into_boxed_slice() }
    }

    /// From units and the level of each.
    pub(crate) fn from_parts(units: Vec<Unit>, levels: Vec<u8>) -> Option<Self> {
        (levels.len() == units.len())
            .then(|| Self { units: units.into_boxed_slice(), levels: levels.into_boxed_slice() })
    }

    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
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

/// The units of a run of which a word is read as its stem.
fn stems(run: &str) -> Vec<Unit> {
    if run.bytes().all(|byte| byte.is_ascii_lowercase()) { vec![stem(run)] } else { units(run) }
}

#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    weight: f32,
}
