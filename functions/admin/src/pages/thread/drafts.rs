//! The draft of an answer.

use app::drafts;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::QuestionId;

use super::page::{Done, refused};
use crate::{
    pages::failure::log,
    view::Draft,
    web::{Page, Posted},
};

/// Keeps it: by the button, or quietly by the script, which wants no page.
pub(super) async fn save(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let text = posted.field("text");
    let done = drafts::save(&page.state.app, &page.signed_in.actor, &question, text).await;
    let quiet = !posted.field("quiet").is_empty();
    match done {
        Ok(()) if quiet => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => Redirect::to(&Done::Draft.address(&question)).into_response(),
        Err(error) if quiet => {
            log(&error);
            StatusCode::CONFLICT.into_response()
        }
        Err(error) => refused(&page, &question, Draft::of_answer(text, None), &error).await,
    }
}
