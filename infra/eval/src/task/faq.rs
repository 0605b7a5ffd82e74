//! `{"query" or "id","answer","score","candidates"}`

use std::collections::HashMap;
use std::path::Path;

use matching::background::Background;
use matching::rank::{OFFER, Ranker};
use matching::signature::Signature;
use serde_json::{Value, json};

use super::Outcome;
use crate::predict::Candidate;
use crate::predict::known::{Bank, question};
use crate::rows::{Ignored, Known, KnownEnglish, Pair, Query, Replied, Role, RowsError, read_if_there};
use crate::score::retrieval::{Looked, Retrieval, score};

pub(super) fn run(data: &Path, background: &Background) -> Result<Outcome, RowsError> {
    let mut outcome = Outcome::default();
    official(data, background, &mut outcome)?;
    everyday(data, background, &mut outcome)?;
    english(data, background, &mut outcome)?;
    Ok(outcome)
}

/// Answers of officials to messages: two have one answer when the officials sent the same.
fn official(data: &Path, background: &Background, outcome: &mut Outcome) -> Result<(), RowsError> {
    let roles: Vec<Role> = read_if_there(data, "gov_faq_roles.jsonl")?;
    let replied: Vec<Replied> = read_if_there(data, "replies.jsonl")?;
    let ignored = Ignored::read(data, "replies_ignore_pairs.jsonl")?;
    let by_id: HashMap<&str, &Replied> = replied.iter().map(|row| (row.id.as_str(), row)).collect();
    let signature = |row: &Replied| Signature::of(&row.title, &row.text, background);
    let rows = |bank: bool| roles.iter().filter(move |role| (role.role == "bank") == bank);
    let known: Vec<&Replied> = rows(true).filter_map(|role| by_id.get(role.id.as_str()).copied()).collect();
    let bank = Bank::of(known.iter().map(|row| (row.id.clone(), signature(row))));
    let mut looked = Vec::new();
    for role in rows(false) {
        let Some(row) = by_id.get(role.id.as_str()) else { continue };
        let candidates = bank.look(&signature(row), &Ranker::titled());
        outcome.lines.push(line("id", &role.id, &candidates));
        let is_unsure = known.iter().any(|known| ignored.has(&row.id, &known.id));
        if role.role == "query_positive" || !is_unsure {
            let is_right = |id: &str| by_id[id].answer_group == row.answer_group;
            let kind = if role.role == "query_positive" { "positive" } else { "negative" };
            looked.push(saw(kind, &candidates, is_right));
        }
    }
    tell(outcome, "official", &score(&looked));
    Ok(())
}

/// Questions of everyday life.
fn everyday(data: &Path, background: &Background, outcome: &mut Outcome) -> Result<(), RowsError> {
    let known: Vec<Known> = read_if_there(data, "faq_bank.jsonl")?;
    let queries: Vec<Query> = read_if_there(data, "faq_queries.jsonl")?;
    let ways = known.iter().flat_map(|known| known.questions.iter().map(|way| (&known.faq_id, way)));
    let bank = Bank::of(ways.map(|(id, way)| (id.clone(), question(way, background))));
    let mut looked = Vec::new();
    for query in &queries {
        let candidates = bank.look(&question(&query.query, background), &Ranker::chat());
        outcome.lines.push(line("query", &query.query, &candidates));
        looked.push(saw(&query.kind, &candidates, |id| query.faq_id.as_deref() == Some(id)));
    }
    tell(outcome, "everyday", &score(&looked));
    Ok(())
}

/// English: other wordings of known questions.
fn english(data: &Path, background: &Background, outcome: &mut Outcome) -> Result<(), RowsError> {
    let known: Vec<KnownEnglish> = read_if_there(data, "faq_en.jsonl")?;
    let pairs: Vec<Pair> = read_if_there(data, "pairs_en.jsonl")?;
    let bank = Bank::of(
        known.iter().map(|row| (row.question.clone(), Signature::of(&row.question, &row.answer, background))),
    );
    let mut looked = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.label == 1 && known.iter().any(|row| row.question == pair.a))
    {
        let candidates = bank.look(&question(&pair.b, background), &Ranker::chat());
        outcome.lines.push(line("query", &pair.b, &candidates));
        looked.push(saw("positive", &candidates, |id| id == pair.a));
    }
    tell(outcome, "English", &score(&looked));
    Ok(())
}

fn saw(kind: &str, candidates: &[Candidate], is_right: impl Fn(&str) -> bool) -> Looked {
    Looked {
        kind: kind.to_owned(),
        right: candidates.iter().map(|candidate| is_right(&candidate.id)).collect(),
        offered: candidates.first().is_some_and(|best| best.score >= OFFER),
    }
}

fn line(name: &str, asked: &str, candidates: &[Candidate]) -> Value {
    let best = candidates.first();
    let answer = best.filter(|best| best.score >= OFFER).map(|best| &best.id);
    let all: Vec<Value> = candidates
        .iter()
        .map(|candidate| json!({ "answer": candidate.id, "score": candidate.score }))
        .collect();
    json!({ name: asked, "answer": answer, "score": best.map_or(0.0, |best| best.score), "candidates": all })
}

fn tell(outcome: &mut Outcome, name: &str, scored: &Retrieval) {
    if scored.positives == 0 {
        return;
    }
    outcome.measures.push(format!(
        "{name}: top-1 {:.3}; top-3 {:.3}; MRR {:.3}; offered right {:.3}, wrong {:.3}; to the unknown {:.3?}",
        scored.top_1, scored.top_3, scored.reciprocal_rank, scored.offered_right, scored.offered_wrong, scored.false_offers
    ));
}
