//! The measures of predictions.

pub mod attach;
pub mod category;
pub mod clusters;
pub mod hot;
pub mod retrieval;

use std::fmt;

/// Precision, recall, and what is between.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Found {
    /// Right ones.
    pub right: usize,
    /// Named ones, right or wrong.
    pub named: usize,
    /// Ones that there were to find.
    pub wanted: usize,
}

impl Found {
    /// Share of the named that are right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.named)
    }

    /// Share of the wanted that were found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.wanted)
    }

    /// Harmonic mean of both.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.right, self.named + self.wanted)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P {:.3} R {:.3} F1 {:.4}", self.precision(), self.recall(), self.f1())
    }
}

/// `part` of `whole`; nothing of nothing is zero.
#[must_use]
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
