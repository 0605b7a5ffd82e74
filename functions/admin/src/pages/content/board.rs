//! The board.

use axum::{
    extract::Query,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{done, working};
use crate::{view::content as view, web::Page};

/// What has just been done.
#[derive(Deserialize)]
pub(super) struct Done {
    pub(super) done: Option<String>,
}

/// The page.
pub(super) async fn board(page: Page, query: Query<Done>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let done = done(query.done.as_deref()).map(|text| page.visit.say(text));
    view::board(&page.visit, &page.signed_in, &now, done).into_response()
}
