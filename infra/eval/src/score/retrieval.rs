//! Known answers: what was found for each question.

use std::collections::BTreeMap;

use crate::score::share;

/// What was found for one question.
#[derive(Debug, Clone)]
pub struct Looked {
    /// `positive`, or which kind of negative.
    pub kind: String,
    /// For each candidate, the best first, whether it is right.
    pub right: Vec<bool>,
    /// Whether the first was offered as the answer.
    pub offered: bool,
}

impl Looked {
    fn rank(&self) -> Option<usize> {
        self.right.iter().position(|right| *right)
    }
}

/// How good the answers are.
#[derive(Debug, Clone)]
pub struct Retrieval {
    /// Questions that are known.
    pub positives: usize,
    /// Share of these whose first candidate is right.
    pub top_1: f64,
    /// Share with the right one among the first three.
    pub top_3: f64,
    /// Mean of one divided by the right one's rank.
    pub reciprocal_rank: f64,
    /// Share offered and right.
    pub offered_right: f64,
    /// Share offered and wrong.
    pub offered_wrong: f64,
    /// For each kind of question that is not known, the share that was offered something.
    pub false_offers: BTreeMap<String, f64>,
}

/// Scores what was found.
#[must_use]
pub fn score(looked: &[Looked]) -> Retrieval {
    let (positive, negative): (Vec<&Looked>, Vec<&Looked>) =
        looked.iter().partition(|looked| looked.kind == "positive");
    let within =
        |most: usize| positive.iter().filter(|looked| looked.rank().is_some_and(|rank| rank < most)).count();
    let offered = |right: bool| {
        positive.iter().filter(|looked| looked.offered && (looked.rank() == Some(0)) == right).count()
    };
    let reciprocal: f64 =
        positive.iter().filter_map(|looked| looked.rank()).map(|rank| 1.0 / (rank + 1) as f64).sum();
    Retrieval {
        positives: positive.len(),
        top_1: share(within(1), positive.len()),
        top_3: share(within(3), positive.len()),
        reciprocal_rank: reciprocal / positive.len().max(1) as f64,
        offered_right: share(offered(true), positive.len()),
        offered_wrong: share(offered(false), positive.len()),
        false_offers: false_offers(&negative),
    }
}

fn false_offers(negative: &[&Looked]) -> BTreeMap<String, f64> {
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for looked in negative {
        let (offered, all) = kinds.entry(looked.kind.clone()).or_default();
        *offered += usize::from(looked.offered);
        *all += 1;
    }
    kinds.into_iter().map(|(kind, (offered, all))| (kind, share(offered, all))).collect()
}
