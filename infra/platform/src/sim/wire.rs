//! `GET /_sim/wire`: what went over the wire, for the inspector.

use axum::Json;
use axum::extract::{Query, State as Shared};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::simulator::Simulator;

/// How many entries one answer holds at most.
const PAGE: usize = 200;

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    after: u64,
    persona: Option<String>,
}

pub(super) async fn wire(Shared(simulator): Shared<Simulator>, Query(filter): Query<Filter>) -> Json<Value> {
    let state = simulator.state();
    let fits =
        |entry: &Value| filter.persona.as_ref().is_none_or(|persona| entry["persona"] == persona.as_str());
    let items: Vec<_> = state
        .wire
        .after(filter.after)
        .filter(|(_, entry)| fits(entry))
        .take(PAGE)
        .map(|(seq, entry)| {
            let mut entry = entry.clone();
            entry["seq"] = seq.into();
            entry
        })
        .collect();
    let next =
        items.last().map_or(filter.after.min(state.wire.last()), |entry| entry["seq"].as_u64().unwrap_or(0));
    Json(json!({ "items": items, "next": next, "era": state.era }))
}
