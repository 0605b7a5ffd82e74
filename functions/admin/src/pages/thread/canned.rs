//! Canned responses in a thread: the choices, and inserting one without a script.

use app::{AppError, canned, drafts, questions};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{canned::CannedResponse, ids::QuestionId};
use serde_json::{Value, json};

use super::page::{Done, refused};
use crate::{
    view::Draft,
    web::{Page, Posted},
};

/// What the picker offers, filled in for this question.
pub(super) async fn choices(page: Page, Path(question): Path<String>) -> Response {
    match offered(&page, &question.into()).await {
        Ok(list) => Json(list).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn offered(page: &Page, question: &QuestionId) -> Result<Value, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let thread = questions::thread(app, actor, question).await?;
    let all = canned::usable(app, actor, &thread.question).await?;
    let content = app.content.snapshot().await;
    let filled = |row: &CannedResponse| {
        canned::filled(row, &thread.question, thread.follower.as_ref(), &content, page.visit.now)
    };
    let item = |row: &CannedResponse| json!({ "code": row.code, "title": row.title, "initials": row.initials, "text": filled(row) });
    Ok(all.iter().map(item).collect())
}

/// The picker put one into the answer.
pub(super) async fn used(page: Page, posted: Posted) -> Response {
    match canned::used(&page.state.app, &page.signed_in.actor, posted.field("canned")).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => page.failed(&error),
    }
}

/// Puts the chosen one below what was written, and keeps that as the draft.
pub(super) async fn insert(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let text = posted.field("text");
    match inserted(&page, &question, text, posted.field("canned")).await {
        Ok(()) => Redirect::to(&format!("{}#text", Done::Insert.address(&question))).into_response(),
        Err(error) => refused(&page, &question, Draft::of_answer(text, None), &error).await,
    }
}

async fn inserted(page: &Page, question: &QuestionId, text: &str, code: &str) -> Result<(), AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let chosen = canned::find(app, actor, code).await.map_err(|error| match error {
        AppError::NotFound(_) => AppError::Input {
            field: "canned",
            zh: "请先选择一条快捷回复".to_owned(),
            en: "choose a canned response first".to_owned(),
        },
        other => other,
    })?;
    let thread = questions::thread(app, actor, question).await?;
    let content = app.content.snapshot().await;
    let more = canned::filled(&chosen, &thread.question, thread.follower.as_ref(), &content, page.visit.now);
    let text = if text.trim().is_empty() { more } else { format!("{}\n{more}", text.trim_end()) };
    drafts::save(app, actor, question, &text).await?;
    canned::used(app, actor, code).await
}
