//! Checking, publishing, submitting, sending back.

use app::{
    AppError,
    content::{self, Policy, Seen},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{done, typed, working};
use crate::{
    pages::failure::refusal,
    text::Content,
    view::content::{self as view, Form, Refused},
    web::{Page, Posted},
};

/// What has just been done.
#[derive(Deserialize)]
pub(super) struct Wanted {
    done: Option<String>,
    version: Option<u64>,
}

/// The page.
pub(super) async fn review(page: Page, Query(wanted): Query<Wanted>) -> Response {
    let done = match wanted.version {
        Some(version) => Some(page.visit.fill(Content::Published, &[&version.to_string()])),
        None => done(wanted.done.as_deref()).map(|text| page.visit.say(text).to_owned()),
    };
    let refused = Refused { form: Form::default(), moved: false };
    show(&page, refused, done.as_deref(), StatusCode::OK).await
}

async fn show(page: &Page, refused: Refused, done: Option<&str>, status: StatusCode) -> Response {
    let now = match working(page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let policy = match content::policy(&page.state.app, &page.signed_in.actor).await {
        Ok(policy) => policy,
        Err(error) => return page.failed(&error),
    };
    let shown = view::review(&page.visit, &page.signed_in, &now, policy, &refused, done);
    (status, shown).into_response()
}

/// What a button of the page does.
pub(super) async fn act(page: Page, Path(verb): Path<String>, posted: Posted) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let draft = posted.field("draft");
    let done = match verb.as_str() {
        "publish" => {
            let seen = Seen { live: posted.field("live").parse().unwrap_or(0), draft: draft.to_owned() };
            content::publish_draft(app, actor, seen, posted.field("why"))
                .await
                .map(|version| format!("version={version}"))
        }
        "submit" => content::submit(app, actor, draft, posted.field("note"))
            .await
            .map(|()| "done=submitted".to_owned()),
        "send-back" => content::send_back(app, actor, draft, posted.field("reason"))
            .await
            .map(|()| "done=sent-back".to_owned()),
        "discard" => content::discard(app, actor, draft).await.map(|()| "done=discarded".to_owned()),
        "policy" => {
            let policy = Policy { four_eyes: posted.field("four_eyes") == "yes" };
            content::set_policy(app, actor, policy).await.map(|()| "done=policy".to_owned())
        }
        _ => Err(AppError::NotFound("page")),
    };
    let error = match done {
        Ok(query) => return Redirect::to(&format!("/admin/content/review?{query}")).into_response(),
        Err(error) => error,
    };
    let mut form = typed(&posted.0);
    let (status, moved) = match &error {
        AppError::Input { field, .. } => {
            // What breaks a rule stands on another page; the list of checks leads there.
            let field = if ["why", "note", "reason"].contains(field) { *field } else { "findings" };
            form.error = Some((field, refusal(&page.visit, &error)));
            (StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        AppError::Overtaken => (StatusCode::CONFLICT, true),
        _ => return page.failed(&error),
    };
    show(&page, Refused { form, moved }, None, status).await
}
