//! Categories against the labels.

use std::collections::BTreeMap;

use crate::score::{Found, share};

/// What was said of one message.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its label.
    pub wanted: String,
    /// Categories, the likeliest first.
    pub said: Vec<String>,
    /// How much likelier the first is than the second.
    pub margin: f32,
}

/// How right the categories are.
#[derive(Debug, Clone)]
pub struct Categories {
    /// The first is right.
    pub accuracy: f64,
    /// Mean of the F1 of each label.
    pub macro_f1: f64,
    /// The first or the second is right.
    pub top_2: f64,
    /// Share of messages at or above the margin, and how many of these are right.
    pub at_margin: (f64, f64),
}

/// Scores categories; `margin` is the one from which a form is filled in beforehand.
#[must_use]
pub fn score(said: &[Said], margin: f32) -> Categories {
    let right = |said: &Said| said.said.first() == Some(&said.wanted);
    let count = |wanted: &dyn Fn(&Said) -> bool| said.iter().filter(|said| wanted(said)).count();
    let sure = count(&|said| said.margin >= margin);
    Categories {
        accuracy: share(count(&right), said.len()),
        macro_f1: macro_f1(said),
        top_2: share(count(&|said| said.said.iter().take(2).any(|label| *label == said.wanted)), said.len()),
        at_margin: (
            share(sure, said.len()),
            share(count(&|said| said.margin >= margin && right(said)), sure),
        ),
    }
}

fn macro_f1(said: &[Said]) -> f64 {
    let mut labels: BTreeMap<&str, Found> = BTreeMap::new();
    for said in said {
        labels.entry(&said.wanted).or_default().wanted += 1;
        if let Some(first) = said.said.first() {
            let found = labels.entry(first).or_default();
            found.named += 1;
            found.right += usize::from(*first == said.wanted);
        }
    }
    labels.values().map(Found::f1).sum::<f64>() / labels.len().max(1) as f64
}
