//! Settings: an index, and the pages below it.

mod alerts;
mod canned;
mod health;
mod retention;

use axum::{Router, routing::get};
use maud::Markup;

use crate::{AdminState, view, web::Page};

/// All below `/settings`.
pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/settings", get(index))
        .merge(alerts::router())
        .merge(canned::router())
        .merge(health::router())
        .merge(retention::router())
}

/// What may be set, by permission.
async fn index(page: Page) -> Markup {
    view::settings::index(&page.visit, &page.signed_in)
}
