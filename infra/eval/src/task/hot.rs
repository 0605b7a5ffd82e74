//! `{"group","ids"}`

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use matching::background::Background;
use serde_json::json;

use super::Outcome;
use super::groups::named;
use crate::rows::{Message, RowsError, messages};
use crate::score::hot::{HOT_ASKERS, score};

pub(super) fn run(data: &Path, background: &Background) -> Result<Outcome, RowsError> {
    let messages = messages(data)?;
    let groups = named(&messages, background);
    let mut topics: BTreeMap<&str, Vec<&Message>> = BTreeMap::new();
    for message in &messages {
        topics.entry(&groups[&message.id]).or_default().push(message);
    }
    topics.retain(|_, members| {
        members.iter().map(|message| &message.user).collect::<HashSet<_>>().len() >= HOT_ASKERS
    });
    let ids = |members: &[&Message]| members.iter().map(|message| message.id.clone()).collect::<Vec<_>>();
    let lines =
        topics.iter().map(|(group, members)| json!({ "group": group, "ids": ids(members) })).collect();
    let named: Vec<HashSet<String>> =
        topics.values().map(|members| ids(members).into_iter().collect()).collect();
    Ok(Outcome { lines, measures: vec![format!("topics: {}", score(&messages, &named))] })
}
