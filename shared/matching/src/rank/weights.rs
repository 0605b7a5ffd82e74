//! Weights as they are stored.

use thiserror::Error;

use super::{PLACED, WEIGHED};

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

    pub(super) fn likelihood(&self, weighed: &[f32; N]) -> f32 {
        let sum: f32 = weighed.iter().zip(&self.weights).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }

    /// The same order, with other steps: what was likely as `from` says becomes as likely as `to` says, at both points.
    #[must_use]
    pub fn scaled(mut self, from: [f32; 2], to: [f32; 2]) -> Self {
        let [from, to] = [from, to].map(|points| points.map(|likely| (likely / (1.0 - likely)).ln()));
        let by = (to[1] - to[0]) / (from[1] - from[0]);
        self.weights.iter_mut().for_each(|weight| *weight *= by);
        self.bias = to[0] + (self.bias - from[0]) * by;
        self
    }
}

/// Weights of a pair by itself, and of a pair within its group.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Of a pair by itself.
    pub pair: Linear<WEIGHED>,
    /// Of a pair within its group.
    pub placed: Linear<PLACED>,
}

impl Weights {
    pub(super) const NOTHING: Self = Self {
        pair: Linear { weights: [0.0; WEIGHED], bias: -10.0 },
        placed: Linear { weights: [0.0; PLACED], bias: -10.0 },
    };

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
        Ok(Self { pair, placed: Linear::read(&mut numbers) })
    }
}

#[cfg(test)]
mod tests {
    use super::Linear;

    #[test]
    fn scaling_moves_both_points() {
        let linear = Linear { weights: [2.0], bias: -1.0 };
        let before = [0.2, 0.6].map(|value| linear.likelihood(&[value]));
        let scaled = linear.scaled(before, [0.5, 0.8]);
        assert!((scaled.likelihood(&[0.2]) - 0.5).abs() < 1e-5);
        assert!((scaled.likelihood(&[0.6]) - 0.8).abs() < 1e-5);
    }
}
