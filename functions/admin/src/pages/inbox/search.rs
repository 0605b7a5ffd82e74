//! Search over all history.

use app::{
    AppError,
    questions::{self, Filter},
    search::{self, Found, Search},
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
    let mut shown = match form(&page, &wanted, &asking).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    if shown.words.is_empty() && shown.filter == Filter::default() {
        return view::search(&page.visit, &page.signed_in, &shown).into_response();
    }
    match find(&page, &shown, wanted.cursor).await {
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

async fn form(page: &Page, wanted: &Wanted, asking: &Asking) -> Result<SearchPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    Ok(SearchPage {
        words: wanted.words.trim().to_owned(),
        filter: asking.filter()?,
        paged: wanted.cursor.is_some(),
        found: None,
        colleagues: questions::colleagues(app, actor).await?,
        content: app.content.in_memory(),
        error: None,
    })
}

async fn find(page: &Page, asked: &SearchPage, cursor: Option<String>) -> Result<Found, AppError> {
    let search = Search {
        words: asked.words.clone(),
        officer: asked.filter.assignee.clone(),
        category: asked.filter.category.clone(),
        from: asked.filter.from,
        to: asked.filter.to,
        limit: PAGE,
        cursor,
    };
    search::search(&page.state.app, &page.signed_in.actor, &page.state.index, &search).await
}
