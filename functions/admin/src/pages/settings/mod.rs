//! Settings: an index, and the pages below it.

mod canned;

use axum::{Router, routing::get};
use maud::Markup;

use crate::{AdminState, view, web::Page};

/// All below `/settings`.
pub(super) fn router() -> Router<AdminState> {
    Router::new().route("/settings", get(index)).merge(canned::router())
}

/// What may be set, by permission.
async fn index(page: Page) -> Markup {
    view::settings::index(&page.visit, &page.signed_in)
}
