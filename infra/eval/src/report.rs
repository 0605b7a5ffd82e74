//! Attaching out of fold: weights and threshold from four folds, scored on the fifth.

use matching::rank::{Linear, PLACED, Ranker, WEIGHED, placed, weighed};

use crate::folds::{FOLDS, best_threshold, fold};
use crate::learn::logistic::{Fitted, fit};
use crate::predict::attach::{Neighbour, rivals};
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

/// Learns weights from the pairs of messages and their neighbours that are in none of the folds `without`.
///
/// The weights within groups are learnt from likelihoods that were learnt without the pair's own fold, as those of a
/// message that is new will be.
#[must_use]
pub fn learn(
    messages: &[Message],
    ignored: &Ignored,
    neighbours: &[Vec<Neighbour>],
    without: Option<usize>,
) -> Ranker {
    let pairs = Pairs { messages, ignored, neighbours };
    let pair = pairs.alone(&[without]);
    let inner: Vec<Linear<WEIGHED>> = (0..FOLDS).map(|inner| pairs.alone(&[without, Some(inner)])).collect();
    let likelihood = |place: usize, neighbour: &Neighbour| {
        let ranker = Ranker::of(inner[fold(&messages[place].group)].clone(), unplaced());
        ranker.likelihood(&neighbour.measures, neighbour.circumstances)
    };
    let mut rows: Vec<([f32; PLACED], bool)> = Vec::new();
    for (place, rivals) in rivals(neighbours, likelihood).into_iter().enumerate() {
        let (rivals, likelihoods): (Vec<_>, Vec<_>) = rivals.into_iter().unzip();
        for (neighbour, row) in neighbours[place].iter().zip(placed(&rivals, &likelihoods)) {
            if let Some(same) = pairs.label(place, neighbour, &[without]) {
                rows.push((row, same));
            }
        }
    }
    let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
    Ranker::of(pair, linear(&fit(&rows, 1.0)))
}

/// Labelled messages and their neighbours.
struct Pairs<'a> {
    messages: &'a [Message],
    ignored: &'a Ignored,
    neighbours: &'a [Vec<Neighbour>],
}

impl Pairs<'_> {
    /// Whether both are about one issue; nothing when the pair is not to be learnt from.
    fn label(&self, place: usize, neighbour: &Neighbour, without: &[Option<usize>]) -> Option<bool> {
        let (mine, theirs) = (&self.messages[place], &self.messages[neighbour.place]);
        let out = |message: &Message| without.contains(&Some(fold(&message.group)));
        let kept = !out(mine) && !out(theirs) && !self.ignored.has(&mine.id, &theirs.id);
        kept.then(|| mine.group == theirs.group)
    }

    /// Weights of a pair by itself.
    fn alone(&self, without: &[Option<usize>]) -> Linear<WEIGHED> {
        let mut rows: Vec<([f32; WEIGHED], bool)> = Vec::new();
        for (place, near) in self.neighbours.iter().enumerate() {
            for neighbour in near {
                if let Some(same) = self.label(place, neighbour, without) {
                    rows.push((weighed(&neighbour.measures, neighbour.circumstances), same));
                }
            }
        }
        let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
        linear(&fit(&rows, 1.0))
    }
}

/// Weights that leave a pair as it is by itself.
fn unplaced() -> Linear<PLACED> {
    Linear { weights: [0.0; PLACED], bias: 0.0 }
}

/// Weights as they are shipped.
#[must_use]
pub fn linear<const N: usize>(fitted: &Fitted) -> Linear<N> {
    let mut weights = [0.0; N];
    weights.iter_mut().zip(&fitted.weights).for_each(|(place, weight)| *place = *weight as f32);
    Linear { weights, bias: fitted.bias as f32 }
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
