//! What a resident sent, as it came or as we encoded it again.

use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage},
    ids::{FollowerId, MessageKey},
    staff::{Actor, Permission},
};

use crate::{
    App, AppError,
    hourly::{self, Look},
    keys,
    ports::Blob,
    rows::load,
};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Our picture, which the thread shows: who has read the thread has seen it.
    Preview,
    /// What was received, to be saved. Each officer's first time in an hour is audited.
    Original,
}

/// A resident's file, with its media type.
///
/// # Errors
/// `Denied`; `NotFound` when there is no such file, or not any more; `Table`, `Blob`, `Contended`.
pub async fn received_file(
    app: &App,
    actor: &Actor,
    (follower, message): (&FollowerId, &MessageKey),
    which: File,
) -> Result<Blob, AppError> {
    const GONE: AppError = AppError::NotFound("attachment");
    actor.require(Permission::Read)?;
    let row = load::<InboundMessage>(app.table.as_ref(), &keys::message(follower, message)).await?;
    let said = row.ok_or(GONE)?.value;
    let (key, content_type) = said.attachment.clone().and_then(|file| object(file, which)).ok_or(GONE)?;
    let blob = app.blobs.get(&key).await?.ok_or(GONE)?;
    if which == File::Original {
        let object = match &said.question {
            Some(question) => format!("question:{question}"),
            None => format!("follower:{follower}"),
        };
        let look = Look { action: "took_file", object, detail: format!("message:{message}") };
        let mark = |hour: &str| keys::file_read(&actor.login, follower, message, hour);
        hourly::audit(app, actor, mark, &look).await?;
    }
    Ok(Blob { content_type, ..blob })
}

/// Object key and media type.
fn object(file: Attachment, which: File) -> Option<(String, String)> {
    let AttachmentState::Stored { original, content_type, preview, .. } = file.state else { return None };
    match which {
        File::Original => Some((original, content_type)),
        File::Preview => preview.map(|key| (key, "image/jpeg".to_owned())),
    }
}
