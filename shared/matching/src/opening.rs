//! The title of a message, or the first words of one without, kept in its order: names are compared as wholes.

use crate::background::Background;
use crate::grams::{Gram, extend};
use crate::units::{Kind, Unit};

/// Units and, for each but the last, the n-gram of it and the next with its weight.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opening {
    pub(crate) units: Vec<Unit>,
    pub(crate) pairs: Vec<Pair>,
}

/// Two neighbouring units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) gram: Gram,
    pub(crate) idf: f32,
}

impl Opening {
    pub(crate) fn of(units: Vec<Unit>, background: &Background) -> Self {
        let pairs = units
            .windows(2)
            .map(|pair| extend(extend(0, pair[0].code), pair[1].code))
            .map(|gram| Pair { gram, idf: background.idf(gram) })
            .collect();
        Self { units, pairs }
    }

    /// Sum of the weights of all pairs.
    pub(crate) fn weight(&self) -> f32 {
        self.pairs.iter().map(|pair| pair.idf).sum()
    }

    /// Weights of the heaviest common run and of the heaviest beside it.
    pub(crate) fn common_runs(&self, other: &Self) -> (f32, f32) {
        let runs = self.longest_at(other);
        let best = heaviest(&runs, &self.pairs, None);
        let second = heaviest(&runs, &self.pairs, best.map(|run| (run.from, run.to)));
        (best.map_or(0.0, |run| run.weight), second.map_or(0.0, |run| run.weight))
    }

    /// For each place of mine how many units from there stand also in `other`, in that order.
    fn longest_at(&self, other: &Self) -> Vec<usize> {
        let mut longest = vec![0; self.units.len()];
        let mut below = vec![0; other.units.len() + 1];
        for (mine, unit) in self.units.iter().enumerate().rev() {
            let mut here = vec![0; other.units.len() + 1];
            for (theirs, their) in other.units.iter().enumerate() {
                if unit.code == their.code {
                    here[theirs] = below[theirs + 1] + 1;
                    longest[mine] = longest[mine].max(here[theirs]);
                }
            }
            below = here;
        }
        longest
    }

    /// Numbers with the unit that follows each.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.units.iter().enumerate().filter(|(_, unit)| unit.kind == Kind::Number).map(|(at, unit)| {
            let next = self.units.get(at + 1).map_or(0, |next| next.code);
            (unit.code, next)
        })
    }
}

#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    weight: f32,
}

fn heaviest(longest: &[usize], pairs: &[Pair], beside: Option<(usize, usize)>) -> Option<Run> {
    let runs = longest.iter().enumerate().filter(|(_, length)| **length >= 2).map(|(from, length)| Run {
        from,
        to: from + length,
        weight: pairs[from..from + length - 1].iter().map(|pair| pair.idf).sum(),
    });
    runs.filter(|run| beside.is_none_or(|(from, to)| run.to <= from || run.from >= to))
        .max_by(|a, b| a.weight.total_cmp(&b.weight))
}
