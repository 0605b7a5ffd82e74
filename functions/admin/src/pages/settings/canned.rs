//! Canned responses: list, write, change, remove.

use app::{
    AppError,
    canned::{self, Save},
    questions,
};
use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    canned::CannedResponse,
    content::Bilingual,
    conversation::EntryBody,
    ids::{EntryId, QuestionId},
    language::Language,
    staff::Permission,
};
use serde::Deserialize;

use crate::{
    AdminState,
    pages::failure::refusal,
    text::Desk,
    view::settings::canned::{self as pages, Written},
    web::{Page, Posted},
};

const LIST: &str = "/admin/settings/canned";

pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/settings/canned", get(list).post(save))
        .route("/settings/canned/new", get(blank))
        .route("/settings/canned/{code}", get(change))
        .route("/settings/canned/{code}/remove", get(ask).post(remove))
}

/// What has just been done.
#[derive(Deserialize)]
struct Wanted {
    done: Option<String>,
}

async fn list(page: Page, Query(wanted): Query<Wanted>) -> Response {
    let done = match wanted.done.as_deref() {
        Some("save") => Some(Desk::DidSaveCanned),
        Some("remove") => Some(Desk::DidRemoveCanned),
        _ => None,
    };
    let content = page.state.app.content.snapshot().await;
    match canned::list(&page.state.app, &page.signed_in.actor).await {
        Ok(rows) => pages::list(&page.visit, &page.signed_in, &rows, &content, done).into_response(),
        Err(error) => page.failed(&error),
    }
}

/// An answer that is to be kept.
#[derive(Deserialize)]
struct Source {
    question: Option<String>,
    entry: Option<String>,
}

async fn blank(page: Page, Query(source): Query<Source>) -> Response {
    let text = match (source.question, source.entry) {
        (Some(question), Some(entry)) => answered(&page, &question.into(), &entry.into()).await,
        _ => Ok(Bilingual::default()),
    };
    match text {
        Ok(text) => form(&page, Written { text, ..Written::default() }, None).await,
        Err(error) => page.failed(&error),
    }
}

/// The words of an answer without its signature, in their language.
async fn answered(page: &Page, question: &QuestionId, entry: &EntryId) -> Result<Bilingual, AppError> {
    let thread = questions::thread(&page.state.app, &page.signed_in.actor, question).await?;
    let found = thread.entries.into_iter().find(|row| row.id == *entry);
    let found = found.ok_or(AppError::NotFound("entry"))?;
    let EntryBody::Answer { text, .. } = found.body else { return Err(AppError::NotFound("answer")) };
    let signature = questions::signature(&found.name);
    let words = text.strip_suffix(&signature).unwrap_or(&text).to_owned();
    Ok(match Language::of_text(&words) {
        Some(Language::English) => Bilingual { zh: String::new(), en: words },
        _ => Bilingual { zh: words, en: String::new() },
    })
}

async fn change(page: Page, Path(code): Path<String>) -> Response {
    match canned::find(&page.state.app, &page.signed_in.actor, &code).await {
        Ok(row) => form(&page, Written::from(row), None).await,
        Err(error) => page.failed(&error),
    }
}

impl From<CannedResponse> for Written {
    fn from(row: CannedResponse) -> Self {
        Self {
            replaces: row.code.clone(),
            code: row.code,
            title: row.title,
            text: row.text,
            category: questions::path_text(&row.category),
            initials: row.initials,
        }
    }
}

async fn save(page: Page, posted: Posted) -> Response {
    let field = |name: &str| posted.field(name).to_owned();
    let written = Written {
        replaces: field("replaces"),
        code: field("code"),
        title: field("title"),
        text: Bilingual { zh: field("zh"), en: field("en") },
        category: field("category"),
        initials: field("initials"),
    };
    let command = Save {
        code: written.code.clone(),
        title: written.title.clone(),
        text: written.text.clone(),
        // What is no path is no topic either.
        category: questions::parse_path(&written.category).unwrap_or_else(|| vec![0]),
        initials: written.initials.clone(),
        replaces: Some(written.replaces.clone()).filter(|code| !code.is_empty()),
    };
    match canned::save(&page.state.app, &page.signed_in.actor, command).await {
        Ok(_) => Redirect::to(&format!("{LIST}?done=save")).into_response(),
        Err(AppError::Input { field, zh, en }) => {
            let error = refusal(&page.visit, &AppError::Input { field, zh, en });
            form(&page, written, Some((field, error))).await
        }
        Err(error) => page.failed(&error),
    }
}

/// The form; with an error it is a 422.
async fn form(page: &Page, written: Written, error: Option<(&'static str, String)>) -> Response {
    if let Err(denied) = page.signed_in.actor.require(Permission::EditContent) {
        return page.failed(&denied.into());
    }
    let content = page.state.app.content.snapshot().await;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let body = pages::form(&page.visit, &page.signed_in, &written, &content, error.as_ref());
    (status, body).into_response()
}

async fn ask(page: Page, Path(code): Path<String>) -> Response {
    match canned::find(&page.state.app, &page.signed_in.actor, &code).await {
        Ok(row) => pages::ask(&page.visit, &page.signed_in, &row).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn remove(page: Page, Path(code): Path<String>) -> Response {
    match canned::remove(&page.state.app, &page.signed_in.actor, &code).await {
        Ok(()) => Redirect::to(&format!("{LIST}?done=remove")).into_response(),
        Err(error) => page.failed(&error),
    }
}
