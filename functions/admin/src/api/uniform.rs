//! Whatever is refused before a handler sees it is a problem in the caller's language, too: a path that can't be
//! decoded, a query that can't be read, a fault of ours.

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::problem::{FAULT, INPUT, Kind, NOT_FOUND, NOT_JSON, Problem, TOO_LARGE, UNREADABLE, WRONG_METHOD};

/// Longest id in a path, in characters, as the document says.
const ID_LIMIT_CHARS: usize = 100;

/// Puts a problem in the place of any other answer from 400 on; headers such as `Allow` stay.
pub(super) async fn problems(request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    if request.uri().path().split('/').any(is_too_long) {
        return of(StatusCode::NOT_FOUND, &headers).into_response();
    }
    let response = next.run(request).await;
    let status = response.status();
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    if !(status.is_client_error() || status.is_server_error()) || is_problem {
        return response;
    }
    let mut problem = of(status, &headers).into_response();
    for (name, value) in response.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            problem.headers_mut().insert(name, value.clone());
        }
    }
    problem
}

fn is_too_long(segment: &str) -> bool {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().chars().count() > ID_LIMIT_CHARS
}

fn of(status: StatusCode, headers: &HeaderMap) -> Problem {
    let new = |kind: Kind, zh, en| Problem::new(kind, headers, zh, en);
    match status {
        StatusCode::NOT_FOUND => new(NOT_FOUND, "没有这个对象", "there is no such thing"),
        StatusCode::METHOD_NOT_ALLOWED => {
            new(WRONG_METHOD, "这个地址用别的方法", "this path takes another method")
        }
        StatusCode::PAYLOAD_TOO_LARGE => new(TOO_LARGE, "请缩短后再发送", "send less"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            new(NOT_JSON, "请发送 Content-Type: application/json", "send Content-Type: application/json")
        }
        StatusCode::UNPROCESSABLE_ENTITY => new(INPUT, "请按文档修改", "change it as the document says"),
        _ if status.is_client_error() => {
            new(UNREADABLE, "没有读懂请求：请按文档修改", "the request can't be read: see the document")
        }
        _ => new(FAULT, "系统出错，没有完成", "a fault of ours: it was not done"),
    }
}
