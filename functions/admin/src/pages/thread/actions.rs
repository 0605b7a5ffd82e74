//! Taking, giving, filing, ending a question, and writing a note.

use app::{AppError, followers, questions};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::{Login, QuestionId};

use super::page::{Done, refused};
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

/// An officer gives it to a colleague.
pub(super) async fn assign(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let to = Login::from(posted.field("assignee"));
    let done = questions::assign(&page.state.app, &page.signed_in.actor, &question, &to).await;
    after(&page, &question, done.map(drop), Done::Assign).await
}

/// An officer files it under a topic.
pub(super) async fn categorise(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    // What is no path is no topic either.
    let path = questions::parse_path(posted.field("category")).unwrap_or_else(|| vec![0]);
    let done = questions::categorise(&page.state.app, &page.signed_in.actor, &question, path).await;
    after(&page, &question, done.map(drop), Done::Categorise).await
}

/// An officer gives the resident a name to know them by.
pub(super) async fn remark(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let text = posted.field("remark");
    let done = match questions::load_questions(app, actor, std::slice::from_ref(&question)).await {
        Ok(found) => match found.first() {
            Some(asked) => followers::remark(app, actor, &asked.follower, text).await,
            None => Err(AppError::NotFound("question")),
        },
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to(&Done::Remark.address(&question)).into_response(),
        Err(error) => refused(&page, &question, Draft::of_remark(text), &error).await,
    }
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

pub(super) async fn after(
    page: &Page,
    question: &QuestionId,
    done: Result<(), AppError>,
    what: Done,
) -> Response {
    match done {
        Ok(()) => Redirect::to(&what.address(question)).into_response(),
        Err(error) => refused(page, question, Draft::default(), &error).await,
    }
}
