//! Whether all is well.

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{AdminState, view, web::Page};

pub(super) fn router() -> Router<AdminState> {
    Router::new().route("/settings/health", get(health))
}

async fn health(page: Page) -> Response {
    match app::health::check(&page.state.app, &page.signed_in.actor).await {
        Ok(findings) => view::settings::health(&page.visit, &page.signed_in, &findings).into_response(),
        Err(error) => page.failed(&error),
    }
}
