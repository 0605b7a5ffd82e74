//! The title of a message, or the first words of one without, kept in its order: names are compared as wholes.

use crate::background::Background;
use crate::grams::{Gram, gram};
use crate::units::Unit;

/// Units and, for each but the last, the weight of it and the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    units: Box<[Unit]>,
    /// In steps of the background's table.
    levels: Box<[u8]>,
}

impl Opening {
    pub(crate) fn of(units: Vec<Unit>, background: &Background) -> Self {
        let levels = units.windows(2).map(|pair| background.level(gram(pair))).collect();
        Self { units: units.into_boxed_slice(), levels }
    }

    /// From units and the level of each pair.
    pub(crate) fn from_parts(units: Vec<Unit>, levels: Vec<u8>) -> Option<Self> {
        (levels.len() == units.len().saturating_sub(1))
            .then(|| Self { units: units.into_boxed_slice(), levels: levels.into_boxed_slice() })
    }

    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    pub(crate) fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// Neighbours and their weight.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (Gram, f32)> + '_ {
        self.units
            .windows(2)
            .zip(&self.levels)
            .map(|(pair, level)| (gram(pair), Background::weight_of(*level)))
    }

    /// Sum of the weights of all pairs.
    pub(crate) fn weight(&self) -> f32 {
        self.levels.iter().map(|level| Background::weight_of(*level)).sum()
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

#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    weight: f32,
}
