//! A question's thread.

use app::{AppError, questions};
use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::ids::QuestionId;
use serde::Deserialize;

use super::failure::refusal;
use crate::{
    text::Text,
    view::{self, Draft, Notice, ThreadPage},
    web::{Page, with_etag},
};

/// What to show.
#[derive(Deserialize)]
pub(super) struct Wanted {
    part: Option<String>,
    done: Option<String>,
}

/// What has just been done, as the address says after a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Take,
    Release,
    Answer,
    AnswerAndEnd,
    Note,
    End,
    Resend,
    Settle,
}

impl Done {
    const ALL: [(Self, &'static str, Text); 8] = [
        (Self::Take, "take", Text::DidTake),
        (Self::Release, "release", Text::DidRelease),
        (Self::Answer, "answer", Text::DidAnswer),
        (Self::AnswerAndEnd, "answer-end", Text::DidAnswerAndEnd),
        (Self::Note, "note", Text::DidNote),
        (Self::End, "end", Text::DidEnd),
        (Self::Resend, "resend", Text::DidResend),
        (Self::Settle, "settle", Text::DidSettle),
    ];

    /// The address of the thread that says it.
    pub(super) fn address(self, question: &QuestionId) -> String {
        let word = Self::ALL.iter().find(|(done, ..)| *done == self).map_or("", |(_, word, _)| word);
        format!("/admin/questions/{question}?done={word}")
    }

    fn text(word: &str) -> Option<Text> {
        Self::ALL.iter().find(|(_, own, _)| *own == word).map(|(.., text)| *text)
    }
}

/// The page, or what polling replaces of it.
pub(super) async fn thread(
    page: Page,
    headers: HeaderMap,
    Path(question): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let done = wanted.done.as_deref().and_then(Done::text).map(Notice::Done);
    let shown = match load(&page, &question.into(), Draft::default(), done).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    if wanted.part.is_some() {
        let part = view::thread_parts(&page.visit, &page.signed_in, &shown).into_string();
        return with_etag(&headers, part, page.visit.now);
    }
    view::thread(&page.visit, &page.signed_in, &shown).into_response()
}

/// The thread with what was written and not sent, and why: 409 for a conflict, 422 for a field.
pub(super) async fn refused(
    page: &Page,
    question: &QuestionId,
    mut draft: Draft,
    error: &AppError,
) -> Response {
    let text = refusal(&page.visit, error);
    let (status, notice) = match error {
        AppError::Input { .. } => (StatusCode::UNPROCESSABLE_ENTITY, None),
        AppError::Stale => (StatusCode::CONFLICT, Some(Notice::Refused(Text::StaleTitle, text.clone()))),
        AppError::Question(_) | AppError::Delivery(_) => {
            (StatusCode::CONFLICT, Some(Notice::Refused(Text::ConflictTitle, text.clone())))
        }
        AppError::Contended => {
            (StatusCode::SERVICE_UNAVAILABLE, Some(Notice::Refused(Text::BusyTitle, text.clone())))
        }
        _ => return page.failed(error),
    };
    if notice.is_none() {
        draft.error = Some((draft.field, text));
    }
    match load(page, question, draft, notice).await {
        Ok(shown) => (status, view::thread(&page.visit, &page.signed_in, &shown)).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn load(
    page: &Page,
    question: &QuestionId,
    draft: Draft,
    notice: Option<Notice>,
) -> Result<ThreadPage, AppError> {
    let app = &page.state.app;
    let thread = questions::thread(app, &page.signed_in.actor, question).await?;
    let idempotency_key = domain::ids::base32(&app::random::<10>()?);
    Ok(ThreadPage { thread, draft, notice, idempotency_key })
}
