//! The model: one byte for each category and bucket of n-grams.

use thiserror::Error;

use super::seen;
use crate::background::Background;
use crate::grams::Gram;
use crate::vector::Vector;

const MAGIC: [u8; 4] = *b"WQC1";
/// N-grams that fall into one bucket share a weight.
pub(super) const BUCKETS: usize = 1 << 15;

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a model of categories")]
pub struct ModelError;

/// A category and how much speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The category.
    pub label: String,
    /// Above 0 more speaks for it than against it.
    pub score: f32,
}

/// Weights of n-grams for each category.
#[derive(Debug, Clone, PartialEq)]
pub struct Classifier {
    pub(super) classes: Vec<Class>,
}

/// One category's weights.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub(super) label: String,
    pub(super) bias: f32,
    /// What a weight of one stands for.
    pub(super) step: f32,
    pub(super) weights: Vec<i8>,
}

static SHIPPED: &[u8] = include_bytes!("shipped.bin");

impl Classifier {
    /// The model that is shipped: the usual categories of messages to a local government.
    #[must_use]
    pub fn shipped() -> Self {
        // A test reads it; without a model nothing is suggested.
        Self::from_bytes(SHIPPED).unwrap_or(Self { classes: Vec::new() })
    }

    /// All categories, the likeliest first.
    #[must_use]
    pub fn suggest(&self, title: &str, text: &str, background: &Background) -> Vec<Suggestion> {
        let seen = seen(title, text, background);
        let mut suggestions: Vec<Suggestion> = self
            .classes
            .iter()
            .map(|class| Suggestion { label: class.label.clone(), score: class.score(&seen) })
            .collect();
        suggestions.sort_by(|a, b| b.score.total_cmp(&a.score));
        suggestions
    }

    /// The model as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for class in &self.classes {
            // A label is a few words.
            let label = &class.label.as_bytes()[..class.label.len().min(255)];
            bytes.push(label.len() as u8);
            bytes.extend(label);
            bytes.extend(class.bias.to_le_bytes());
            bytes.extend(class.step.to_le_bytes());
            bytes.extend(class.weights.iter().map(|weight| *weight as u8));
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// When `bytes` are no model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut rest = bytes.strip_prefix(&MAGIC).ok_or(ModelError)?;
        let mut classes = Vec::new();
        while !rest.is_empty() {
            let (class, after) = Class::read(rest).ok_or(ModelError)?;
            classes.push(class);
            rest = after;
        }
        Ok(Self { classes })
    }
}

impl Class {
    fn score(&self, seen: &Vector) -> f32 {
        let sum: f32 =
            seen.terms().map(|term| term.weight * f32::from(self.weights[bucket(term.gram)])).sum();
        sum * self.step + self.bias
    }

    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (length, rest) = bytes.split_first()?;
        let (label, rest) = rest.split_at_checked(usize::from(*length))?;
        let (bias, rest) = rest.split_first_chunk::<4>()?;
        let (step, rest) = rest.split_first_chunk::<4>()?;
        let (weights, rest) = rest.split_at_checked(BUCKETS)?;
        let class = Self {
            label: String::from_utf8(label.to_vec()).ok()?,
            bias: f32::from_le_bytes(*bias),
            step: f32::from_le_bytes(*step),
            weights: weights.iter().map(|weight| *weight as i8).collect(),
        };
        Some((class, rest))
    }
}

pub(super) fn bucket(gram: Gram) -> usize {
    ((gram ^ (gram >> 16)).wrapping_mul(0x7feb_352d) >> 17) as usize
}
