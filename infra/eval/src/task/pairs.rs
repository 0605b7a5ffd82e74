//! `{"line","same","score"}`, and the file where there are several.

use std::path::Path;

use matching::background::Background;
use matching::rank::{Ranker, SAME_QUESTION};
use serde_json::json;

use super::Outcome;
use crate::predict::pairs::scores;
use crate::rows::{Pair, RowsError, read_if_there};
use crate::score::share;

const FILES: [&str; 4] = ["pairs_lcqmc.jsonl", "pairs_bq.jsonl", "pairs_afqmc.jsonl", "pairs_en.jsonl"];

pub(super) fn run(data: &Path, background: &Background) -> Result<Outcome, RowsError> {
    let mut outcome = Outcome::default();
    for file in FILES {
        let pairs: Vec<Pair> = read_if_there(data, file)?;
        let scores = scores(&pairs, background, &Ranker::chat());
        let right =
            pairs.iter().zip(&scores).filter(|(pair, score)| (pair.label == 1) == (**score >= SAME_QUESTION));
        if !pairs.is_empty() {
            outcome.measures.push(format!("{file}: accuracy {:.4}", share(right.count(), pairs.len())));
        }
        outcome.lines.extend(scores.iter().enumerate().map(|(at, score)| {
            json!({ "file": file, "line": at + 1, "same": *score >= SAME_QUESTION, "score": score })
        }));
    }
    Ok(outcome)
}
