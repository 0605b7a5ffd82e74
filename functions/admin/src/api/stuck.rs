//! What is stuck, and the shift's hand-over.

use app::{
    AppError,
    rows::{InboxLine, ShiftNote},
    shift::{self, Whose},
    stuck::{self, CallbackKind, Kept},
};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ids::{DeliveryId, FollowerId, MessageKey},
    time::beijing,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    bearer::Caller,
    body::{Asked, Body},
    json::DeliveryJson,
    problem::{INPUT, Problem},
};
use crate::pages::stuck::moment;

fn kept(kept: Kept) -> Value {
    json!({ "kind": kept.kind.as_str(), "id": kept.id, "received_at": kept.callback.received_at, "about": kept.callback.about })
}

/// `GET /stuck`
pub(super) async fn overview(caller: Caller) -> Result<Response, Problem> {
    let found = stuck::overview(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    let deliveries: Vec<_> = found.deliveries.into_iter().map(DeliveryJson::from).collect();
    let jobs: Vec<Value> = found
        .jobs
        .into_iter()
        .map(|job| {
            let work = job.task().map(|task| task.as_str());
            json!({ "id": job.id, "at_ms": job.at.as_millisecond(), "at": job.at, "work": work, "why": job.why })
        })
        .collect();
    let files: Vec<Value> = found
        .files
        .into_iter()
        .map(|file| json!({ "follower": file.follower, "message": file.message, "at": file.at, "why": file.why, "until": file.until }))
        .collect();
    let alarms: Vec<Value> = found
        .alarms
        .into_iter()
        .map(|alarm| json!({ "kind": alarm.kind, "reason": alarm.reason, "at": alarm.at }))
        .collect();
    let silent = matches!(found.way_out, app::WayOut::CourierSilent(_));
    Ok(Json(json!({
        "deliveries": deliveries, "more_deliveries": found.more_deliveries, "jobs": jobs, "files": files,
        "callbacks": found.unreadable.into_iter().chain(found.events).map(kept).collect::<Vec<_>>(),
        "alarms": alarms, "held_back": found.held_back, "courier_silent": silent,
    }))
    .into_response())
}

fn done(caller: &Caller, done: Result<(), AppError>) -> Result<Response, Problem> {
    done.map(|()| StatusCode::NO_CONTENT.into_response()).map_err(|error| caller.failed(&error))
}

/// `POST /stuck/release`
pub(super) async fn release(caller: Caller) -> Result<Response, Problem> {
    let released = stuck::release(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    Ok(Json(json!({ "released": released })).into_response())
}

/// `POST /stuck/deliveries/{follower}/{delivery}/resend`
pub(super) async fn resend(
    caller: Caller,
    Path((follower, delivery)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let row = stuck::resend(&caller.app, &caller.actor, &follower, &delivery).await;
    Ok(Json(DeliveryJson::from(row.map_err(|error| caller.failed(&error))?)).into_response())
}

/// `POST /stuck/deliveries/{follower}/{delivery}/settle`
pub(super) async fn settle(
    caller: Caller,
    Path((follower, delivery)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let row = stuck::settle(&caller.app, &caller.actor, &follower, &delivery).await;
    Ok(Json(DeliveryJson::from(row.map_err(|error| caller.failed(&error))?)).into_response())
}

/// `POST /stuck/jobs/{at_ms}/{job}/rerun`
pub(super) async fn rerun(
    caller: Caller,
    Path((at, job)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let act = async { stuck::rerun_job(&caller.app, &caller.actor, moment(&at)?, &job).await };
    done(&caller, act.await)
}

/// `POST /stuck/jobs/{at_ms}/{job}/forget`
pub(super) async fn forget(
    caller: Caller,
    Path((at, job)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let act = async { stuck::forget_job(&caller.app, &caller.actor, moment(&at)?, &job).await };
    done(&caller, act.await)
}

/// `POST /stuck/files/{follower}/{message}/fetch`
pub(super) async fn fetch(
    caller: Caller,
    Path((follower, message)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (follower, message) = (FollowerId::from(follower), MessageKey::from(message));
    done(&caller, stuck::fetch_again(&caller.app, &caller.actor, &follower, &message).await)
}

/// `POST /stuck/files/{follower}/{message}/forget`
pub(super) async fn let_be(
    caller: Caller,
    Path((follower, message)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (follower, message) = (FollowerId::from(follower), MessageKey::from(message));
    done(&caller, stuck::forget_file(&caller.app, &caller.actor, &follower, &message).await)
}

fn kind(word: &str) -> Result<CallbackKind, AppError> {
    CallbackKind::parse(word).ok_or(AppError::NotFound("callback"))
}

/// `GET /stuck/callbacks/{kind}/{callback}`
pub(super) async fn callback(
    caller: Caller,
    Path((word, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let opened = async { stuck::open_callback(&caller.app, &caller.actor, kind(&word)?, &id).await };
    let opened = opened.await.map_err(|error| caller.failed(&error))?;
    let raw = opened.callback.raw.clone();
    let mut shown = kept(opened);
    shown["raw"] = raw.into();
    Ok(Json(shown).into_response())
}

/// `POST /stuck/callbacks/{kind}/{callback}/dismiss`
pub(super) async fn dismiss(
    caller: Caller,
    Path((word, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let act = async { stuck::dismiss_callback(&caller.app, &caller.actor, kind(&word)?, &id).await };
    done(&caller, act.await)
}

/// What to hand over.
#[derive(Deserialize)]
pub(super) struct Wanted {
    who: Option<String>,
    day: Option<Date>,
}

fn lines(lines: Vec<InboxLine>) -> Vec<Value> {
    let line = |line: InboxLine| {
        json!({
            "question": line.question, "number": line.number, "state": line.state, "since": line.since,
            "preview": line.preview, "promised_at": line.promised_at, "assignee": line.assignee,
        })
    };
    lines.into_iter().map(line).collect()
}

fn note(note: ShiftNote) -> Value {
    json!({ "id": note.id, "at": note.at, "by": note.by, "name": note.name, "text": note.text })
}

/// `GET /hand-over`
pub(super) async fn hand_over(caller: Caller, Asked(wanted): Asked<Wanted>) -> Result<Response, Problem> {
    let whose = match wanted.who.as_deref() {
        None | Some("everyone") => Whose::Everyone,
        Some("me") => Whose::Mine,
        Some(_) => {
            let en = "use one of: everyone, me";
            return Err(Problem::new(INPUT, &caller.headers, "请用其中之一：everyone, me", en).about("who"));
        }
    };
    let day = wanted.day.unwrap_or_else(|| beijing(caller.app.clock.now()).date());
    let read = async {
        let handed = shift::hand_over(&caller.app, &caller.actor, whose).await?;
        Ok((handed, shift::notes(&caller.app, &caller.actor, day).await?))
    };
    let (handed, notes) = read.await.map_err(|error| caller.failed(&error))?;
    let awaiting: Vec<_> = handed.awaiting.into_iter().map(DeliveryJson::from).collect();
    Ok(Json(json!({
        "overdue": lines(handed.overdue), "today": lines(handed.today), "later": lines(handed.later),
        "unpromised": lines(handed.unpromised), "answered": lines(handed.answered), "awaiting": awaiting,
        "more": handed.more, "stuck": handed.stuck, "notes": notes.into_iter().map(note).collect::<Vec<_>>(),
    }))
    .into_response())
}

/// The note.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteBody {
    text: String,
}

/// `POST /hand-over/notes`
pub(super) async fn write_note(caller: Caller, Body(body): Body<NoteBody>) -> Result<Response, Problem> {
    let written = shift::note(&caller.app, &caller.actor, &body.text).await;
    let written = written.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(note(written))).into_response())
}
