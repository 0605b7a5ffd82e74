//! Answering a question.

use app::{
    AppError,
    questions::{self, Answer, Seen},
};
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

/// Sends the answer. What can't be sent comes back with the draft kept; when the thread has moved on since the page
/// was made, with what is new marked.
pub(super) async fn answer(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let seen = Seen::parse(posted.field("seen"));
    let end = posted.field("then") == "end";
    let command = Answer {
        text: posted.field("text").to_owned(),
        signed: true,
        end,
        seen: seen.clone(),
        idempotency_key: Some(posted.field("key").to_owned()).filter(|key| !key.is_empty()),
    };
    match questions::answer(&page.state.app, &page.signed_in.actor, &question, command).await {
        Ok(_) => {
            let done = if end { Done::AnswerAndEnd } else { Done::Answer };
            Redirect::to(&done.address(&question)).into_response()
        }
        Err(error) => {
            let seen = seen.filter(|_| error == AppError::Stale);
            refused(&page, &question, Draft::of_answer(posted.field("text"), seen), &error).await
        }
    }
}
