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
    web::{Page, with_etag},
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
pub(super) async fn inbox(page: Page, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Response {
    let state = wanted.state.as_deref().and_then(State::parse).unwrap_or(State::Waiting);
    let order = if state.is_unanswered() { Order::OldestFirst } else { Order::NewestFirst };
    let paged = wanted.cursor.is_some();
    let list = List { state, order, limit: PAGE, cursor: wanted.cursor };
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let questions = match questions::list(app, actor, list).await {
        Ok(questions) => questions,
        Err(error) => return page.failed(&error),
    };
    let counts = match questions::count(app, actor).await {
        Ok(counts) => counts,
        Err(error) => return page.failed(&error),
    };
    let shown = InboxPage { state, order, paged, questions, counts };
    if wanted.part.is_some() {
        let part = view::inbox_parts(&page.visit, &shown).into_string();
        return with_etag(&headers, part, page.visit.now);
    }
    view::inbox(&page.visit, &page.signed_in, &shown).into_response()
}
