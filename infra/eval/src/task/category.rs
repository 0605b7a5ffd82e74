//! `{"id","label","margin"}`

use std::path::Path;

use matching::background::Background;
use matching::category::{Classifier, SAFE_MARGIN};
use serde_json::json;

use super::Outcome;
use crate::rows::{Labelled, RowsError, read};
use crate::score::category::{Said, score};

pub(super) fn run(data: &Path, background: &Background) -> Result<Outcome, RowsError> {
    let rows: Vec<Labelled> = read(data, "category.jsonl")?;
    let model = Classifier::shipped();
    let said: Vec<Said> = rows.iter().map(|row| said(row, &model, background)).collect();
    let lines = rows
        .iter()
        .zip(&said)
        .map(|(row, said)| json!({ "id": row.id, "label": said.said.first(), "margin": said.margin }))
        .collect();
    let scored = score(&said, SAFE_MARGIN);
    let measures = vec![format!(
        "accuracy {:.4}; macro-F1 {:.4}; top-2 {:.4}; at the margin {:.3} of messages, {:.4} right",
        scored.accuracy, scored.macro_f1, scored.top_2, scored.at_margin.0, scored.at_margin.1
    )];
    Ok(Outcome { lines, measures })
}

fn said(row: &Labelled, model: &Classifier, background: &Background) -> Said {
    let suggestions = model.suggest(&row.title, &row.text, background);
    let score = |at: usize| suggestions.get(at).map_or(f32::MIN, |suggestion| suggestion.score);
    Said {
        wanted: row.label.clone(),
        margin: score(0) - score(1),
        said: suggestions.into_iter().map(|suggestion| suggestion.label).collect(),
    }
}
