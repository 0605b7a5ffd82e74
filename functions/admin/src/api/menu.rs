//! The account's menu.

use app::{
    AppError,
    menu::{self, MenuView, Save, explained},
    rows::{MenuEnd, MenuVersion},
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{language::Language, menu::Button};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{bearer::Caller, body::Body, problem::Problem};
use crate::{text::menu_advice, web::accepted};

/// `GET /menu`
pub(super) async fn read(caller: Caller) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, Ok(())).await
}

/// The draft.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftBody {
    button: Vec<Button>,
    edition: Option<u64>,
}

/// `PUT /menu/draft`
pub(super) async fn save(caller: Caller, Body(body): Body<DraftBody>) -> Result<Response, Problem> {
    let save = Save { button: body.button, seen: body.edition };
    let done = menu::save(&caller.app, &caller.actor, save).await;
    shown(&caller, StatusCode::OK, done.map(drop)).await
}

/// The draft that is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meant {
    edition: Option<u64>,
}

/// `POST /menu/publish`
pub(super) async fn publish(caller: Caller, Body(body): Body<Meant>) -> Result<Response, Problem> {
    let done = menu::publish(&caller.app, &caller.actor, body.edition).await;
    shown(&caller, StatusCode::ACCEPTED, done).await
}

/// `POST /menu/look`
pub(super) async fn look(caller: Caller) -> Result<Response, Problem> {
    let done = menu::look(&caller.app, &caller.actor).await;
    shown(&caller, StatusCode::ACCEPTED, done).await
}

/// `POST /menu/delete`
pub(super) async fn delete(caller: Caller) -> Result<Response, Problem> {
    let done = menu::remove(&caller.app, &caller.actor).await;
    shown(&caller, StatusCode::ACCEPTED, done).await
}

/// `POST /menu/adopt`
pub(super) async fn adopt(caller: Caller) -> Result<Response, Problem> {
    let done = menu::adopt(&caller.app, &caller.actor).await;
    shown(&caller, StatusCode::OK, done.map(drop)).await
}

/// The version that is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionBody {
    version: u64,
}

/// `POST /menu/restore`
pub(super) async fn restore(caller: Caller, Body(body): Body<VersionBody>) -> Result<Response, Problem> {
    let done = menu::restore(&caller.app, &caller.actor, body.version).await;
    shown(&caller, StatusCode::OK, done.map(drop)).await
}

/// Everything about the menu after what was done.
async fn shown(caller: &Caller, status: StatusCode, done: Result<(), AppError>) -> Result<Response, Problem> {
    done.map_err(|error| caller.failed(&error))?;
    let view = menu::view(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    Ok((status, Json(menu_json(&view, accepted(&caller.headers)))).into_response())
}

fn menu_json(view: &MenuView, language: Language) -> Value {
    let faults = view.faults.iter().map(|fault| {
        let (zh, en) = explained(fault);
        json!({ "field": fault.field(), "text": language.pick(&zh, &en) })
    });
    let state = &view.state;
    json!({
        "draft": view.draft.as_ref().map(|draft| json!({
            "edition": draft.edition, "button": draft.button, "edited_at": draft.edited_at, "edited_by": draft.edited_by,
        })),
        "faults": faults.collect::<Vec<_>>(),
        "live": state.live.as_ref().map(|live| json!({ "at": live.at, "button": live.button })),
        "differs": view.changes().map(|changes| changes.len()),
        "pending": state.pending.as_ref().map(|pending| json!({
            "call": pending.call, "since": pending.since, "by": pending.by,
        })),
        "last": state.last.as_ref().map(|end| end_json(end, language)),
        "versions": view.versions.iter().map(|version| version_json(version, language)).collect::<Vec<_>>(),
    })
}

fn version_json(version: &MenuVersion, language: Language) -> Value {
    json!({
        "version": version.version,
        "at": version.at,
        "by": version.by,
        "button": version.button,
        "end": version.end.as_ref().map(|end| end_json(end, language)),
    })
}

fn end_json(end: &MenuEnd, language: Language) -> Value {
    json!({
        "call": end.call,
        "at": end.at,
        "failure": end.failure.as_ref().map(|failure| json!({
            "code": failure.code, "why": failure.why, "advice": menu_advice(failure, language),
        })),
    })
}
