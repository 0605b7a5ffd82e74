//! A picture by the link in its message, for an account whose API nobody calls. A host that can't be reached is asked
//! less and less often, as long as the platform keeps the file; the request row remembers when, and serves the sender
//! if the account's way out changes meanwhile.

use app::{
    App, AppError,
    jobs::WorkerJob,
    keys,
    ports::{Blob, PictureError},
    random,
    rows::{Batch, PlatformRequest, RequestRow, Stored, load},
};
use domain::{
    conversation::{Attachment, NO_WAY_TO_FETCH, Said},
    delivery::back_off,
};
use jiff::Timestamp;

use super::{Next, check::MAX_BYTES, objects::Objects};

pub(super) async fn fetch(
    app: &App,
    job: &WorkerJob,
    said: &Said,
    attachment: &Attachment,
    objects: &Objects,
    expires_at: Timestamp,
) -> Result<Next, AppError> {
    let (Said::Image, Some(url)) = (said, attachment.picture_url.as_deref()) else {
        return Ok(Next::Failed(NO_WAY_TO_FETCH.to_owned()));
    };
    let asked = load::<RequestRow>(app.table.as_ref(), &keys::request(&job.id)).await?;
    let waits = asked.as_ref().and_then(|row| row.value.retry_at).is_some_and(|at| at > app.clock.now());
    if waits {
        return Ok(Next::Wait);
    }
    match app.pictures.fetch(url, MAX_BYTES).await {
        Ok(picture) => {
            let content_type = picture.content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
            app.blobs.put(&objects.original, Blob { content_type, bytes: picture.body }).await?;
            Ok(Next::Fetched(None))
        }
        Err(PictureError::Unreached(_)) => {
            wait(app, job, attachment, objects, asked, expires_at).await?;
            Ok(Next::Wait)
        }
        Err(PictureError::TooLarge(_)) => {
            Ok(Next::Failed(format!("it is larger than {} MB", MAX_BYTES / 1_048_576)))
        }
        Err(error @ (PictureError::Forbidden(_) | PictureError::Status(_))) => {
            Ok(Next::Failed(error.to_string()))
        }
    }
}

/// Notes when to ask again.
async fn wait(
    app: &App,
    job: &WorkerJob,
    attachment: &Attachment,
    objects: &Objects,
    asked: Option<Stored<RequestRow>>,
    expires_at: Timestamp,
) -> Result<(), AppError> {
    let (now, [jitter]) = (app.clock.now(), random::<1>()?);
    let mut batch = Batch::new();
    match asked {
        Some(mut row) => {
            row.value.attempts += 1;
            row.value.retry_at = Some(now + back_off(row.value.attempts, jitter));
            batch.update(&row)?;
        }
        None => batch.insert(&RequestRow {
            job: job.id.clone(),
            request: PlatformRequest::FetchMedia {
                media_id: attachment.media_id.clone(),
                object: objects.original.clone(),
            },
            outcome: None,
            attempts: 1,
            refused: 0,
            retry_at: Some(now + back_off(1, jitter)),
            expires_at,
        })?,
    }
    Ok(batch.commit(app.table.as_ref()).await?)
}
