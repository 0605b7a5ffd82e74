//! The file of a form.

use std::{collections::BTreeMap, convert::Infallible};

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::IntoResponse,
};

use super::{BODY_LIMIT_BYTES, Posted};
use crate::{AdminState, picture::FILE_LIMIT_BYTES};

/// Longest body of a form with a file, in bytes.
pub(super) const FILE_FORM_LIMIT_BYTES: usize = FILE_LIMIT_BYTES + BODY_LIMIT_BYTES;

/// The file, if one was chosen; the session's guard has read it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload(pub(crate) Option<Bytes>);

impl FromRequestParts<AdminState> for Upload {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AdminState) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Whether a form comes in parts, as one with a file does.
pub(super) fn comes_in_parts(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| value.starts_with("multipart/form-data"))
}

/// Reads a form in parts; its size has been bounded.
pub(super) async fn read(headers: &HeaderMap, bytes: Bytes) -> Result<(Posted, Upload), StatusCode> {
    let mut request = Request::new(Body::from(bytes));
    if let Some(content_type) = headers.get(header::CONTENT_TYPE) {
        request.headers_mut().insert(header::CONTENT_TYPE, content_type.clone());
    }
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form =
        Multipart::from_request(request, &()).await.map_err(|error| error.into_response().status())?;
    let (mut fields, mut file) = (BTreeMap::new(), None);
    while let Some(part) = form.next_field().await.map_err(|error| error.status())? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        if part.file_name().is_some() {
            let bytes = part.bytes().await.map_err(|error| error.status())?;
            file = Some(bytes).filter(|bytes| !bytes.is_empty()).or(file);
        } else {
            // Not `text`: a browser sends UTF-8, and that brings the tables of every encoding there is.
            let value = part.bytes().await.map_err(|error| error.status())?.to_vec();
            fields.insert(name, String::from_utf8(value).map_err(|_| StatusCode::BAD_REQUEST)?);
        }
    }
    Ok((Posted(fields), Upload(file)))
}
