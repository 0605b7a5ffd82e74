//! Attachments that could not be had.

use std::time::Duration;

use domain::{
    conversation::{AttachmentState, InboundMessage},
    ids::{FollowerId, MessageKey},
    staff::{Actor, Permission},
};

use super::act::commit;
use crate::{
    App, AppError,
    jobs::Work,
    keys, random,
    retry::retrying,
    rows::{Batch, FailedFile, Stored, load, new_job},
};

/// Asks the platform for the file once more, while it keeps it.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn fetch_again(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    message: &MessageKey,
) -> Result<(), AppError> {
    actor.require(Permission::Operate)?;
    let job = retrying(|| async {
        let table = app.table.as_ref();
        let (failed, now) = (found(app, follower, message).await?, app.clock.now());
        let row: Option<Stored<InboundMessage>> = load(table, &keys::message(follower, message)).await?;
        let mut row = row.ok_or(AppError::NotFound("message"))?;
        let attachment = row.value.attachment.as_mut().ok_or(AppError::NotFound("attachment"))?;
        attachment.state = AttachmentState::Pending;
        let work = Work::Attachment { follower: follower.clone(), message: message.clone() };
        let job = new_job(work, now, random()?);
        let mut batch = Batch::new();
        batch.delete_unchanged(keys::failed_file(follower, message), failed.version);
        batch.update(&row)?;
        batch.insert(&job)?;
        commit(app, actor, batch, ("fetched_again", object(&failed.value), format!("message:{message}")))
            .await?;
        Ok(job)
    })
    .await?;
    // A queue that fails is no failure: the ticker finds the job's row.
    if let Err(error) = app.jobs.enqueue(&job, Duration::ZERO).await {
        tracing::warn!(%error, job = %job.id, "job not enqueued; the ticker will");
    }
    Ok(())
}

/// Takes it off the list: the thread goes on saying that it could not be had.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn forget_file(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    message: &MessageKey,
) -> Result<(), AppError> {
    actor.require(Permission::Operate)?;
    retrying(|| async {
        let failed = found(app, follower, message).await?;
        let mut batch = Batch::new();
        batch.delete_unchanged(keys::failed_file(follower, message), failed.version);
        commit(app, actor, batch, ("forgot_file", object(&failed.value), format!("message:{message}"))).await
    })
    .await
}

async fn found(
    app: &App,
    follower: &FollowerId,
    message: &MessageKey,
) -> Result<Stored<FailedFile>, AppError> {
    let found: Option<Stored<FailedFile>> =
        load(app.table.as_ref(), &keys::failed_file(follower, message)).await?;
    let now = app.clock.now();
    found.filter(|failed| failed.value.until > now).ok_or(AppError::NotFound("attachment"))
}

fn object(failed: &FailedFile) -> String {
    match &failed.question {
        Some(question) => format!("question:{question}"),
        None => format!("follower:{}", failed.follower),
    }
}
