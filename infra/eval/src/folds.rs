//! Five folds, split by issue: what a weight or threshold is chosen on is never what it is scored on.

/// How many.
pub const FOLDS: usize = 5;

/// The fold of everything about this issue.
#[must_use]
pub fn fold(issue: &str) -> usize {
    let hash = issue.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The low bits of this hash depend on the last letter alone.
    ((hash >> 32) % FOLDS as u64) as usize
}

/// The threshold with the best value of `worth` among the scores that occur; of nearly equal ones the middle.
#[must_use]
pub fn best_threshold(mut scores: Vec<f32>, worth: impl Fn(f32) -> f64) -> f32 {
    scores.sort_unstable_by(f32::total_cmp);
    scores.dedup();
    let worths: Vec<f64> = scores.iter().map(|score| worth(*score)).collect();
    let best = worths.iter().copied().fold(0.0, f64::max);
    let near: Vec<f32> = scores
        .iter()
        .zip(&worths)
        .filter(|(_, worth)| **worth >= best - NEARLY)
        .map(|(score, _)| *score)
        .collect();
    near.get(near.len() / 2).copied().unwrap_or(1.0)
}

/// Differences below this are luck.
const NEARLY: f64 = 0.002;
