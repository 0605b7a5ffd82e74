//! Judging a file that the sender has fetched, by its content.

use app::{
    App, AppError,
    ports::{Blob, Blobs},
};
use domain::conversation::{AttachmentState, Said};
use pictures::{Kind, NoPreview, preview};

use super::objects::Objects;

/// Largest picture and film, in bytes.
pub(super) const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Largest voice message, in bytes.
const MAX_VOICE_BYTES: usize = 2 * 1024 * 1024;

/// Where the attachment stands after the check; `None` when its object is gone.
pub(super) async fn check(
    app: &App,
    said: &Said,
    objects: &Objects,
) -> Result<Option<AttachmentState>, AppError> {
    let Some(blob) = app.blobs.get(&objects.original).await? else { return Ok(None) };
    let (limit, megabytes) = match said {
        Said::Voice { .. } => (MAX_VOICE_BYTES, 2),
        _ => (MAX_BYTES, 10),
    };
    if blob.bytes.len() > limit {
        return Ok(Some(AttachmentState::Failed { why: format!("it is larger than {megabytes} MB") }));
    }
    let (kind, bytes) = (Kind::of(&blob.bytes), blob.bytes.len() as u64);
    let (stored, no_preview) = match said {
        Said::Image => re_encode(app.blobs.as_ref(), kind, blob.bytes, objects).await?,
        _ => (None, None),
    };
    Ok(Some(AttachmentState::Stored {
        original: objects.original.clone(),
        preview: stored,
        content_type: kind.media_type().to_owned(),
        bytes,
        no_preview,
    }))
}

/// The preview's object key, or why there is none.
async fn re_encode(
    blobs: &dyn Blobs,
    kind: Kind,
    bytes: Vec<u8>,
    objects: &Objects,
) -> Result<(Option<String>, Option<String>), AppError> {
    // On a thread of its own: it takes its time, and a decoder that panics ends only itself.
    let made =
        tokio::task::spawn_blocking(move || preview(kind, &bytes)).await.unwrap_or(Err(NoPreview::Broken));
    match made {
        Ok(jpeg) => {
            blobs.put(&objects.preview, Blob { content_type: "image/jpeg".to_owned(), bytes: jpeg }).await?;
            Ok((Some(objects.preview.clone()), None))
        }
        Err(why) => Ok((None, Some(why.to_string()))),
    }
}
