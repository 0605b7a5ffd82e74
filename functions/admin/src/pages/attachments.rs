//! What residents sent: our re-encoded picture in the page, the original only as a download.

use app::{
    ports::Blob,
    questions::{File, received_file},
};
use axum::{
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::web::Page;

/// Which of the two.
#[derive(Deserialize)]
pub(super) struct Wanted {
    original: Option<String>,
}

/// Gives the picture, or with `original` what was received.
pub(super) async fn attachment(
    page: Page,
    Path((follower, message)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let which = if wanted.original.is_some() { File::Original } else { File::Preview };
    let place = (&follower.into(), &message.into());
    match received_file(&page.state.app, &page.signed_in.actor, place, which).await {
        Ok(blob) => response(blob, which),
        Err(error) => page.failed(&error),
    }
}

fn response(blob: Blob, which: File) -> Response {
    // The type of an original comes from outside: a browser must neither run nor guess it. It is not kept either, so
    // that each taking of it is seen.
    let (disposition, cached) = match which {
        File::Original => ("attachment", "private, no-store"),
        File::Preview => ("inline", "private, max-age=3600"),
    };
    let content_type = HeaderValue::from_str(&blob.content_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static(cached)),
    ];
    (headers, blob.bytes).into_response()
}
