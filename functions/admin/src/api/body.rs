//! JSON bodies and queries, whose errors are problems.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Query, Request, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;

use super::problem::{INPUT, NOT_JSON, Problem, TOO_LARGE, UNREADABLE};
use crate::{AdminState, web::BODY_LIMIT_BYTES};

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<AdminState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AdminState) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let problem = |error: JsonRejection| {
            let text = error.body_text();
            match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    let (zh, en) = (
                        format!("最多 {BODY_LIMIT_BYTES} 字节"),
                        format!("at most {BODY_LIMIT_BYTES} bytes"),
                    );
                    Problem::new(TOO_LARGE, &headers, &zh, &en)
                }
                StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                    let en = "send Content-Type: application/json";
                    Problem::new(NOT_JSON, &headers, "请发送 Content-Type: application/json", en)
                }
                StatusCode::UNPROCESSABLE_ENTITY => {
                    Problem::new(INPUT, &headers, &format!("字段不对：{text}"), &text).about("body")
                }
                _ => Problem::new(UNREADABLE, &headers, &format!("不是有效的 JSON：{text}"), &text),
            }
        };
        let Json(value) = Json::<T>::from_request(request, state).await.map_err(problem)?;
        Ok(Self(value))
    }
}

/// How many items a page is to have: as many as asked for, 1 to 200; 50 without a wish.
pub(super) fn page_limit(headers: &HeaderMap, wanted: Option<usize>) -> Result<usize, Problem> {
    let limit = wanted.unwrap_or(50);
    if (1..=200).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::new(INPUT, headers, "请写 1 至 200 的数字", "use a number from 1 to 200").about("limit"))
}

/// A query.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<AdminState> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AdminState) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(error) => {
                let text = error.body_text();
                Err(Problem::new(INPUT, &parts.headers, &format!("查询参数不对：{text}"), &text)
                    .about("query"))
            }
        }
    }
}
