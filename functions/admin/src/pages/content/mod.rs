//! The content's pages: each form edits one part of the draft.

mod board;
mod hours;
mod known;
mod review;
mod rules;
mod structure;
mod texts;
mod topic;
mod values;
mod versions;

use app::{
    AppError,
    content::{self, Working},
};
use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::content::{
    diff::diff,
    edit::{Edit, Section},
};

use super::failure::refusal;
use crate::{AdminState, text::Content, view::content::Form, web::Page};
use values::Values;

/// The routes.
pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/content", get(board::board))
        .route("/content/topics/new", get(topic::adding).post(topic::add))
        .route("/content/topics/{path}", get(topic::editing).post(topic::save))
        .route("/content/topics/{path}/confirm", post(structure::confirm))
        .route("/content/topics/{path}/move", get(structure::moving).post(structure::move_it))
        .route("/content/topics/{path}/remove", get(structure::removing).post(structure::remove))
        .route("/content/account", get(texts::account).post(texts::save_account))
        .route("/content/emergency", get(texts::emergency).post(texts::save_emergency))
        .route("/content/rules", get(rules::list))
        .route("/content/rules/{place}", get(rules::editing).post(rules::save))
        .route("/content/rules/{place}/up", post(rules::up))
        .route("/content/rules/{place}/remove", post(rules::remove))
        .route("/content/known", get(known::list))
        .route("/content/known/new", get(known::adding))
        .route("/content/known/{id}", get(known::editing).post(known::save))
        .route("/content/known/{id}/remove", post(known::remove))
        .route("/content/synonyms", post(known::save_synonyms))
        .route("/content/hours", get(hours::week).post(hours::save_week))
        .route("/content/hours/{year}", get(hours::year).post(hours::save_year))
        .route("/content/review", get(review::review))
        .route("/content/review/{verb}", post(review::act))
        .route("/content/versions", get(versions::list))
        .route("/content/versions/{version}", get(versions::one).post(versions::restore))
}

/// What has just been done, as the address says after a form.
fn done(word: Option<&str>) -> Option<Content> {
    Some(match word? {
        "saved" => Content::Saved,
        "confirmed" => Content::Confirmed,
        "removed" => Content::Removed,
        "moved" => Content::Moved,
        "submitted" => Content::Submitted,
        "sent-back" => Content::SentBack,
        "discarded" => Content::Discarded,
        "policy" => Content::PolicySaved,
        _ => return None,
    })
}

async fn working(page: &Page) -> Result<Working, Response> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    content::working(app, actor).await.map_err(|error| page.failed(&error))
}

/// A form of what is there.
fn filled(section: &Section, working: &Working, values: Values) -> Form {
    Form { values, seen: section.fingerprint(working.snapshot()), ..Form::default() }
}

/// A form as it was sent.
fn typed(values: &Values) -> Form {
    let seen = values.get("seen").cloned().unwrap_or_default();
    Form { values: values.clone(), seen, ..Form::default() }
}

/// Saves one change and goes to `to`; else the status and the form with what was typed and what is to be done.
async fn save(page: &Page, edit: Edit, values: &Values, to: &str) -> Result<Response, (StatusCode, Form)> {
    let seen = values.get("seen").map(String::as_str);
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    match content::edit(app, actor, edit.clone(), seen).await {
        Ok(()) => Ok(Redirect::to(to).into_response()),
        Err(error) => mend(page, Some(edit), values, &error).await,
    }
}

/// The form of a change that was not made. What no form can mend is a page of its own.
async fn mend(
    page: &Page,
    edit: Option<Edit>,
    values: &Values,
    error: &AppError,
) -> Result<Response, (StatusCode, Form)> {
    let mut form = typed(values);
    match error {
        AppError::Input { field, .. } => {
            // A reply that is missing altogether is mended in its Chinese field.
            let field = if *field == "reply" { "reply.zh" } else { field };
            form.error = Some((field, refusal(&page.visit, error)));
            Err((StatusCode::UNPROCESSABLE_ENTITY, form))
        }
        AppError::Overtaken => {
            let (Some(edit), Ok(now)) = (edit, working(page).await) else { return Ok(page.failed(error)) };
            form.seen = edit.section().map(|section| section.fingerprint(now.snapshot())).unwrap_or_default();
            let mut mine = now.snapshot().clone();
            // What breaks a rule is compared too: it is only shown.
            let _ = edit.apply(&mut mine);
            form.conflict = Some(diff(&mine, now.snapshot()));
            Err((StatusCode::CONFLICT, form))
        }
        other => Ok(page.failed(other)),
    }
}
