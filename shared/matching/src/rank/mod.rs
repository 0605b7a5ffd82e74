//! How sure it is that two messages are about one issue: what was measured of them, weighed.

use thiserror::Error;

use crate::similarity::{Measures, NAMES};

/// What is known beside the words.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Circumstances {
    /// Both are by the same resident.
    pub same_author: bool,
    /// Days between them.
    pub days_between: f32,
}

/// Names of what circumstances add to the measures of the words.
pub const CIRCUMSTANCES: [&str; 4] = ["same_author", "time", "within_half_an_hour", "same_author_time"];

/// All that is weighed of a pair: the measures, the circumstances, and the measures again for the same author, who
/// repeats words where others would not.
pub const WEIGHED: usize = 2 * NAMES.len() + CIRCUMSTANCES.len();

/// Names of what is known of a candidate's group besides.
pub const STANDING: [&str; 7] = ["own", "best", "best_elsewhere", "second", "mean", "size", "share"];

/// All that is weighed of a pair within its group.
pub const PLACED: usize = STANDING.len() + WEIGHED;

/// What is weighed of a pair: [`NAMES`], then [`CIRCUMSTANCES`], then [`NAMES`] for the same author.
#[must_use]
pub fn weighed(measures: &Measures, circumstances: Circumstances) -> [f32; WEIGHED] {
    let mut weighed = [0.0; WEIGHED];
    let days = circumstances.days_between.max(0.0);
    let same_author = f32::from(u8::from(circumstances.same_author));
    let soon = f32::from(u8::from(days < 0.5 / 24.0));
    let more = [same_author, days.ln_1p(), soon, same_author * days.ln_1p()];
    let of_author = measures.iter().map(|measure| measure * same_author);
    weighed
        .iter_mut()
        .zip(measures.iter().copied().chain(more).chain(of_author))
        .for_each(|(place, value)| *place = value);
    weighed
}

/// An earlier message, as it is ranked.
#[derive(Debug, Clone, Copy)]
pub struct Rival<'a> {
    /// What was measured of the words.
    pub measures: &'a Measures,
    /// What is known beside them.
    pub circumstances: Circumstances,
    /// Its group; any number that is the same for the same group.
    pub group: usize,
    /// Messages of that group.
    pub size: usize,
}

/// What is weighed of each rival within its group, given the likelihoods of all.
#[must_use]
pub fn placed(rivals: &[Rival<'_>], likelihoods: &[f32]) -> Vec<[f32; PLACED]> {
    let mut best_first: Vec<(usize, f32)> =
        rivals.iter().map(|rival| rival.group).zip(likelihoods.iter().copied()).collect();
    best_first.sort_by(|a, b| b.1.total_cmp(&a.1));
    let of = |(rival, own): (&Rival<'_>, &f32)| {
        let mates: Vec<f32> =
            best_first.iter().filter(|(group, _)| *group == rival.group).map(|(_, likely)| *likely).collect();
        let elsewhere =
            best_first.iter().find(|(group, _)| *group != rival.group).map_or(0.0, |(_, likely)| *likely);
        let count = mates.len() as f32;
        let standing = [
            logit(*own),
            logit(mates.first().copied().unwrap_or_default()),
            logit(elsewhere),
            logit(mates.get(1).copied().unwrap_or_default()),
            mates.iter().sum::<f32>() / count.max(1.0),
            (rival.size as f32).ln_1p(),
            count / rival.size.clamp(1, rivals.len()) as f32,
        ];
        let mut placed = [0.0; PLACED];
        placed
            .iter_mut()
            .zip(standing.into_iter().chain(weighed(rival.measures, rival.circumstances)))
            .for_each(|(place, value)| *place = value);
        placed
    };
    rivals.iter().zip(likelihoods).map(of).collect()
}

fn logit(likelihood: f32) -> f32 {
    ((likelihood + 1e-4) / (1.0 - likelihood + 1e-4)).ln()
}

/// From here on a message's group is selected beforehand; the officer may change it.
pub const PRESELECT: f32 = 0.8;
/// From here on a group is suggested.
pub const SUGGEST: f32 = 0.5;
/// From here on a known answer is offered.
pub const OFFER: f32 = 0.8;
/// From here on two short questions ask the same.
pub const SAME_QUESTION: f32 = 0.5;

const MAGIC: [u8; 4] = *b"WQR1";

/// Bytes that are no weights, or weights of other measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not weights of a ranker")]
pub struct WeightsError;

/// Weights and what is added to their sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear<const N: usize> {
    /// One for each measure.
    pub weights: [f32; N],
    /// Added to the sum.
    pub bias: f32,
}

impl<const N: usize> Linear<N> {
    fn read(numbers: &mut impl Iterator<Item = f32>) -> Self {
        let mut weights = [0.0; N];
        weights.iter_mut().zip(numbers.by_ref()).for_each(|(place, number)| *place = number);
        Self { weights, bias: numbers.next().unwrap_or_default() }
    }

    fn likelihood(&self, weighed: &[f32; N]) -> f32 {
        let sum: f32 = weighed.iter().zip(&self.weights).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }
}

/// Weights learnt from labelled pairs: of a pair by itself, and of a pair within its group.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    pair: Linear<WEIGHED>,
    placed: Linear<PLACED>,
}

impl Ranker {
    /// Weights for messages with a title.
    #[must_use]
    pub fn titled() -> Self {
        Self::shipped(include_bytes!("titled.bin"))
    }

    /// Weights for messages as they are typed in a chat, and for short questions.
    #[must_use]
    pub fn chat() -> Self {
        Self::shipped(include_bytes!("chat.bin"))
    }

    fn shipped(bytes: &[u8]) -> Self {
        // A test reads them; without weights nothing is like anything.
        let zero = Self::of(
            Linear { weights: [0.0; WEIGHED], bias: -10.0 },
            Linear { weights: [0.0; PLACED], bias: -10.0 },
        );
        Self::from_bytes(bytes).unwrap_or(zero)
    }

    /// The weights as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers =
            [&self.pair.weights[..], &[self.pair.bias], &self.placed.weights[..], &[self.placed.bias]];
        let numbers = numbers.into_iter().flatten();
        MAGIC.into_iter().chain(numbers.flat_map(|number| number.to_le_bytes())).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// When `bytes` are no such weights, or of other measures.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(WeightsError)?;
        if rest.len() != 4 * (WEIGHED + PLACED + 2) {
            return Err(WeightsError);
        }
        let (chunks, _) = rest.as_chunks::<4>();
        let mut numbers = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk));
        let pair = Linear::read(&mut numbers);
        Ok(Self::of(pair, Linear::read(&mut numbers)))
    }

    /// Other weights.
    #[must_use]
    pub const fn of(pair: Linear<WEIGHED>, placed: Linear<PLACED>) -> Self {
        Self { pair, placed }
    }

    /// From 0 (surely another issue) to 1, of a pair by itself.
    #[must_use]
    pub fn likelihood(&self, measures: &Measures, circumstances: Circumstances) -> f32 {
        self.pair.likelihood(&weighed(measures, circumstances))
    }

    /// The same of each rival, now that the groups of all are known: one that has several likely ones is likelier.
    #[must_use]
    pub fn rank(&self, rivals: &[Rival<'_>]) -> Vec<f32> {
        let likelihoods: Vec<f32> =
            rivals.iter().map(|rival| self.likelihood(rival.measures, rival.circumstances)).collect();
        placed(rivals, &likelihoods).iter().map(|placed| self.placed.likelihood(placed)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_can_be_read() {
        for bytes in [&include_bytes!("titled.bin")[..], include_bytes!("chat.bin")] {
            assert_eq!(Ranker::from_bytes(bytes).unwrap().to_bytes(), bytes);
        }
        assert_eq!(Ranker::from_bytes(b"WQR1"), Err(WeightsError));
    }
}
