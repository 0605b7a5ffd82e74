//! The page of a thread.

use app::{
    AppError, canned, drafts, followers, groups, presence,
    questions::{self, Thread},
};
use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{ids::QuestionId, staff::Permission};
use serde::Deserialize;

use crate::{
    pages::failure::refusal,
    text::{Desk, Groups, Text},
    view::{self, Beside, Draft, Notice, ThreadPage},
    web::{Page, with_etag},
};

/// Earlier questions of a resident that are listed.
const PAST: usize = 8;

/// What to show.
#[derive(Deserialize)]
pub(super) struct Wanted {
    part: Option<String>,
    done: Option<String>,
    /// `write` while an answer is being written.
    doing: Option<String>,
}

/// What has just been done, as the address says after a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Take,
    Release,
    Answer,
    AnswerAndEnd,
    AnswerAndNext,
    Note,
    End,
    Resend,
    Settle,
    Assign,
    Categorise,
    Remark,
    Draft,
    Insert,
    Group,
    Reuse,
}

impl Done {
    const ALL: [(Self, &'static str); 16] = [
        (Self::Take, "take"),
        (Self::Release, "release"),
        (Self::Answer, "answer"),
        (Self::AnswerAndEnd, "answer-end"),
        (Self::AnswerAndNext, "answer-next"),
        (Self::Note, "note"),
        (Self::End, "end"),
        (Self::Resend, "resend"),
        (Self::Settle, "settle"),
        (Self::Assign, "assign"),
        (Self::Categorise, "category"),
        (Self::Remark, "remark"),
        (Self::Draft, "draft"),
        (Self::Insert, "insert"),
        (Self::Group, "group"),
        (Self::Reuse, "reuse"),
    ];

    /// The address of the thread that says it.
    pub(crate) fn address(self, question: &QuestionId) -> String {
        let word = Self::ALL.iter().find(|(done, _)| *done == self).map_or("", |(_, word)| word);
        format!("/admin/questions/{question}?done={word}")
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == word).map(|(done, _)| *done)
    }

    fn say(self, page: &Page) -> &'static str {
        let visit = &page.visit;
        match self {
            Self::Take => visit.say(Text::DidTake),
            Self::Release => visit.say(Text::DidRelease),
            Self::Answer => visit.say(Text::DidAnswer),
            Self::AnswerAndEnd => visit.say(Text::DidAnswerAndEnd),
            Self::AnswerAndNext => visit.say(Desk::DidAnswerAndNext),
            Self::Note => visit.say(Text::DidNote),
            Self::End => visit.say(Text::DidEnd),
            Self::Resend => visit.say(Text::DidResend),
            Self::Settle => visit.say(Text::DidSettle),
            Self::Assign => visit.say(Desk::DidAssign),
            Self::Categorise => visit.say(Desk::DidFile),
            Self::Remark => visit.say(Desk::DidRemark),
            Self::Draft => visit.say(Desk::DidDraft),
            Self::Insert => visit.say(Desk::DidInsert),
            Self::Group => visit.say(Groups::DidMove),
            Self::Reuse => visit.say(Groups::DidReuse),
        }
    }
}

/// The page, or what polling replaces of it. Both tell colleagues that somebody is here.
pub(super) async fn thread(
    page: Page,
    headers: HeaderMap,
    Path(question): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let question = QuestionId::from(question);
    let writes = wanted.doing.as_deref() == Some("write");
    let part = wanted.part.is_some();
    let done = wanted.done.as_deref().and_then(Done::parse).map(|done| Notice::Done(done.say(&page)));
    let loaded = match part {
        true => parts(&page, &question).await,
        false => load(&page, &question, Draft::default(), done).await,
    };
    let shown = match loaded {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    if let Err(error) = presence::show(&page.state.app, &page.signed_in.actor, &question, writes).await {
        tracing::warn!(%error, "colleagues are not told who is here");
    }
    if part {
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
    if let AppError::Input { field, .. } = error {
        // The note's field has another id than the answer's, whose name it shares.
        let field = if *field == "text" { draft.field } else { field };
        draft.error = Some((field, text));
    }
    match load(page, question, draft, notice).await {
        Ok(shown) => (status, view::thread(&page.visit, &page.signed_in, &shown)).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn load(
    page: &Page,
    question: &QuestionId,
    mut draft: Draft,
    notice: Option<Notice>,
) -> Result<ThreadPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let mut shown = parts(page, question).await?;
    let may_answer = actor.require(Permission::Answer).is_ok();
    if may_answer
        && draft.field != "text"
        && let Some(kept) = drafts::find(app, actor, question).await?
    {
        draft.answer = kept.text;
        draft.kept_at = Some(kept.saved_at);
    }
    shown.beside = Some(beside(page, &shown.thread, may_answer).await?);
    Ok(ThreadPage { draft, notice, ..shown })
}

/// What polling replaces.
async fn parts(page: &Page, question: &QuestionId) -> Result<ThreadPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    Ok(ThreadPage {
        thread: questions::thread(app, actor, question).await?,
        others: presence::others(app, actor, question).await?,
        content: app.content.snapshot().await,
        draft: Draft::default(),
        notice: None,
        idempotency_key: domain::ids::base32(&app::random::<10>()?),
        beside: None,
    })
}

async fn beside(page: &Page, thread: &Thread, may_answer: bool) -> Result<Beside, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let asked = &thread.question;
    let may_assign = actor.require(Permission::Assign).is_ok() && !asked.state.is_final();
    let writes = may_answer && !asked.state.is_final();
    Ok(Beside {
        past: followers::past(app, actor, &asked.follower, &asked.id, PAST).await?,
        colleagues: if may_assign { questions::colleagues(app, actor).await? } else { Vec::new() },
        canned: if writes { canned::usable(app, actor, asked).await? } else { Vec::new() },
        alike: groups::alike(app, actor, asked).await?,
    })
}
