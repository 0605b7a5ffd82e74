//! Answering a question.

use app::{
    AppError, drafts,
    questions::{self, Answer, Seen},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::QuestionId;

use super::page::{Done, refused};
use crate::{
    picture,
    view::Draft,
    web::{Page, Posted, Upload},
};

/// Sends the answer. What can't be sent comes back with the draft kept, here and on the server; when the thread has moved
/// on since the page was made, with what is new marked.
pub(super) async fn answer(
    page: Page,
    Path(question): Path<String>,
    posted: Posted,
    upload: Upload,
) -> Response {
    let question = QuestionId::from(question);
    let seen = Seen::parse(posted.field("seen"));
    let (end, next) = match posted.field("then") {
        "end" => (true, false),
        "next" => (false, true),
        "end-next" => (true, true),
        _ => (false, false),
    };
    let text = posted.field("text");
    match send(&page, &question, &posted, upload, seen.clone(), end).await {
        Ok(()) if next => to_next(&page, &question).await,
        Ok(()) => {
            let done = if end { Done::AnswerAndEnd } else { Done::Answer };
            Redirect::to(&done.address(&question)).into_response()
        }
        Err(error) => {
            keep(&page, &question, text).await;
            let seen = seen.filter(|_| error == AppError::Stale);
            refused(&page, &question, Draft::of_answer(text, seen), &error).await
        }
    }
}

async fn send(
    page: &Page,
    question: &QuestionId,
    posted: &Posted,
    upload: Upload,
    seen: Option<Seen>,
    end: bool,
) -> Result<(), AppError> {
    let picture = match upload.0 {
        Some(bytes) => Some(picture::encoded(bytes).await?),
        None => None,
    };
    let command = Answer {
        text: posted.field("text").to_owned(),
        picture,
        signed: true,
        end,
        seen,
        idempotency_key: Some(posted.field("key").to_owned()).filter(|key| !key.is_empty()),
        ..Answer::default()
    };
    questions::answer(&page.state.app, &page.signed_in.actor, question, command).await.map(drop)
}

/// What was not sent is not lost with the page.
async fn keep(page: &Page, question: &QuestionId, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    if let Err(error) = drafts::save(&page.state.app, &page.signed_in.actor, question, text).await {
        tracing::warn!(%error, "a draft was not kept; the page shows it");
    }
}

/// The question that waits longest, or the inbox when none does.
async fn to_next(page: &Page, answered: &QuestionId) -> Response {
    match questions::oldest_waiting(&page.state.app, &page.signed_in.actor, answered).await {
        Ok(Some(next)) => Redirect::to(&Done::AnswerAndNext.address(&next)).into_response(),
        Ok(None) => Redirect::to("/admin/inbox").into_response(),
        Err(error) => page.failed(&error),
    }
}
