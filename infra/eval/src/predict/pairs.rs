//! Pairs of short texts: do they mean the same?

use matching::background::Background;
use matching::rank::Ranker;
use matching::similarity::compare;

use super::known::question;
use crate::rows::Pair;

/// For each pair how sure it is that both mean the same.
#[must_use]
pub fn scores(pairs: &[Pair], background: &Background, ranker: &Ranker) -> Vec<f32> {
    let of = |pair: &Pair| {
        ranker.same_question(&compare(&question(&pair.a, background), &question(&pair.b, background)))
    };
    pairs.iter().map(of).collect()
}
