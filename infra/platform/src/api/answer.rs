//! Answers of the API: JSON or a file; refusals with errcode, errmsg and the rid behind it.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, Full};
use serde_json::{Map, Value, json};

/// What a call is answered with when it succeeds.
#[derive(Debug)]
pub(crate) enum Answer {
    Json(Value),
    File { content_type: &'static str, filename: String, bytes: Bytes },
}

impl Answer {
    /// `{"errcode":0,"errmsg":"ok"}`
    pub(crate) fn ok() -> Self {
        Answer::Json(json!({ "errcode": 0, "errmsg": "ok" }))
    }

    pub(crate) fn response(self) -> Response {
        match self {
            Answer::Json(value) => json_response(&value),
            Answer::File { content_type, filename, bytes } => {
                let mut response = bytes.into_response();
                let headers = response.headers_mut();
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
                let disposition = format!("attachment; filename=\"{filename}\"");
                if let Ok(disposition) = HeaderValue::from_str(&disposition) {
                    headers.insert(header::CONTENT_DISPOSITION, disposition);
                }
                response
            }
        }
    }
}

/// HTTP 200 and the platform's own content type.
pub(crate) fn json_response(value: &Value) -> Response {
    let mut response = value.to_string().into_response();
    let kind = HeaderValue::from_static("application/json; encoding=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// A body that breaks off: the caller never sees an answer.
pub(crate) fn broken_off() -> Response {
    let broken = async { Some(Err(std::io::Error::other("closed by the simulated platform"))) };
    let body = Full::new(Bytes::from_static(b"{")).map_err(|never| match never {}).with_trailers(broken);
    (StatusCode::OK, Body::new(body)).into_response()
}

/// Why a call is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    /// Replaces the usual stem.
    pub(crate) message: Option<String>,
    /// Fields beside errcode and errmsg, e.g. the msg_id of 45065.
    pub(crate) more: Map<String, Value>,
}

impl From<i64> for Refusal {
    fn from(code: i64) -> Self {
        Refusal { code, message: None, more: Map::new() }
    }
}

impl Refusal {
    pub(crate) fn because(code: i64, message: String) -> Self {
        Refusal { message: Some(message), ..code.into() }
    }

    /// The JSON answer, with the tail that today's platform appends (` rid: …`) or the older ` hint: […]`.
    pub(crate) fn json(&self, rid: &str, old_tail: bool) -> Value {
        let stem = self.message.as_deref().unwrap_or_else(|| stem(self.code));
        let tail =
            if old_tail { format!(" hint: [{}]", rid.replace('-', "")) } else { format!(" rid: {rid}") };
        let mut fields = self.more.clone();
        fields.insert("errcode".to_owned(), self.code.into());
        fields.insert("errmsg".to_owned(), format!("{stem}{tail}").into());
        Value::Object(fields)
    }
}

/// The literal that the platform answers with.
pub(crate) fn stem(code: i64) -> &'static str {
    match code {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40002 => "invalid grant_type",
        40003 => "invalid openid",
        40004 => "invalid media type",
        40005 => "invalid file type",
        40007 => "invalid media_id",
        40008 => "invalid message type",
        40009 => "invalid image size",
        40010 => "invalid voice size",
        40011 => "invalid video size",
        40012 => "invalid thumb size",
        40013 => "invalid appid",
        40014 => "invalid access_token",
        40016 => "invalid button size",
        40017 => "invalid button type",
        40018 => "invalid button name size",
        40019 => "invalid button key size",
        40020 => "invalid button url size",
        40022 => "invalid sub button level",
        40023 => "invalid sub button size",
        40024 => "invalid sub button type",
        40025 => "invalid sub button name size",
        40026 => "invalid sub button key size",
        40027 => "invalid sub button url size",
        40032 => "invalid openid list size",
        40033 => "invalid charset. please check your request, if include \\uxxxx will create fail",
        40035 => "invalid parameter",
        40052 => "invalid action name",
        40053 => "invalid action info, please check document",
        40054 | 40055 => "invalid button url domain",
        40059 => "invalid msg id",
        40066 => "invalid url",
        40121 => "invalid media_id type",
        40125 => "invalid appsecret",
        40130 => "invalid openid list size, at least two openid",
        40137 => "invalid image format",
        40200 => "invalid account type",
        40202 => "invalid action",
        40203 => "invalid check_operator",
        41001 => "access_token missing",
        41002 => "appid missing",
        41004 => "appsecret missing",
        41005 => "media data missing",
        41006 => "media_id missing",
        42001 => "access_token expired",
        43001 => "require GET method",
        43002 => "require POST method",
        43004 => "require subscribe",
        44001 => "empty media data",
        44002 => "empty post data",
        44003 => "empty news data",
        44004 => "empty content",
        45001 => "media size out of limit",
        45002 => "content size out of limit",
        45005 => "url size out of limit",
        45008 => "article size out of limit",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reach limit  must slower  retry next minute",
        45015 => "response out of time limit or subscription is canceled",
        45028 => "has no masssend quota",
        45047 => "out of response count limit",
        45056 => "too many tag now, no need to add new",
        45059 => "can't add more tag to this user",
        45064 => "no permission to use weapp in menu",
        45065 => "clientmsgid exist",
        45066 => "same clientmsgid retry too fast",
        45067 => "clientmsgid size out of limit",
        45072 => "invalid command",
        45080 => "no interaction with the user in 30 seconds",
        45081 => "already typing",
        45098 => "msgmenu list size out of limit",
        45099 => "msgmenu item size out of limit",
        45157 => "invalid tag name",
        45158 => "tag name too long",
        45159 => "invalid tag id",
        45162 => "invalid type",
        46003 => "menu no exist",
        47001 => "data format error",
        48001 => "api unauthorized",
        48006 => "forbid to clear quota because of reaching the limit",
        48008 => "no permission for this msgtype",
        53600 => "invalid article_id",
        61452 => "invalid kf_account",
        65318 => "invalid button type, must be lower case",
        76021 => "cgi_path not found",
        _ => "request refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_carries_a_rid_or_the_older_hint() {
        let refusal = Refusal::from(45015);
        let today = refusal.json("6a1-2b-3c", false);
        assert_eq!(today["errmsg"], "response out of time limit or subscription is canceled rid: 6a1-2b-3c");
        assert_eq!(today["errcode"], 45015);
        let older = refusal.json("6a1-2b-3c", true);
        assert!(older["errmsg"].as_str().unwrap().ends_with(" hint: [6a12b3c]"));
    }

    #[tokio::test]
    async fn a_broken_answer_never_becomes_whole() {
        assert!(broken_off().into_body().collect().await.is_err());
    }
}
