//! Confirming, moving and deleting topics.

use app::{AppError, content};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::content::edit::{Edit, Section, dashed, undashed};

use super::{
    filled, mend, save,
    topic::found,
    values::{self, Values},
    working,
};
use crate::{
    view::content as view,
    web::{Page, Posted},
};

/// “Checked, nothing changed.”
pub(super) async fn confirm(page: Page, Path(path): Path<String>) -> Response {
    let path = undashed(&path).unwrap_or_default();
    match content::confirm(&page.state.app, &page.signed_in.actor, &path).await {
        Ok(_) => Redirect::to("/admin/content?done=confirmed").into_response(),
        Err(error) => page.failed(&error),
    }
}

/// Where it is to go.
pub(super) async fn moving(page: Page, Path(path): Path<String>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let Some((path, _)) = found(now.snapshot(), &path) else {
        return page.failed(&AppError::NotFound("topic"));
    };
    let (last, parent) = path.split_last().unwrap_or((&0, &[]));
    let values =
        Values::from([("parent".to_owned(), dashed(parent)), ("number".to_owned(), last.to_string())]);
    let form = filled(&Section::Branch(path.clone()), &now, values);
    view::moving(&page.visit, &page.signed_in, now.snapshot(), &path, &form).into_response()
}

/// Moves it.
pub(super) async fn move_it(page: Page, Path(path): Path<String>, posted: Posted) -> Response {
    let Some(path) = undashed(&path) else { return page.failed(&AppError::NotFound("topic")) };
    let place = values::parent(&posted.0).and_then(|parent| Ok((parent, values::number(&posted.0)?)));
    let saved = match place {
        Ok((parent, number)) => {
            let edit = Edit::MoveTopic { path: path.clone(), parent, number };
            save(&page, edit, &posted.0, "/admin/content?done=moved").await
        }
        Err(error) => mend(&page, None, &posted.0, &error).await,
    };
    let (status, form) = match saved {
        Ok(response) => return response,
        Err(refused) => refused,
    };
    match working(&page).await {
        Ok(now) => {
            let shown = view::moving(&page.visit, &page.signed_in, now.snapshot(), &path, &form);
            (status, shown).into_response()
        }
        Err(response) => response,
    }
}

/// Whether it is really to go.
pub(super) async fn removing(page: Page, Path(path): Path<String>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let Some((path, category)) = found(now.snapshot(), &path) else {
        return page.failed(&AppError::NotFound("topic"));
    };
    let form = filled(&Section::Branch(path.clone()), &now, Values::new());
    view::removing(&page.visit, &page.signed_in, category, &path, &form).into_response()
}

/// Deletes it.
pub(super) async fn remove(page: Page, Path(path): Path<String>, posted: Posted) -> Response {
    let Some(path) = undashed(&path) else { return page.failed(&AppError::NotFound("topic")) };
    let edit = Edit::RemoveTopic { path: path.clone() };
    let (status, form) = match save(&page, edit, &posted.0, "/admin/content?done=removed").await {
        Ok(response) => return response,
        Err(refused) => refused,
    };
    match working(&page).await {
        Ok(now) => match now.snapshot().category(&path) {
            Some(category) => {
                (status, view::removing(&page.visit, &page.signed_in, category, &path, &form)).into_response()
            }
            None => page.failed(&AppError::NotFound("topic")),
        },
        Err(response) => response,
    }
}
