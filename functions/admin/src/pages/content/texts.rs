//! Greetings and promise; words of danger.

use axum::{
    extract::Query,
    response::{IntoResponse, Response},
};
use domain::content::edit::{Account, Edit, Section};

use super::{board::Done, done, filled, save, values, working};
use crate::{
    view::content as view,
    web::{Page, Posted},
};

/// Greetings and promise.
pub(super) async fn account(page: Page, query: Query<Done>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let form = filled(&Section::Account, &now, values::of_account(&Account::of(now.snapshot())));
    let done = done(query.done.as_deref()).map(|text| page.visit.say(text));
    view::account(&page.visit, &page.signed_in, &form, done).into_response()
}

/// Saves them.
pub(super) async fn save_account(page: Page, posted: Posted) -> Response {
    let edit = Edit::Account { account: Box::new(values::account(&posted.0)) };
    match save(&page, edit, &posted.0, "/admin/content/account?done=saved").await {
        Ok(response) => response,
        Err((status, form)) => {
            (status, view::account(&page.visit, &page.signed_in, &form, None)).into_response()
        }
    }
}

/// Words of danger.
pub(super) async fn emergency(page: Page, query: Query<Done>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let form = filled(&Section::Emergency, &now, values::of_emergency(&now.snapshot().emergency));
    let done = done(query.done.as_deref()).map(|text| page.visit.say(text));
    view::emergency(&page.visit, &page.signed_in, &form, done).into_response()
}

/// Saves them.
pub(super) async fn save_emergency(page: Page, posted: Posted) -> Response {
    let edit = Edit::Emergency { emergency: values::emergency(&posted.0) };
    match save(&page, edit, &posted.0, "/admin/content/emergency?done=saved").await {
        Ok(response) => response,
        Err((status, form)) => {
            (status, view::emergency(&page.visit, &page.signed_in, &form, None)).into_response()
        }
    }
}
