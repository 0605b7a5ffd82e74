//! A call as it came in: path, query, JSON or multipart body.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, Multipart, Query};
use bytes::Bytes;
use http::{Method, Request, header};
use serde_json::Value;

/// The largest body read: 10 MB of video and some form around it.
const BODY_BYTES: usize = 12 << 20;

/// One part of a multipart form.
#[derive(Debug)]
pub(crate) struct FormPart {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) bytes: Bytes,
}

/// A call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: HashMap<String, String>,
    /// The body as text; empty for multipart.
    pub(crate) text: String,
    pub(crate) json: Option<Value>,
    pub(crate) parts: Vec<FormPart>,
    pub(crate) peer: IpAddr,
}

impl Call {
    /// Reads a request; `None` when the body is too large or breaks off.
    pub(crate) async fn read(request: Request<Body>) -> Option<Self> {
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let query = Query::try_from_uri(request.uri()).map(|Query(query)| query).unwrap_or_default();
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let multipart = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let (head, body) = request.into_parts();
        let bytes = axum::body::to_bytes(body, BODY_BYTES).await.ok()?;
        let mut call = Call { method, path, query, text: String::new(), json: None, parts: Vec::new(), peer };
        if multipart {
            call.parts = form(Request::from_parts(head, Body::from(bytes))).await.unwrap_or_default();
        } else {
            call.text = String::from_utf8_lossy(&bytes).into_owned();
            call.json = serde_json::from_slice(&bytes).ok();
        }
        Some(call)
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The part with a file in it: without a filename the platform does not see one.
    pub(crate) fn file(&self, name: &str) -> Option<&FormPart> {
        self.parts.iter().find(|part| part.name == name && part.filename.is_some())
    }

    /// A field of the JSON body, null when absent.
    pub(crate) fn field(&self, name: &str) -> &Value {
        self.json.as_ref().and_then(|json| json.get(name)).unwrap_or(&Value::Null)
    }

    /// The `touser` of a message, if it is a single one.
    pub(crate) fn touser(&self) -> Option<&str> {
        self.field("touser").as_str()
    }

    /// Whether the body writes characters as `\uXXXX`, which the platform refuses. Control characters have no
    /// other form in JSON and pass.
    pub(crate) fn has_escapes(&self) -> bool {
        let mut bytes = self.text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            if byte == b'\\' && bytes.next() == Some(b'u') {
                let digits: Vec<u8> = bytes.by_ref().take(4).collect();
                if !digits.starts_with(b"000") && !digits.starts_with(b"001") {
                    return true;
                }
            }
        }
        false
    }
}

async fn form(request: Request<Body>) -> Option<Vec<FormPart>> {
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let mut parts = Vec::new();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned).filter(|name| !name.is_empty());
        parts.push(FormPart { name, filename, bytes: field.bytes().await.ok()? });
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn call(body: &str) -> Call {
        let request = Request::post("/cgi-bin/x?access_token=t&openid=").body(Body::from(body.to_owned()));
        Call::read(request.unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn escapes_are_seen_and_escaped_backslashes_are_not() {
        assert!(call(r#"{"a":"\u4f60"}"#).await.has_escapes());
        assert!(call(r#"{"a":"\\\u0026"}"#).await.has_escapes());
        assert!(!call(r#"{"a":"\\u4f60"}"#).await.has_escapes());
        assert!(!call(r#"{"a":"\n你\u001b"}"#).await.has_escapes());
    }

    #[tokio::test]
    async fn an_empty_parameter_counts_as_absent() {
        let call = call("{}").await;
        assert_eq!(call.param("access_token"), Some("t"));
        assert_eq!(call.param("openid"), None);
    }

    #[tokio::test]
    async fn a_file_needs_its_filename() {
        let body = "--B\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\ny\r\n--B--\r\n";
        let request = Request::post("/x").header("content-type", "multipart/form-data; boundary=B");
        let call = Call::read(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(call.parts.len(), 2);
        assert_eq!(&call.file("media").unwrap().bytes[..], b"y");
    }
}
