//! Attaching out of fold: weights and threshold from four folds, scored on the fifth.

use matching::rank::{Ranker, WEIGHED, weighed};

use crate::folds::{FOLDS, best_threshold, fold};
use crate::learn::logistic::{Fitted, fit};
use crate::predict::attach::Neighbour;
use crate::rows::{Ignored, Message};
use crate::score::Found;
use crate::score::attach::{Case, Mates, score};

/// Precision wanted where a group is chosen beforehand.
pub const SURE: f64 = 0.97;

/// What attaching reaches out of fold.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutOfFold {
    /// At the threshold with the best F1.
    pub best: Found,
    /// At the threshold with [`SURE`] precision.
    pub sure: Found,
}

/// Learns weights from the pairs of messages and their neighbours that are in none of the fold `without`.
#[must_use]
pub fn learn(
    messages: &[Message],
    ignored: &Ignored,
    neighbours: &[Vec<Neighbour>],
    without: Option<usize>,
) -> Ranker {
    let out = |place: usize| Some(fold(&messages[place].group)) == without;
    let mut rows: Vec<([f32; WEIGHED], bool)> = Vec::new();
    for (place, near) in neighbours.iter().enumerate().filter(|(place, _)| !out(*place)) {
        for neighbour in near.iter().filter(|neighbour| !out(neighbour.place)) {
            let (mine, theirs) = (&messages[place], &messages[neighbour.place]);
            if !ignored.has(&mine.id, &theirs.id) {
                rows.push((
                    weighed(&neighbour.measures, neighbour.circumstances),
                    mine.group == theirs.group,
                ));
            }
        }
    }
    let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
    ranker(&fit(&rows, 1.0))
}

/// Weights as they are shipped.
#[must_use]
pub fn ranker(fitted: &Fitted) -> Ranker {
    let mut weights = [0.0; WEIGHED];
    weights.iter_mut().zip(&fitted.weights).for_each(|(place, weight)| *place = *weight as f32);
    Ranker::of(weights, fitted.bias as f32)
}

/// Scores cases, each with the threshold that is best for the other folds.
#[must_use]
pub fn out_of_fold(cases: &[Case]) -> OutOfFold {
    let mut total = OutOfFold::default();
    for held in 0..FOLDS {
        let (test, rest): (Vec<Case>, Vec<Case>) =
            cases.iter().cloned().partition(|case| fold(&case.group) == held);
        let scores: Vec<f32> =
            rest.iter().filter_map(|case| case.candidates.first()).map(|best| best.0).collect();
        let best = best_threshold(scores.clone(), |threshold| score(&rest, threshold).found.f1());
        let sure = best_threshold(scores, |threshold| {
            let found = score(&rest, threshold).found;
            if found.precision() >= SURE { found.recall() } else { 0.0 }
        });
        add(&mut total.best, score(&test, best).found);
        add(&mut total.sure, score(&test, sure).found);
    }
    total
}

fn add(total: &mut Found, more: Found) {
    total.right += more.right;
    total.named += more.named;
    total.wanted += more.wanted;
}

/// Which candidates count.
pub const MATES: [(&str, Mates); 2] = [("all askers", Mates::All), ("different askers", Mates::OtherAskers)];
