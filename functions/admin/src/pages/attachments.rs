//! What residents sent: our re-encoded picture in the page, the original only as a download.

use app::{AppError, keys, ports::Blob, rows::load};
use axum::{
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage},
    ids::{FollowerId, MessageKey},
    staff::Permission,
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
    let original = wanted.original.is_some();
    match find(&page, &follower.into(), &message.into(), original).await {
        Ok(blob) => response(blob, original),
        Err(error) => page.failed(&error),
    }
}

async fn find(
    page: &Page,
    follower: &FollowerId,
    message: &MessageKey,
    original: bool,
) -> Result<Blob, AppError> {
    page.signed_in.actor.require(Permission::Read)?;
    let app = &page.state.app;
    let row = load::<InboundMessage>(app.table.as_ref(), &keys::message(follower, message)).await?;
    let attachment = row.and_then(|row| row.value.attachment).ok_or(AppError::NotFound("attachment"))?;
    let (key, content_type) = object(attachment, original).ok_or(AppError::NotFound("attachment"))?;
    let blob = app.blobs.get(&key).await?.ok_or(AppError::NotFound("attachment"))?;
    Ok(Blob { content_type, ..blob })
}

/// Object key and media type.
fn object(attachment: Attachment, wants_original: bool) -> Option<(String, String)> {
    match attachment.state {
        AttachmentState::Stored { original, content_type, .. } if wants_original => {
            Some((original, content_type))
        }
        AttachmentState::Stored { preview, .. } => preview.map(|key| (key, "image/jpeg".to_owned())),
        _ => None,
    }
}

fn response(blob: Blob, original: bool) -> Response {
    // The type of an original comes from outside: a browser must neither run nor guess it.
    let disposition = if original { "attachment" } else { "inline" };
    let content_type = HeaderValue::from_str(&blob.content_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
    ];
    (headers, blob.bytes).into_response()
}
