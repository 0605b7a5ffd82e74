//! A picture that an officer sent.

use app::questions;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::ids::{EntryId, QuestionId};

use crate::web::Page;

/// Our own re-encoded file.
pub(super) async fn picture(page: Page, Path((question, entry)): Path<(String, String)>) -> Response {
    let (question, entry) = (QuestionId::from(question), EntryId::from(entry));
    match questions::sent_picture(&page.state.app, &page.signed_in.actor, &question, &entry).await {
        Ok(blob) => {
            let headers = [
                (header::CONTENT_TYPE, "image/jpeg"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (header::CACHE_CONTROL, "private, max-age=3600"),
            ];
            (headers, blob.bytes).into_response()
        }
        Err(error) => page.failed(&error),
    }
}
