//! Pairs of short texts: do they mean the same?

use matching::background::Background;
use matching::rank::Ranker;

use super::known::question;
use crate::rows::Pair;

/// For each pair how sure it is that both mean the same.
#[must_use]
pub fn scores(pairs: &[Pair], background: &Background, _ranker: &Ranker) -> Vec<f32> {
    pairs.iter().map(|pair| question(&pair.a, background).nearness(&question(&pair.b, background))).collect()
}
