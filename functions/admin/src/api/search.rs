//! Search over all history.

use app::search::{self, Search};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    bearer::Caller,
    body::{Asked, page_limit},
    json::QuestionJson,
    problem::Problem,
};
use crate::{AdminState, web::Asking};

/// What to look for, beside the conditions.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    words: String,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// A question that was found.
#[derive(Serialize)]
struct HitJson {
    #[serde(flatten)]
    question: QuestionJson,
    elsewhere: bool,
}

/// `GET /search`
pub(super) async fn search(
    State(state): State<AdminState>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
    Asked(asking): Asked<Asking>,
) -> Result<Json<Value>, Problem> {
    let filter = asking.filter().map_err(|error| caller.failed(&error))?;
    let asked = Search {
        words: wanted.words,
        officer: filter.assignee,
        category: filter.category,
        from: filter.from,
        to: filter.to,
        limit: page_limit(&caller.headers, wanted.limit)?,
        cursor: wanted.cursor,
    };
    let found = search::search(&caller.app, &caller.actor, &state.index, &asked).await;
    let found = found.map_err(|error| caller.failed(&error))?;
    let now = caller.app.clock.now();
    let hits = found.hits.into_iter();
    let items: Vec<_> = hits
        .map(|hit| HitJson { question: QuestionJson::new(hit.question, now), elsewhere: hit.elsewhere })
        .collect();
    Ok(Json(json!({ "items": items, "total": found.total, "since": found.since, "next": found.next })))
}
