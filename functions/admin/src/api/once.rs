//! `Idempotency-Key`: a request that changes something and is sent twice under one key is done once, and the second
//! one gets the answer of the first.

use app::repeats::{self, Begun, Kept, Repeatable};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    bearer::token,
    problem::{CONFLICT, INPUT, Problem, TOO_LARGE},
};
use crate::AdminState;

/// Longest body that is compared with the first one, in bytes: what Lambda takes.
const LIMIT_BYTES: usize = 6 << 20;
/// Marks an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Lets the first request through and keeps its answer.
pub(super) async fn once(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let Some(key) = headers.get("idempotency-key").filter(|_| changes(request.method())) else {
        return next.run(request).await;
    };
    let Ok(key) = key.to_str() else { return unreadable(&headers).into_response() };
    let secret = token(&headers).unwrap_or_default();
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LIMIT_BYTES).await else {
        let (zh, en) = (format!("最多 {LIMIT_BYTES} 字节"), format!("at most {LIMIT_BYTES} bytes"));
        return Problem::new(TOO_LARGE, &headers, &zh, &en).into_response();
    };
    let mut whole = format!("{} {}\n", parts.method, parts.uri).into_bytes();
    whole.extend_from_slice(&body);
    let asked = Repeatable { secret, key, request: &whole };
    match repeats::begin(&state.app, &asked).await {
        Ok(Begun::New) => {
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            keep(&state, &asked, response).await
        }
        Ok(begun) => known(&headers, begun),
        Err(error) => Problem::of(&error, &headers).into_response(),
    }
}

fn changes(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// The answer of the first request, or why there is none.
fn known(headers: &HeaderMap, begun: Begun) -> Response {
    let new = |kind, zh, en| Problem::new(kind, headers, zh, en).into_response();
    match begun {
        Begun::Done(Some(kept)) => replayed(kept),
        Begun::Done(None) => new(
            CONFLICT,
            "这个请求已经完成，答复太长没有保留：请读取现在的状态",
            "this request was done; its answer was too long to be kept: read how things stand",
        ),
        Begun::Other => Problem::new(
            INPUT,
            headers,
            "这个键已用于另一个请求：新的请求请用新的键",
            "this key was used for another request: take a new key for a new request",
        )
        .about("Idempotency-Key")
        .into_response(),
        Begun::UnderWay | Begun::New => new(
            CONFLICT,
            "用这个键的请求正在处理，请稍后再试",
            "the request with this key is being done: try again in a moment",
        ),
    }
}

fn replayed(kept: Kept) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = (status, kept.body).into_response();
    let kind = HeaderValue::from_str(&kept.content_type);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("text/plain")));
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Keeps what was answered; what failed on our side may be sent again under its key.
async fn keep(state: &AdminState, asked: &Repeatable<'_>, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let text = String::from_utf8(bytes.to_vec()).ok().filter(|_| !parts.status.is_server_error());
    let done = match text {
        Some(body) => {
            let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            let content_type = kind.unwrap_or("text/plain").to_owned();
            let answer = Kept { status: parts.status.as_u16(), content_type, body };
            repeats::finish(&state.app, asked, &answer).await
        }
        None => repeats::forget(&state.app, asked).await,
    };
    if let Err(error) = done {
        tracing::warn!(%error, "an answer was not kept for its idempotency key");
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn unreadable(headers: &HeaderMap) -> Problem {
    let en = "use letters, digits and signs of ASCII for the key";
    Problem::new(INPUT, headers, "键请用 ASCII 字母、数字和符号", en).about("Idempotency-Key")
}
