//! The versions.

use app::{AppError, content};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::content::diff::diff;
use serde::Deserialize;

use super::{typed, working};
use crate::{
    pages::failure::refusal,
    text::Content,
    view::content::{self as view, Form},
    web::{Page, Posted},
};

/// Versions on a page.
const PAGE: usize = 20;

/// Where the page begins, and what has just been done.
#[derive(Deserialize)]
pub(super) struct Wanted {
    before: Option<u64>,
    done: Option<String>,
}

/// The list.
pub(super) async fn list(page: Page, Query(wanted): Query<Wanted>) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let list = match content::versions(app, actor, wanted.before, PAGE).await {
        Ok(list) => list,
        Err(error) => return page.failed(&error),
    };
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let older = list.last().map(|one| one.version).filter(|version| *version > 1);
    view::versions(&page.visit, &page.signed_in, &list, now.live.version, older).into_response()
}

/// One version.
pub(super) async fn one(page: Page, Path(version): Path<String>, Query(wanted): Query<Wanted>) -> Response {
    let done = wanted.done.is_some().then(|| page.visit.fill(Content::Restored, &[&version]));
    show(&page, &version, Form::default(), done.as_deref(), StatusCode::OK).await
}

async fn show(page: &Page, version: &str, form: Form, done: Option<&str>, status: StatusCode) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let version = version.parse().unwrap_or(0);
    let (before, after) = match content::version(app, actor, version).await {
        Ok(both) => both,
        Err(error) => return page.failed(&error),
    };
    let list = match content::versions(app, actor, Some(version + 1), 1).await {
        Ok(list) => list,
        Err(error) => return page.failed(&error),
    };
    let now = match working(page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let Some(one) = list.first() else { return page.failed(&AppError::NotFound("version")) };
    let changes = diff(&before, &after);
    let live = now.live.version;
    let shown = view::version(&page.visit, &page.signed_in, one, live, &changes, &form, done);
    (status, shown).into_response()
}

/// Goes back to it.
pub(super) async fn restore(page: Page, Path(version): Path<String>, posted: Posted) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let live = posted.field("live").parse().unwrap_or(0);
    let restored =
        content::restore(app, actor, version.parse().unwrap_or(0), live, posted.field("why")).await;
    match restored {
        Ok(next) => Redirect::to(&format!("/admin/content/versions/{next}?done=restored")).into_response(),
        Err(error @ AppError::Input { field, .. }) => {
            let mut form = typed(&posted.0);
            form.error = Some((field, refusal(&page.visit, &error)));
            show(&page, &version, form, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => page.failed(&error),
    }
}
