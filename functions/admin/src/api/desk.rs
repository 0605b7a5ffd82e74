//! What officers do around an answer: giving and filing questions, drafts, presence, pictures, residents' remarks.

use app::{
    drafts, followers, presence,
    questions::{self, Answer, Towards},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, rejection::BytesRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{EntryId, FollowerId, Login, QuestionId},
    question::Question,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    bearer::Caller,
    body::Body,
    json::{DeliveryJson, QuestionJson},
    problem::{INPUT, Problem, TOO_LARGE},
};
use crate::picture;

/// Earlier questions of a resident that are given.
const PAST: usize = 50;

/// To whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssignBody {
    to: Login,
}

fn shown(caller: &Caller, question: Question) -> Response {
    Json(QuestionJson::new(question, caller.app.clock.now())).into_response()
}

/// `POST /questions/{question}/assign`
pub(super) async fn assign(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<AssignBody>,
) -> Result<Response, Problem> {
    let done = questions::assign(&caller.app, &caller.actor, &question.into(), &body.to).await;
    done.map(|question| shown(&caller, question)).map_err(|error| caller.failed(&error))
}

/// `GET /colleagues`
pub(super) async fn colleagues(caller: Caller) -> Result<Json<Value>, Problem> {
    let found = questions::colleagues(&caller.app, &caller.actor).await;
    let found = found.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> =
        found.iter().map(|colleague| json!({ "login": colleague.login, "name": colleague.name })).collect();
    Ok(Json(json!({ "items": items })))
}

/// Under what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CategoryBody {
    category: String,
}

/// `POST /questions/{question}/category`
pub(super) async fn categorise(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<CategoryBody>,
) -> Result<Response, Problem> {
    let path = path(&caller, &body.category)?;
    let done = questions::categorise(&caller.app, &caller.actor, &question.into(), path).await;
    done.map(|question| shown(&caller, question)).map_err(|error| caller.failed(&error))
}

/// Reads a topic's path.
pub(super) fn path(caller: &Caller, text: &str) -> Result<Vec<u8>, Problem> {
    questions::parse_path(text).ok_or_else(|| {
        let en = "write the topic's numbers with points between them, such as 4.1; empty for none";
        Problem::new(INPUT, &caller.headers, "写栏目的数字，中间用点，例如 4.1；不归类则留空", en)
            .about("category")
    })
}

/// A text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextBody {
    text: String,
}

/// `GET /questions/{question}/draft`
pub(super) async fn draft(caller: Caller, Path(question): Path<String>) -> Result<Json<Value>, Problem> {
    let found = drafts::find(&caller.app, &caller.actor, &question.into()).await;
    let found = found.map_err(|error| caller.failed(&error))?;
    let (text, saved_at) = found.map_or((String::new(), None), |draft| (draft.text, Some(draft.saved_at)));
    Ok(Json(json!({ "text": text, "saved_at": saved_at })))
}

/// `PUT /questions/{question}/draft`
pub(super) async fn save_draft(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<TextBody>,
) -> Result<StatusCode, Problem> {
    let done = drafts::save(&caller.app, &caller.actor, &question.into(), &body.text).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| caller.failed(&error))
}

/// Whether an answer is being written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PresenceBody {
    #[serde(default)]
    writes: bool,
}

/// `GET /questions/{question}/presence`
pub(super) async fn present(caller: Caller, Path(question): Path<String>) -> Result<Json<Value>, Problem> {
    others(&caller, &question.into()).await
}

/// `POST /questions/{question}/presence`
pub(super) async fn show(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<PresenceBody>,
) -> Result<Json<Value>, Problem> {
    let question = QuestionId::from(question);
    let done = presence::show(&caller.app, &caller.actor, &question, body.writes).await;
    done.map_err(|error| caller.failed(&error))?;
    others(&caller, &question).await
}

async fn others(caller: &Caller, question: &QuestionId) -> Result<Json<Value>, Problem> {
    let found = presence::others(&caller.app, &caller.actor, question).await;
    let found = found.map_err(|error| caller.failed(&error))?;
    let item = |other: &presence::Present| json!({ "login": other.login, "name": other.name, "writes": other.writes });
    Ok(Json(json!({ "items": found.iter().map(item).collect::<Vec<_>>() })))
}

/// `GET /questions/{question}/neighbours`
pub(super) async fn neighbours(caller: Caller, Path(question): Path<String>) -> Result<Json<Value>, Problem> {
    let question = QuestionId::from(question);
    let (app, actor) = (&caller.app, &caller.actor);
    let failed = |error| caller.failed(&error);
    let older = questions::neighbour(app, actor, &question, Towards::Older).await.map_err(failed)?;
    let newer = questions::neighbour(app, actor, &question, Towards::Newer).await.map_err(failed)?;
    let oldest = questions::oldest_waiting(app, actor, &question).await.map_err(failed)?;
    Ok(Json(json!({ "older": older, "newer": newer, "oldest_waiting": oldest })))
}

/// `POST /questions/{question}/pictures`
pub(super) async fn send_picture(
    caller: Caller,
    Path(question): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let bytes = body.map_err(|_| {
        Problem::new(TOO_LARGE, &caller.headers, "图片最大 4 MB", "a picture has at most 4 MB")
            .about("picture")
    })?;
    let picture = picture::encoded(bytes).await.map_err(|error| caller.failed(&error))?;
    let key = caller.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let command =
        Answer { picture: Some(picture), idempotency_key: key.map(str::to_owned), ..Answer::default() };
    let done = questions::answer(&caller.app, &caller.actor, &question.into(), command).await;
    let done = done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(DeliveryJson::from(done.delivery))).into_response())
}

/// `GET /questions/{question}/pictures/{entry}`
pub(super) async fn picture(
    caller: Caller,
    Path((question, entry)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (question, entry) = (QuestionId::from(question), EntryId::from(entry));
    let found = questions::sent_picture(&caller.app, &caller.actor, &question, &entry).await;
    let blob = found.map_err(|error| caller.failed(&error))?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], blob.bytes).into_response())
}

/// The remark.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemarkBody {
    remark: String,
}

/// `POST /followers/{follower}/remark`
pub(super) async fn remark(
    caller: Caller,
    Path(follower): Path<String>,
    Body(body): Body<RemarkBody>,
) -> Result<StatusCode, Problem> {
    let done = followers::remark(&caller.app, &caller.actor, &follower.into(), &body.remark).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| caller.failed(&error))
}

/// `GET /followers/{follower}/questions`
pub(super) async fn past(caller: Caller, Path(follower): Path<String>) -> Result<Json<Value>, Problem> {
    let (follower, none) = (FollowerId::from(follower), QuestionId::from(""));
    let found = followers::past(&caller.app, &caller.actor, &follower, &none, PAST).await;
    let now = caller.app.clock.now();
    let found = found.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> = found.into_iter().map(|question| QuestionJson::new(question, now)).collect();
    Ok(Json(json!({ "items": items })))
}
