//! Errors as `application/problem+json` (RFC 9457), in the caller's language.

use app::{AppError, ports::TableError};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{language::Language, question::QuestionError};
use serde_json::{Value, json};

use crate::{pages::failure::log, web::accepted};

/// One kind of problem: the last part of its `type`, its status, its title in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind(pub(crate) &'static str, pub(crate) StatusCode, &'static str, &'static str);

pub(crate) const UNAUTHENTICATED: Kind =
    Kind("unauthenticated", StatusCode::UNAUTHORIZED, "需要有效的令牌", "A valid bearer token is needed");
pub(crate) const DENIED: Kind = Kind("denied", StatusCode::FORBIDDEN, "没有权限", "Not permitted");
pub(crate) const NOT_FOUND: Kind = Kind("not-found", StatusCode::NOT_FOUND, "找不到", "Not found");
pub(crate) const WRONG_METHOD: Kind =
    Kind("wrong-method", StatusCode::METHOD_NOT_ALLOWED, "不支持这个方法", "Method not allowed");
pub(crate) const CONFLICT: Kind =
    Kind("conflict", StatusCode::CONFLICT, "与当前状态冲突", "Conflict with the state");
pub(crate) const STALE: Kind =
    Kind("stale", StatusCode::CONFLICT, "会话已有新内容", "The thread has moved on");
pub(crate) const OVERTAKEN: Kind = Kind("overtaken", StatusCode::CONFLICT, "别人刚改过", "It has changed");
/// Not a 5xx: under its idempotency key the request is answered the same again, and not done a second time.
pub(crate) const UNSURE: Kind =
    Kind("unsure", StatusCode::CONFLICT, "不确定是否已完成", "It may have been done or not");
pub(crate) const TOO_LARGE: Kind = Kind("too-large", StatusCode::PAYLOAD_TOO_LARGE, "内容太长", "Too large");
pub(crate) const NOT_JSON: Kind =
    Kind("not-json", StatusCode::UNSUPPORTED_MEDIA_TYPE, "请用 application/json", "Use application/json");
pub(crate) const UNREADABLE: Kind = Kind("unreadable", StatusCode::BAD_REQUEST, "没有读懂", "Can't be read");
pub(crate) const INPUT: Kind =
    Kind("input", StatusCode::UNPROCESSABLE_ENTITY, "有字段需要修改", "A field has to be changed");
pub(crate) const TOO_MANY: Kind =
    Kind("too-many", StatusCode::TOO_MANY_REQUESTS, "请求太多", "Too many requests");
pub(crate) const FAULT: Kind = Kind("fault", StatusCode::INTERNAL_SERVER_ERROR, "系统出错", "Fault");
pub(crate) const BUSY: Kind = Kind("busy", StatusCode::SERVICE_UNAVAILABLE, "请稍后再试", "Try again");

/// What the caller reads.
#[derive(Debug)]
pub(crate) struct Problem {
    kind: Kind,
    language: Language,
    detail: String,
    field: Option<String>,
    /// Seconds to wait.
    after: Option<u32>,
}

impl Problem {
    /// A problem; `detail` says what to do.
    pub(crate) fn new(kind: Kind, headers: &HeaderMap, zh: &str, en: &str) -> Self {
        let language = accepted(headers);
        Self { kind, language, detail: language.pick(zh, en).to_owned(), field: None, after: None }
    }

    /// Names the field that it is about.
    pub(crate) fn about(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Says how many seconds to wait.
    pub(crate) fn after(mut self, seconds: u32) -> Self {
        self.after = Some(seconds);
        self
    }

    /// The problem of a use case that did nothing.
    pub(crate) fn of(error: &AppError, headers: &HeaderMap) -> Self {
        let new = |kind, zh: &str, en: &str| Self::new(kind, headers, zh, en);
        match error {
            AppError::NotFound(what) => {
                new(NOT_FOUND, "没有这个对象，或已被删除", &format!("there is no such {what}"))
            }
            AppError::Denied(denied) => new(DENIED, "令牌没有所需的权限", &denied.to_string()),
            AppError::NotRecent(_) => new(DENIED, "这一步需要再次确认身份", &error.to_string()),
            AppError::Refused { zh, en } => new(CONFLICT, zh, en),
            AppError::Question(QuestionError::TakenBy(login)) => new(
                CONFLICT,
                &format!("{login} 已接入这个问题"),
                &format!("{login} has already taken this question"),
            ),
            AppError::Question(_) => new(CONFLICT, "这个问题已经结束", "this question is over"),
            AppError::Delivery(_) => new(CONFLICT, "这条答复的状态不允许这样做", &error.to_string()),
            AppError::Stale => {
                new(STALE, "请重新读取会话后再答复", "read the thread again before you answer")
            }
            AppError::Overtaken => new(
                OVERTAKEN,
                "别人刚改过这里：请重新读取后再修改",
                "somebody else has changed this: read it again before you change it",
            ),
            AppError::Input { field, zh, en } => new(INPUT, zh, en).about(field),
            AppError::Contended => {
                new(BUSY, "大家同时在修改，请再试一次", "others are changing this; try again")
            }
            AppError::Table(TableError::OutcomeUnknown(_)) => {
                let reference = log(error);
                let zh = format!("可能已经完成，也可能没有：请先读取现在的状态。参考编号：{reference}");
                let en =
                    format!("it may have been done or not: read how things stand. Reference: {reference}");
                new(UNSURE, &zh, &en)
            }
            AppError::Table(_) | AppError::Blob(_) | AppError::Queue(_) => {
                let reference = log(error);
                let zh = format!("没有保存任何更改，请稍后再试。参考编号：{reference}");
                new(BUSY, &zh, &format!("nothing was changed; try again in a moment. Reference: {reference}"))
            }
        }
    }
}

impl Problem {
    /// As it is written.
    pub(super) fn json(&self) -> Value {
        let Kind(name, status, zh, en) = self.kind;
        let mut body = json!({
            "type": format!("urn:wenqu:problem:{name}"),
            "title": self.language.pick(zh, en),
            "status": status.as_u16(),
            "detail": self.detail,
        });
        if let Some(field) = &self.field {
            body["field"] = field.as_str().into();
        }
        body
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.kind.1;
        let mut response = (status, self.json().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.language.pick("zh-CN", "en")));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"wenqu\""));
        }
        let busy = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(1);
        if let Some(seconds) = self.after.or(busy) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// There is no such path.
pub(super) async fn not_found(headers: HeaderMap) -> Problem {
    Problem::new(
        NOT_FOUND,
        &headers,
        "没有这个地址：见 /admin/api/v1/openapi.json",
        "no such path: see /admin/api/v1/openapi.json",
    )
}

/// The path takes another method.
pub(super) async fn wrong_method(headers: HeaderMap) -> Problem {
    let en = "this path takes another method: see /admin/api/v1/openapi.json";
    Problem::new(WRONG_METHOD, &headers, "这个地址用别的方法：见 /admin/api/v1/openapi.json", en)
}
