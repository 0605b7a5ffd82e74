//! `GET /_sim/outbox`: everything the account sent, taken or refused; JSON, or a page for a browser.

use axum::Json;
use axum::extract::{Query, State as Shared};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::page;
use crate::simulator::Simulator;
use crate::state::Sent;

#[derive(Deserialize)]
pub(super) struct Filter {
    persona: Option<String>,
    #[serde(default)]
    after: u64,
}

pub(super) async fn outbox(
    Shared(simulator): Shared<Simulator>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Response {
    let state = simulator.state();
    let fits = |sent: &Sent| filter.persona.as_ref().is_none_or(|persona| sent.persona == *persona);
    let items: Vec<(u64, Sent)> = state
        .outbox
        .after(filter.after)
        .filter(|(_, sent)| fits(sent))
        .map(|(seq, sent)| (seq, sent.clone()))
        .collect();
    drop(state);
    if prefers_html(&headers) {
        return page::guarded(page::outbox::page(&items));
    }
    let items: Vec<_> = items.iter().map(|(seq, sent)| numbered(*seq, sent)).collect();
    Json(json!({ "items": items })).into_response()
}

fn numbered(seq: u64, sent: &Sent) -> Value {
    let mut value = serde_json::to_value(sent).unwrap_or_default();
    value["seq"] = seq.into();
    value
}

fn prefers_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let at = |kind: &str| accept.find(kind).unwrap_or(usize::MAX);
    at("text/html") < at("application/json")
}
