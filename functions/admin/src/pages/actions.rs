//! Taking, giving back, ending a question, and writing a note.

use app::{AppError, questions};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::QuestionId;

use super::thread::{Done, refused};
use crate::{
    view::Draft,
    web::{Page, Posted},
};

/// An officer takes the question.
pub(super) async fn take(page: Page, Path(question): Path<String>) -> Response {
    let question = QuestionId::from(question);
    let done = questions::take(&page.state.app, &page.signed_in.actor, &question).await;
    after(&page, &question, done.map(drop), Done::Take).await
}

/// Who has it gives it back.
pub(super) async fn release(page: Page, Path(question): Path<String>) -> Response {
    let question = QuestionId::from(question);
    let done = questions::release(&page.state.app, &page.signed_in.actor, &question).await;
    after(&page, &question, done.map(drop), Done::Release).await
}

/// An officer ends it.
pub(super) async fn end(page: Page, Path(question): Path<String>) -> Response {
    let question = QuestionId::from(question);
    let done = questions::end(&page.state.app, &page.signed_in.actor, &question).await;
    after(&page, &question, done.map(drop), Done::End).await
}

/// An officer writes a note.
pub(super) async fn note(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let text = posted.field("text");
    match questions::note(&page.state.app, &page.signed_in.actor, &question, text).await {
        Ok(_) => Redirect::to(&Done::Note.address(&question)).into_response(),
        Err(error) => refused(&page, &question, Draft::of_note(text), &error).await,
    }
}

async fn after(page: &Page, question: &QuestionId, done: Result<(), AppError>, what: Done) -> Response {
    match done {
        Ok(()) => Redirect::to(&what.address(question)).into_response(),
        Err(error) => refused(page, question, Draft::default(), &error).await,
    }
}
