//! Known answers, the list of next content, and words that mean the same.

use app::{AppError, known};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    content::edit::{Edit, Section},
    ids::GroupId,
    staff::Permission,
};
use serde::Deserialize;

use super::{
    board::Done,
    done, filled, mend, save as save_edit,
    values::{self, Values},
    working,
};
use crate::{
    view::content::{self as view, Form, KnownList},
    web::{Page, Posted},
};

/// Of which group a new one is made.
#[derive(Deserialize)]
pub(super) struct From {
    group: Option<String>,
}

/// The list.
pub(super) async fn list(page: Page, query: Query<Done>) -> Response {
    show(&page, query.done.as_deref(), None).await
}

async fn show(page: &Page, word: Option<&str>, refused: Option<(StatusCode, Form)>) -> Response {
    let now = match working(page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let counts = match known::counts(app, actor).await {
        Ok(counts) => counts,
        Err(error) => return page.failed(&error),
    };
    let next = match known::next(app, actor, now.snapshot()).await {
        Ok(next) => next,
        Err(error) => return page.failed(&error),
    };
    let (status, form) = refused.unwrap_or_else(|| {
        let values = values::of_synonyms(&now.snapshot().synonyms);
        (StatusCode::OK, filled(&Section::Synonyms, &now, values))
    });
    let done = done(word).map(|text| page.visit.say(text));
    let list = KnownList { content: now.snapshot(), counts: &counts, next: &next, form: &form };
    (status, view::known_list(&page.visit, &page.signed_in, &list, done)).into_response()
}

/// A new one's editor, filled with what was said to a group.
pub(super) async fn adding(page: Page, Query(from): Query<From>) -> Response {
    let group = from.group.map(GroupId::from);
    let proposed = known::propose(&page.state.app, &page.signed_in.actor, group.as_ref()).await;
    let proposed = match proposed {
        Ok(proposed) => proposed,
        Err(error) => return page.failed(&error),
    };
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let form = filled(&Section::Known(proposed.id.clone()), &now, values::of_known(&proposed));
    view::known(&page.visit, &page.signed_in, &proposed.id, true, group.is_some(), &form).into_response()
}

/// One's editor.
pub(super) async fn editing(page: Page, Path(id): Path<String>) -> Response {
    if let Err(denied) = page.signed_in.actor.require(Permission::EditContent) {
        return page.failed(&denied.into());
    }
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let Some(found) = now.snapshot().known_answer(&id) else {
        return page.failed(&AppError::NotFound("known answer"));
    };
    let form = filled(&Section::Known(id.clone()), &now, values::of_known(found));
    view::known(&page.visit, &page.signed_in, &id, false, false, &form).into_response()
}

/// Saves one: a new id makes a new one.
pub(super) async fn save(page: Page, Path(id): Path<String>, posted: Posted) -> Response {
    let saved = match values::known(&id, &posted.0) {
        Err(error) => mend(&page, None, &posted.0, &error).await,
        Ok(known) => {
            let edit = Edit::Known { known: Box::new(known) };
            save_edit(&page, edit, &posted.0, "/admin/content/known?done=saved").await
        }
    };
    match saved {
        Ok(response) => response,
        Err((status, form)) => {
            (status, view::known(&page.visit, &page.signed_in, &id, false, false, &form)).into_response()
        }
    }
}

/// Deletes one.
pub(super) async fn remove(page: Page, Path(id): Path<String>, posted: Posted) -> Response {
    let edit = Edit::RemoveKnown { id };
    match save_edit(&page, edit, &posted.0, "/admin/content/known?done=removed").await {
        Ok(response) => response,
        Err((status, form)) => conflicting(&page, status, form).await,
    }
}

/// The list, with how what is saved now differs from what was to be done.
async fn conflicting(page: &Page, status: StatusCode, form: Form) -> Response {
    let now = match working(page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let synonyms: Values = values::of_synonyms(&now.snapshot().synonyms);
    let fresh = filled(&Section::Synonyms, &now, synonyms);
    let form = Form { error: form.error, conflict: form.conflict, ..fresh };
    show(page, None, Some((status, form))).await
}

/// Saves words that mean the same.
pub(super) async fn save_synonyms(page: Page, posted: Posted) -> Response {
    let edit = Edit::Synonyms { synonyms: values::synonyms(&posted.0) };
    match save_edit(&page, edit, &posted.0, "/admin/content/known?done=saved").await {
        Ok(response) => response,
        Err(refused) => show(&page, None, Some(refused)).await,
    }
}
