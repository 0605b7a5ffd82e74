//! The controls: what tests, transcripts and the page use to move time, act as residents, see and break things.

mod act;
mod clock;
mod fault;
mod outbox;
mod phone;
mod play;
mod recording;
mod wire;

use axum::extract::{Path, Request, State as Shared};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};

use crate::simulator::Simulator;

pub(crate) fn router() -> Router<Simulator> {
    Router::new()
        .route("/_sim/act", post(act::act))
        .route("/_sim/clock", get(clock::get).post(clock::post))
        .route("/_sim/fault", get(fault::list).post(fault::add).delete(fault::clear))
        .route("/_sim/reset", post(act::reset))
        .route("/_sim/recording", get(recording::get).post(recording::post))
        .route("/_sim/play", post(play::play))
        .route("/_sim/outbox", get(outbox::outbox))
        .route("/_sim/personas", get(phone::personas))
        .route("/_sim/phone/{persona}", get(phone::phone))
        .route("/_sim/wire", get(wire::wire))
        .route("/_sim/media/{id}", get(media))
        .route("/_sim/qr/{ticket}", get(qr))
        .layer(from_fn(same_origin))
}

/// An error for the person or the script at the other end.
pub(crate) fn wrong(status: StatusCode, error: impl Into<String>) -> Response {
    (status, Json(json!({ "error": error.into() }))).into_response()
}

/// A JSON body; an empty one counts as `{}`. The content type doesn't matter, so that `curl -d` works.
pub(crate) fn body(bytes: &Bytes) -> Result<Value, Box<Response>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(json!({}));
    }
    let wrong_body = |error: serde_json::Error| {
        Box::new(wrong(StatusCode::BAD_REQUEST, format!("the body must be JSON: {error}")))
    };
    serde_json::from_slice(bytes).map_err(wrong_body)
}

/// Another site open in the same browser must not press the buttons.
async fn same_origin(request: Request, next: Next) -> Response {
    if request.method() != Method::GET && is_foreign(request.headers()) {
        return wrong(StatusCode::FORBIDDEN, "requests from other sites are not taken");
    }
    next.run(request).await
}

fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, authority)| authority != host),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// A stored file as a phone shows it.
async fn media(Shared(simulator): Shared<Simulator>, Path(id): Path<String>) -> Response {
    let state = simulator.state();
    let Some(media) = state.media.shown(&id) else {
        return wrong(StatusCode::NOT_FOUND, "no such file");
    };
    let mut response = media.bytes.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.format.content_type()));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    response
}

/// What is behind a code made with qrcode/create.
async fn qr(Shared(simulator): Shared<Simulator>, Path(ticket): Path<String>) -> Response {
    let state = simulator.state();
    match state.codes.iter().find(|code| code.ticket == ticket) {
        Some(code) => Json(json!({ "ticket": code.ticket, "scene": code.scene })).into_response(),
        None => wrong(StatusCode::NOT_FOUND, "no such code"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn only_the_page_itself_and_scripts_may_press_buttons() {
        assert!(!is_foreign(&headers(&[(header::HOST, "127.0.0.1:8600")])));
        let own = [(header::ORIGIN, "http://127.0.0.1:8600"), (header::HOST, "127.0.0.1:8600")];
        assert!(!is_foreign(&headers(&own)));
        let other = [(header::ORIGIN, "https://evil.example"), (header::HOST, "127.0.0.1:8600")];
        assert!(is_foreign(&headers(&other)));
        assert!(is_foreign(&headers(&[(header::ORIGIN, "null"), (header::HOST, "127.0.0.1:8600")])));
    }
}
