//! Search over all history.

use app::{
    AppError,
    questions::{self, Filter},
    search::{self, Search},
};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::PAGE;
use crate::{
    pages::failure::refusal,
    view::{self, SearchPage},
    web::{Asking, Page},
};

/// What to look for, beside the conditions.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    words: String,
    cursor: Option<String>,
}

/// `GET /search`: the form, and what was found once something was asked for.
pub(super) async fn search(
    page: Page,
    Query(wanted): Query<Wanted>,
    Query(asking): Query<Asking>,
) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let filter = match asking.filter() {
        Ok(filter) => filter,
        Err(error) => return page.failed(&error),
    };
    let colleagues = match questions::colleagues(app, actor).await {
        Ok(colleagues) => colleagues,
        Err(error) => return page.failed(&error),
    };
    let mut shown = SearchPage {
        paged: wanted.cursor.is_some(),
        found: None,
        content: app.content.in_memory(),
        error: None,
        words: wanted.words.trim().to_owned(),
        colleagues,
        filter,
    };
    if shown.words.is_empty() && shown.filter == Filter::default() {
        return view::search(&page.visit, &page.signed_in, &shown).into_response();
    }
    let asked = Search {
        words: shown.words.clone(),
        officer: shown.filter.assignee.clone(),
        category: shown.filter.category.clone(),
        from: shown.filter.from,
        to: shown.filter.to,
        limit: PAGE,
        cursor: wanted.cursor,
    };
    match search::search(app, actor, &page.state.index, &asked).await {
        Ok(found) => shown.found = Some(found),
        Err(error) => {
            let AppError::Input { field: field @ ("words" | "from"), .. } = error else {
                return page.failed(&error);
            };
            shown.error = Some((field, refusal(&page.visit, &error)));
            let body = view::search(&page.visit, &page.signed_in, &shown);
            return (StatusCode::UNPROCESSABLE_ENTITY, body).into_response();
        }
    }
    view::search(&page.visit, &page.signed_in, &shown).into_response()
}
