//! Attaching out of fold: weights and threshold from four folds, scored on the fifth.

use std::collections::HashMap;

use matching::background::Background;
use matching::rank::{
    Circumstances, Linear, PLACED, PRESELECT, Ranker, SUGGEST, WEIGHED, Weights, placed, weighed,
    without_chats,
};
use matching::similarity::{Kind, compare};

use crate::folds::{FOLDS, best_threshold, fold};
use crate::learn::logistic::{Fitted, fit};
use crate::predict::attach::{Neighbour, candidates, rivals};
use crate::predict::known::question;
use crate::rows::{Ignored, Message, Pair};
use crate::score::Found;
use crate::score::attach::{Case, Mates, Said, cases, score};

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

/// Messages in one form, each with its neighbours.
pub type Neighbours = Vec<Vec<Neighbour>>;

/// Messages in one form, to be learnt from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The messages.
    pub messages: &'a [Message],
    /// Pairs that are not to be learnt from.
    pub ignored: &'a Ignored,
    /// The neighbours of each.
    pub near: &'a Neighbours,
    /// Only pairs of this kind are learnt from.
    pub kind: Option<Kind>,
    /// What is for chats is learnt too.
    pub is_for_chats: bool,
    /// How often each pair counts.
    pub times: usize,
}

/// Learns weights from the pairs of messages and their neighbours that are in none of the folds `without`.
///
/// The weights within groups are learnt from likelihoods that were learnt without the pair's own fold, as those of a
/// message that is new will be.
#[must_use]
pub fn learn(sources: &[Source<'_>], penalty: f64, without: Option<usize>) -> Weights {
    let pair = alone(sources, penalty, &[without]);
    let inner: Vec<Linear<WEIGHED>> =
        (0..FOLDS).map(|inner| alone(sources, penalty, &[without, Some(inner)])).collect();
    let rankers: Vec<Ranker> =
        inner.into_iter().map(|pair| Ranker::of(Weights { pair, placed: unplaced() })).collect();
    let mut rows: Vec<([f32; PLACED], bool)> = Vec::new();
    for source in sources {
        let likelihood = |place: usize, neighbour: &Neighbour| {
            let ranker = &rankers[fold(&source.messages[place].group)];
            ranker.likelihood(&neighbour.measures, neighbour.circumstances)
        };
        for (place, rivals) in rivals(source.near, likelihood).into_iter().enumerate() {
            let (rivals, likelihoods): (Vec<_>, Vec<_>) = rivals.into_iter().unzip();
            for (neighbour, mut row) in source.near[place].iter().zip(placed(&rivals, &likelihoods)) {
                if let Some(same) = source.label(place, neighbour, &[without]) {
                    if !source.is_for_chats {
                        without_chats(&mut row);
                    }
                    rows.extend(std::iter::repeat_n((row, same), source.times));
                }
            }
        }
    }
    let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
    Weights { pair, placed: linear(&fit(&rows, penalty)) }
}

impl Source<'_> {
    /// Whether both are about one issue; nothing when the pair is not to be learnt from.
    fn label(&self, place: usize, neighbour: &Neighbour, without: &[Option<usize>]) -> Option<bool> {
        let (mine, theirs) = (&self.messages[place], &self.messages[neighbour.place]);
        let out = |message: &Message| without.contains(&Some(fold(&message.group)));
        let is_of_kind = self.kind.is_none_or(|kind| Kind::of(&neighbour.measures) == kind);
        let kept = is_of_kind && !out(mine) && !out(theirs) && !self.ignored.has(&mine.id, &theirs.id);
        kept.then(|| mine.group == theirs.group)
    }
}

/// Weights of a pair by itself.
fn alone(sources: &[Source<'_>], penalty: f64, without: &[Option<usize>]) -> Linear<WEIGHED> {
    let mut rows: Vec<([f32; WEIGHED], bool)> = Vec::new();
    for source in sources {
        for (place, near) in source.near.iter().enumerate() {
            for neighbour in near {
                if let Some(same) = source.label(place, neighbour, without) {
                    let mut row = weighed(&neighbour.measures, neighbour.circumstances);
                    if !source.is_for_chats {
                        without_chats(&mut row);
                    }
                    rows.extend(std::iter::repeat_n((row, same), source.times));
                }
            }
        }
    }
    let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
    linear(&fit(&rows, penalty))
}

/// Weights that leave a pair as it is by itself.
fn unplaced() -> Linear<PLACED> {
    let mut weights = [0.0; PLACED];
    weights[0] = 1.0;
    Linear { weights, bias: 0.0 }
}

/// Weights as they are shipped.
#[must_use]
pub fn linear<const N: usize>(fitted: &Fitted) -> Linear<N> {
    let mut weights = [0.0; N];
    weights.iter_mut().zip(&fitted.weights).for_each(|(place, weight)| *place = *weight as f32);
    Linear { weights, bias: fitted.bias as f32 }
}

/// Penalty for weights of messages with a title: what was best out of fold.
pub const TITLED_PENALTY: f64 = 1.0;

/// Weights from all messages, scaled so that the thresholds that were best out of fold become [`SUGGEST`] and
/// [`PRESELECT`].
#[must_use]
pub fn learn_scaled(messages: &[Message], ignored: &Ignored, near: &Neighbours, penalty: f64) -> Weights {
    let said = out_of_fold_said(messages, near, &learn_folds(messages, ignored, near, penalty));
    let cases = cases(messages, ignored, &said, Mates::All);
    let [best, sure] = thresholds(&cases);
    let source = Source { messages, ignored, near, kind: None, is_for_chats: false, times: 1 };
    let Weights { pair, placed } = learn(&[source], penalty, None);
    Weights { pair, placed: placed.scaled([best, sure], [SUGGEST, PRESELECT]) }
}

/// The weights for each fold, from the others.
#[must_use]
pub fn learn_folds(messages: &[Message], ignored: &Ignored, near: &Neighbours, penalty: f64) -> Vec<Ranker> {
    let source = Source { messages, ignored, near, kind: None, is_for_chats: false, times: 1 };
    let learn = |held| Ranker::of(learn(&[source], penalty, Some(held)));
    (0..FOLDS).map(learn).collect()
}

/// What is said of each message with weights from the other folds.
#[must_use]
pub fn out_of_fold_said(
    messages: &[Message],
    near: &Neighbours,
    rankers: &[Ranker],
) -> HashMap<String, Said> {
    let by_fold: Vec<_> = rankers.iter().map(|ranker| candidates(messages, near, |_| ranker)).collect();
    messages
        .iter()
        .enumerate()
        .map(|(place, message)| {
            let found = &by_fold[fold(&message.group)][place];
            let candidates = found.iter().map(|found| (found.id.clone(), found.score)).collect();
            (message.id.clone(), Said { candidates })
        })
        .collect()
}

/// What the quick measure alone says: TF-IDF of n-grams and the cosine.
#[must_use]
pub fn nearness_said(messages: &[Message], near: &Neighbours) -> HashMap<String, Said> {
    let said = |near: &Vec<Neighbour>| Said {
        candidates: near.iter().map(|near| (messages[near.place].id.clone(), near.nearness)).collect(),
    };
    messages.iter().zip(near).map(|(message, near)| (message.id.clone(), said(near))).collect()
}

/// Penalty for weights of pairs in English: the rows are few.
const WORDS_PENALTY: f64 = 30.0;

/// Weights for pairs of words of letters, without the pairs of the fold `without`.
#[must_use]
pub fn words(pairs: &[Pair], background: &Background, without: Option<usize>) -> Weights {
    let rows: Vec<([f32; WEIGHED], bool)> = pairs
        .iter()
        .filter(|pair| Some(fold(&pair.a)) != without)
        .map(|pair| {
            let [a, b] = [&pair.a, &pair.b].map(|text| question(text, background));
            (weighed(&compare(&b, &a), Circumstances::NONE), pair.label == 1)
        })
        .collect();
    let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
    Weights { pair: linear(&fit(&rows, WORDS_PENALTY)), placed: unplaced() }
}

/// The thresholds with the best F1, and with the best recall at [`SURE`] precision.
#[must_use]
pub fn thresholds(cases: &[Case]) -> [f32; 2] {
    let scores: Vec<f32> =
        cases.iter().filter_map(|case| case.candidates.first()).map(|best| best.0).collect();
    let best = best_threshold(scores.clone(), |threshold| score(cases, threshold).found.f1());
    let sure = best_threshold(scores, |threshold| {
        let found = score(cases, threshold).found;
        if found.precision() >= SURE { found.recall() } else { 0.0 }
    });
    [best, sure.max(best + 1e-3)]
}

/// Scores cases, each with the thresholds that are best for the other folds.
#[must_use]
pub fn out_of_fold(cases: &[Case]) -> OutOfFold {
    let mut total = OutOfFold::default();
    for held in 0..FOLDS {
        let (test, rest): (Vec<Case>, Vec<Case>) =
            cases.iter().cloned().partition(|case| fold(&case.group) == held);
        let [best, sure] = thresholds(&rest);
        add(&mut total.best, score(&test, best).found);
        add(&mut total.sure, score(&test, sure).found);
    }
    total
}

/// Adds what was found in one more fold.
pub fn add(total: &mut Found, more: Found) {
    total.right += more.right;
    total.named += more.named;
    total.wanted += more.wanted;
}

/// Which candidates count.
pub const MATES: [(&str, Mates); 2] = [("all askers", Mates::All), ("different askers", Mates::OtherAskers)];
