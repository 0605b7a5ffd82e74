//! Canned responses.

use app::{
    canned::{self, Save},
    questions::{self, path_text},
};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{canned::CannedResponse, content::Bilingual};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{bearer::Caller, body::Body, desk::path, problem::Problem};

/// What an editor writes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CannedBody {
    code: String,
    title: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    initials: String,
}

fn shown(row: &CannedResponse) -> Value {
    json!({
        "code": row.code, "title": row.title, "zh": row.text.zh, "en": row.text.en,
        "category": path_text(&row.category), "initials": row.initials, "used": row.used
    })
}

/// `GET /canned`
pub(super) async fn list(caller: Caller) -> Result<Json<Value>, Problem> {
    let found = canned::list(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    Ok(Json(json!({ "items": found.iter().map(shown).collect::<Vec<_>>() })))
}

/// `GET /canned/{code}`
pub(super) async fn find(caller: Caller, Path(code): Path<String>) -> Result<Json<Value>, Problem> {
    let found = canned::find(&caller.app, &caller.actor, &code).await;
    found.map(|row| Json(shown(&row))).map_err(|error| caller.failed(&error))
}

/// `POST /canned`
pub(super) async fn write(caller: Caller, Body(body): Body<CannedBody>) -> Result<Response, Problem> {
    let row = save(&caller, body, None).await?;
    Ok((StatusCode::CREATED, Json(row)).into_response())
}

/// `PUT /canned/{code}`
pub(super) async fn change(
    caller: Caller,
    Path(code): Path<String>,
    Body(body): Body<CannedBody>,
) -> Result<Json<Value>, Problem> {
    save(&caller, body, Some(code)).await.map(Json)
}

async fn save(caller: &Caller, body: CannedBody, replaces: Option<String>) -> Result<Value, Problem> {
    let command = Save {
        code: body.code,
        title: body.title,
        text: Bilingual { zh: body.zh, en: body.en },
        category: path(caller, &body.category)?,
        initials: body.initials,
        replaces,
    };
    let done = canned::save(&caller.app, &caller.actor, command).await;
    done.map(|row| shown(&row)).map_err(|error| caller.failed(&error))
}

/// `DELETE /canned/{code}`
pub(super) async fn remove(caller: Caller, Path(code): Path<String>) -> Result<StatusCode, Problem> {
    let done = canned::remove(&caller.app, &caller.actor, &code).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| caller.failed(&error))
}

/// `GET /questions/{question}/canned`
pub(super) async fn choices(caller: Caller, Path(question): Path<String>) -> Result<Json<Value>, Problem> {
    let (app, actor) = (&caller.app, &caller.actor);
    let failed = |error| caller.failed(&error);
    let thread = questions::thread(app, actor, &question.into()).await.map_err(failed)?;
    let all = canned::usable(app, actor, &thread.question).await.map_err(failed)?;
    let (content, now) = (app.content.snapshot().await, app.clock.now());
    let item = |row: &CannedResponse| {
        let text = canned::filled(row, &thread.question, thread.follower.as_ref(), &content, now);
        json!({ "code": row.code, "title": row.title, "initials": row.initials, "text": text })
    };
    Ok(Json(json!({ "items": all.iter().map(item).collect::<Vec<_>>() })))
}
