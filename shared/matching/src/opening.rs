//! The title of a message, or the first words of one without, kept in its order: names are compared as wholes.

use std::ops::Range;

use crate::background::Background;
use crate::grams::{Gram, gram, stem};
use crate::stop::is_common;
use crate::units::{Unit, latin_length, units};

/// Units and, for each, the weight of what begins there: a word alone, or a character and the next unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    units: Box<[Unit]>,
    /// In steps of the background's table.
    levels: Box<[u8]>,
    /// Sum of the squares of how often each unit stands there.
    square: u32,
    /// One bit a unit: it is a part of an everyday word, and of no name.
    everyday: u128,
}

/// What two openings have in common.
pub(crate) struct Common {
    /// Weight of the heaviest common run.
    pub(crate) run: f32,
    /// Weight of the heaviest beside it.
    pub(crate) second_run: f32,
    /// Cosine of the units, each as often as it stands there: all that short questions have.
    pub(crate) likeness: f32,
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
            if units.len() >= most {
                break;
            }
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
        Self { levels: levels.collect(), square: square(&units), units: units.into_boxed_slice(), everyday }
    }

    /// From units, the level of each, and which are everyday.
    pub(crate) fn from_parts(units: Vec<Unit>, levels: Vec<u8>, everyday: u128) -> Option<Self> {
        (levels.len() == units.len()).then(|| Self {
            square: square(&units),
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

    /// What both have in common in their order.
    pub(crate) fn common(&self, other: &Self) -> Common {
        let (longest, same) = self.longest_at(other);
        let best = self.heaviest(&longest, None);
        let second = best.and_then(|best| self.heaviest(&longest, Some(best)));
        Common {
            run: best.map_or(0.0, |run| run.weight),
            second_run: second.map_or(0.0, |run| run.weight),
            likeness: same as f32 / (self.square as f32 * other.square as f32).sqrt().max(1.0),
        }
    }

    /// For each place of mine how many units from there stand also in `other`, in that order; and how many pairs of a
    /// unit here and one there are the same.
    fn longest_at(&self, other: &Self) -> (Vec<i32>, i32) {
        let mut longest = vec![0; self.units.len()];
        // before[t]: how many units are common from (the place after mine, t) on. Plain loops over two rows, so that
        // several places are counted at once.
        let mut before = vec![0_i32; other.units.len() + 1];
        let mut now = before.clone();
        let mut pairs = 0;
        for (longest, unit) in longest.iter_mut().zip(&self.units).rev() {
            let (mut most, mut same) = (0, 0);
            for ((length, after), their) in now.iter_mut().zip(&before[1..]).zip(&other.units) {
                let equal = -i32::from(unit == their);
                *length = (after + 1) & equal;
                most = most.max(*length);
                same -= equal;
            }
            *longest = most;
            pairs += same;
            std::mem::swap(&mut before, &mut now);
        }
        (longest, pairs)
    }

    fn heaviest(&self, longest: &[i32], beside: Option<Run>) -> Option<Run> {
        let runs = longest.iter().enumerate().filter(|(_, length)| **length >= 2);
        let runs = runs.map(|(from, length)| self.run(from, from + *length as usize));
        runs.filter(|run| beside.is_none_or(|other| run.to <= other.from || run.from >= other.to))
            .max_by(|a, b| a.weight.total_cmp(&b.weight))
    }

    fn run(&self, from: usize, to: usize) -> Run {
        let weight = self.levels[from..to - 1].iter().map(|level| Background::weight_of(*level)).sum();
        Run { from, to, weight }
    }
}

fn square(units: &[Unit]) -> u32 {
    let mut units = units.to_vec();
    units.sort_unstable();
    units.chunk_by(|a, b| a == b).map(|same| (same.len() * same.len()) as u32).sum()
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

#[cfg(test)]
mod tests {
    use super::Opening;
    use crate::background::Background;
    use crate::normalise;
    use crate::question::plain;

    fn opening(text: &str) -> Opening {
        Opening::of(&plain(&normalise(text)), 100, &Background::shipped(), &[])
    }

    fn like(one: &str, other: &str) -> f32 {
        opening(one).common(&opening(other)).likeness
    }

    #[test]
    fn from_nothing_in_common_to_the_same() {
        assert!((like("三农场停水了？", "三农场停水吗") - 1.0).abs() < 1e-6);
        assert!((like("停水停电", "停水") - 3.0 / 12.0_f32.sqrt()).abs() < 1e-6);
        assert_eq!(like("停水", "噪音"), 0.0);
        assert_eq!(like("", "停水"), 0.0);
    }

    #[test]
    fn the_heaviest_common_run_and_one_beside_it() {
        let common = opening("凉塘路旧城改造").common(&opening("旧城改造到凉塘路了"));
        assert_eq!(common.run.max(common.second_run), common.run);
        assert!(common.second_run > 0.0);
        let one = opening("凉塘路").common(&opening("凉塘路"));
        assert!(one.run > 0.0 && one.second_run == 0.0);
    }
}
