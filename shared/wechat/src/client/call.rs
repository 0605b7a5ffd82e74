//! A call as a value.

use crate::errcode::ApiError;
use serde::Serialize;

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

/// The body of a call.
#[derive(Clone, PartialEq, Eq)]
pub enum CallBody {
    /// None.
    None,
    /// JSON in raw UTF-8, to be sent as `application/json; charset=utf-8`.
    Json(String),
    /// A form with one file. Must be sent with a content length, not in chunks.
    Multipart {
        /// Name of the file's field; the platform wants `media`.
        field: &'static str,
        /// File name with the right extension; without one the platform answers 41005.
        filename: String,
        /// Content type of the file.
        content_type: String,
        /// The file.
        bytes: Vec<u8>,
        /// Other fields.
        extra: Vec<(String, String)>,
    },
}

/// Bodies hold residents' words and secrets: `Debug` shows kinds and sizes.
impl std::fmt::Debug for CallBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Json(json) => write!(f, "Json({} bytes)", json.len()),
            Self::Multipart { field, content_type, bytes, .. } => {
                write!(f, "Multipart({field}, {content_type}, {} bytes)", bytes.len())
            }
        }
    }
}

/// One call to `https://api.weixin.qq.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path, beginning with `/`.
    pub path: &'static str,
    /// Query parameters, not yet URL-encoded, without the token.
    pub query: Vec<(&'static str, String)>,
    /// The body.
    pub body: CallBody,
    /// Whether `access_token` must be added to the query.
    pub needs_token: bool,
}

impl Call {
    pub(super) fn get(path: &'static str, query: Vec<(&'static str, String)>) -> Self {
        Self { method: Method::Get, path, query, body: CallBody::None, needs_token: true }
    }

    /// Serialisation of our own structs can't fail; should it ever, an empty object is refused by the platform.
    pub(super) fn post(path: &'static str, body: &impl Serialize) -> Self {
        let json = serde_json::to_string(body).unwrap_or_else(|_| "{}".to_owned());
        Self { method: Method::Post, path, query: Vec::new(), body: CallBody::Json(json), needs_token: true }
    }
}

/// A request of the platform's API.
pub trait Request {
    /// What a successful call gives.
    type Answer;

    /// The call.
    fn call(&self) -> Call;

    /// Reads an answer, whatever its HTTP status was.
    ///
    /// # Errors
    /// [`ApiError`] with the platform's code, or with [`ApiError::UNREADABLE`].
    fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Self::Answer, ApiError>;
}
