//! `{"id","to","score","candidates":[{"id","score"}]}`

use std::collections::HashMap;
use std::path::Path;

use matching::background::Background;
use matching::rank::{PRESELECT, SUGGEST};
use serde_json::{Value, json};

use super::Outcome;
use crate::predict::Candidate;
use crate::predict::attach::{Form, Shipped, candidates, neighbours};
use crate::report::MATES;
use crate::rows::{Ignored, Message, RowsError, messages};
use crate::score::attach::{Said, cases, score};

pub(super) fn run(data: &Path, background: &Background) -> Result<Outcome, RowsError> {
    let messages = messages(data)?;
    let ignored = Ignored::read(data, "messages_ignore_pairs.jsonl")?;
    let whole = said(&messages, Form::Whole, background);
    let chat = said(&messages, Form::Chat, background);
    let lines = messages.iter().map(|message| line(&message.id, &whole[&message.id])).collect();
    let mut measures = Vec::new();
    for (form, said) in [("title and text", &whole), ("chat-like", &chat)] {
        for (askers, mates) in MATES {
            let cases = cases(&messages, &ignored, said, mates);
            let [suggested, preselected] = [SUGGEST, PRESELECT].map(|threshold| score(&cases, threshold));
            measures.push(format!(
                "{form}, {askers}: {}; top-3 {:.3}; false {:.3}; pre-selected {}",
                suggested.found, suggested.top_3, suggested.false_rate, preselected.found
            ));
        }
    }
    Ok(Outcome { lines, measures })
}

fn said(messages: &[Message], form: Form, background: &Background) -> HashMap<String, Said> {
    let near = neighbours(messages, form, background);
    let shipped = Shipped::default();
    let all = candidates(messages, &near, |place| shipped.of(&messages[place], form));
    let said = |candidates: Vec<Candidate>| Said {
        candidates: candidates.into_iter().map(|candidate| (candidate.id, candidate.score)).collect(),
    };
    messages.iter().zip(all).map(|(message, candidates)| (message.id.clone(), said(candidates))).collect()
}

fn line(id: &str, said: &Said) -> Value {
    let best = said.candidates.first();
    let to = best.filter(|(_, score)| *score >= SUGGEST).map(|(to, _)| to);
    let candidates: Vec<Value> =
        said.candidates.iter().map(|(id, score)| json!({ "id": id, "score": score })).collect();
    json!({ "id": id, "to": to, "score": best.map_or(0.0, |(_, score)| *score), "candidates": candidates })
}
