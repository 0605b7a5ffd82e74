//! The published content in memory is looked at again before a page names the account.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::AdminState;

/// At most every 10 seconds one request asks which version is live; see [`app::content::Content::snapshot`].
pub(super) async fn content(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/static/") {
        state.app.content.snapshot().await;
    }
    next.run(request).await
}
