//! `{"id","group"}`

use std::collections::HashMap;
use std::path::Path;

use matching::background::Background;
use serde_json::json;

use super::Outcome;
use crate::predict::attach::{Form, Neighbour, Shipped, neighbours};
use crate::predict::groups::{SHIPPED, groups};
use crate::rows::{Ignored, Message, RowsError, messages};
use crate::score::clusters::score;

pub(super) fn run(data: &Path, background: &Background) -> Result<Outcome, RowsError> {
    let messages = messages(data)?;
    let ignored = Ignored::read(data, "messages_ignore_pairs.jsonl")?;
    let groups = named(&messages, background);
    let lines =
        messages.iter().map(|message| json!({ "id": message.id, "group": groups[&message.id] })).collect();
    let clusters = score(&messages, &ignored, &groups);
    let measures = vec![
        format!("pairs: {}", clusters.all),
        format!("without groups over {}: {}", crate::score::clusters::LARGE, clusters.without_large),
    ];
    Ok(Outcome { lines, measures })
}

/// The group of each message, named by its first member.
pub(super) fn named(messages: &[Message], background: &Background) -> HashMap<String, String> {
    let near = neighbours(messages, Form::Whole, background);
    let shipped = Shipped::default();
    let likelihood = |place: usize, near: &Neighbour| {
        shipped.of(&messages[place], Form::Whole).likelihood(&near.measures, near.circumstances)
    };
    let groups = groups(&near, likelihood, SHIPPED);
    messages
        .iter()
        .zip(groups)
        .map(|(message, first)| (message.id.clone(), messages[first].id.clone()))
        .collect()
}
