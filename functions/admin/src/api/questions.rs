//! Questions: list, thread, and what an officer does with one.

use app::questions::{self, Answer, List, Order, Seen};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{ids::QuestionId, question::State};
use serde::Deserialize;
use serde_json::json;

use super::{
    bearer::Caller,
    body::{Asked, Body},
    json::{DeliveryJson, QuestionJson, ThreadJson},
    problem::{INPUT, Problem},
};
use crate::web::Asking;

/// Questions on a page when the caller names no limit.
const PAGE: usize = 50;

/// What to list.
#[derive(Deserialize)]
pub(super) struct Wanted {
    state: Option<String>,
    order: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `GET /questions`
pub(super) async fn list(
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
    Asked(asking): Asked<Asking>,
) -> Result<Response, Problem> {
    let states = match wanted.state.as_deref() {
        None => vec![State::Waiting],
        Some("open") => State::OPEN.to_vec(),
        Some(word) => vec![State::parse(word).ok_or_else(|| {
            let words = State::ALL.map(State::as_str).join(", ");
            choice(&caller, "state", &format!("{words}, open"))
        })?],
    };
    let order = match wanted.order.as_deref() {
        None | Some("oldest") => Order::OldestFirst,
        Some("newest") => Order::NewestFirst,
        Some(_) => return Err(choice(&caller, "order", "oldest, newest")),
    };
    let limit = wanted.limit.unwrap_or(PAGE);
    let filter = asking.filter().map_err(|error| caller.failed(&error))?;
    let list = List { states, filter, order, limit, cursor: wanted.cursor };
    let page =
        questions::list(&caller.app, &caller.actor, list).await.map_err(|error| caller.failed(&error))?;
    let ids: Vec<QuestionId> = page.lines.into_iter().map(|line| line.question).collect();
    let found = questions::load_questions(&caller.app, &caller.actor, &ids).await;
    let now = caller.app.clock.now();
    let found = found.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> = found.into_iter().map(|question| QuestionJson::new(question, now)).collect();
    Ok(Json(json!({ "items": items, "next": page.next })).into_response())
}

fn choice(caller: &Caller, field: &str, words: &str) -> Problem {
    let (zh, en) = (format!("请用其中之一：{words}"), format!("use one of: {words}"));
    Problem::new(INPUT, &caller.headers, &zh, &en).about(field)
}

/// `GET /questions/{question}`
pub(super) async fn thread(caller: Caller, Path(question): Path<String>) -> Result<Response, Problem> {
    let thread = questions::thread(&caller.app, &caller.actor, &question.into()).await;
    let thread = thread.map_err(|error| caller.failed(&error))?;
    Ok(Json(ThreadJson::new(thread, caller.app.clock.now())).into_response())
}

/// The answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerBody {
    text: String,
    /// Adds the officer's name below; else the text goes out as it stands.
    #[serde(default)]
    signed: bool,
    #[serde(default)]
    end: bool,
    seen: Option<String>,
}

/// `POST /questions/{question}/answers`
pub(super) async fn answer(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<AnswerBody>,
) -> Result<Response, Problem> {
    let seen = match body.seen.as_deref() {
        None => None,
        Some(text) => Some(Seen::parse(text).ok_or_else(|| {
            let en = "use the “seen” of the thread, or leave it out";
            Problem::new(INPUT, &caller.headers, "请用会话给出的 seen 值，或去掉它", en).about("seen")
        })?),
    };
    let key = caller.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let command = Answer {
        text: body.text,
        signed: body.signed,
        end: body.end,
        seen,
        idempotency_key: key.map(str::to_owned),
        ..Answer::default()
    };
    let done = questions::answer(&caller.app, &caller.actor, &question.into(), command).await;
    let done = done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(DeliveryJson::from(done.delivery))).into_response())
}

/// `POST /questions/{question}/take`
pub(super) async fn take(caller: Caller, Path(question): Path<String>) -> Result<Response, Problem> {
    let done = questions::take(&caller.app, &caller.actor, &question.into()).await;
    let question = done.map_err(|error| caller.failed(&error))?;
    Ok(Json(QuestionJson::new(question, caller.app.clock.now())).into_response())
}

/// `POST /questions/{question}/release`
pub(super) async fn release(caller: Caller, Path(question): Path<String>) -> Result<Response, Problem> {
    let done = questions::release(&caller.app, &caller.actor, &question.into()).await;
    let question = done.map_err(|error| caller.failed(&error))?;
    Ok(Json(QuestionJson::new(question, caller.app.clock.now())).into_response())
}

/// `POST /questions/{question}/end`
pub(super) async fn end(caller: Caller, Path(question): Path<String>) -> Result<Response, Problem> {
    let done = questions::end(&caller.app, &caller.actor, &question.into()).await;
    let question = done.map_err(|error| caller.failed(&error))?;
    Ok(Json(QuestionJson::new(question, caller.app.clock.now())).into_response())
}

/// The note.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteBody {
    text: String,
}

/// `POST /questions/{question}/notes`
pub(super) async fn note(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<NoteBody>,
) -> Result<Response, Problem> {
    let done = questions::note(&caller.app, &caller.actor, &question.into(), &body.text).await;
    let id = done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}
