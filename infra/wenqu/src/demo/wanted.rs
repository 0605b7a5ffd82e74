//! Which data a reset asks for. The simulator's reset does not know: its hook reads what stands here.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::Method,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::Value;

/// Longest body of a reset that is looked at.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What the demo holds after a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The sample conversations.
    Seed,
    /// Content and officers alone.
    Empty,
}

tokio::task_local! {
    static WANTED: Wanted;
}

/// What the reset under way asks for, if it says so: `{"data":"seed"}` or `{"data":"empty"}`.
pub(super) fn asked() -> Option<Wanted> {
    WANTED.try_with(|wanted| *wanted).ok()
}

/// Lets resets that come to `router` say what they want.
pub(super) fn listening(router: Router) -> Router {
    router.layer(from_fn(listen))
}

async fn listen(request: Request, next: Next) -> Response {
    if request.uri().path() != "/_sim/reset" || request.method() != Method::POST {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let said = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
    let wanted = match said["data"].as_str() {
        Some("seed") => Some(Wanted::Seed),
        Some("empty") => Some(Wanted::Empty),
        Some(_) => {
            let hint = "{\"error\":\"data: seed or empty\"}";
            return (StatusCode::BAD_REQUEST, hint).into_response();
        }
        None => None,
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    match wanted {
        Some(wanted) => WANTED.scope(wanted, next.run(request)).await,
        None => next.run(request).await,
    }
}
