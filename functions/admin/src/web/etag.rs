//! `ETag` and 304, for what browsers ask again every few seconds.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The part of a page, or 304 when the browser has it. `X-Now` tells our clock, in milliseconds.
pub(crate) fn with_etag(request: &HeaderMap, part: String, now: Timestamp) -> Response {
    let digest = domain::audit::hex(&Sha256::digest(part.as_bytes())[..12]);
    let tag = format!("\"{digest}\"");
    let known = request.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Html(part).into_response() };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert("x-now", HeaderValue::from(now.as_millisecond()));
    response
}
