//! The inbox.

use app::questions::{self, List, Order};
use axum::{
    extract::Query,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::question::State;
use serde::Deserialize;

use crate::{
    view::{self, InboxPage},
    web::{Asking, Page, with_etag},
};

/// Questions on a page.
const PAGE: usize = 50;

/// What to show.
#[derive(Deserialize)]
pub(super) struct Wanted {
    state: Option<String>,
    cursor: Option<String>,
    part: Option<String>,
}

/// The page, or what polling replaces of it.
pub(super) async fn inbox(
    page: Page,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
    Query(asking): Query<Asking>,
) -> Response {
    let state = wanted.state.as_deref().and_then(State::parse).unwrap_or(State::Waiting);
    let order = if state.is_unanswered() { Order::OldestFirst } else { Order::NewestFirst };
    let paged = wanted.cursor.is_some();
    let filter = match asking.filter() {
        Ok(filter) => filter,
        Err(error) => return page.failed(&error),
    };
    let list = List { state, filter: filter.clone(), order, limit: PAGE, cursor: wanted.cursor };
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let questions = match questions::list(app, actor, list).await {
        Ok(questions) => questions,
        Err(error) => return page.failed(&error),
    };
    let counts = match questions::count(app, actor).await {
        Ok(counts) => counts,
        Err(error) => return page.failed(&error),
    };
    let colleagues = match questions::colleagues(app, actor).await {
        Ok(colleagues) => colleagues,
        Err(error) => return page.failed(&error),
    };
    let content = app.content.in_memory();
    let own = actor.login.clone();
    let shown = InboxPage { state, order, filter, paged, questions, counts, colleagues, content, own };
    if wanted.part.is_some() {
        let part = view::inbox_parts(&page.visit, &shown).into_string();
        return with_etag(&headers, part, page.visit.now);
    }
    view::inbox(&page.visit, &page.signed_in, &shown).into_response()
}
