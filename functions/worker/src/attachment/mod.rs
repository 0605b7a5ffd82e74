//! The file of a picture, voice message or film: fetched by the sender, checked and re-encoded here. Where nobody calls
//! the platform, a picture is fetched by its link and nothing else can be had.
//!
//! The message's row says where it stands. Objects are `media/<follower>/<message>/original` and `…/preview.jpg`;
//! they go when the message has been erased meanwhile.

mod check;
mod link;
mod objects;

pub(crate) use objects::Objects;

use app::{
    App, AppError,
    jobs::WorkerJob,
    keys, retrying,
    rows::{Batch, FailedFile, PlatformRequest, RequestOutcome, RequestRow, Stored, load},
};
use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage, NO_WAY_TO_FETCH},
    ids::{FollowerId, MessageKey},
};
use jiff::{SignedDuration, Timestamp};

use self::check::check;
use crate::handle::{Worked, ask, finish};

/// How long the platform keeps a temporary file.
const KEPT_BY_PLATFORM: SignedDuration = SignedDuration::from_hours(3 * 24);

pub(crate) async fn attachment(
    app: &App,
    job: &WorkerJob,
    follower: &FollowerId,
    message: &MessageKey,
) -> Result<Worked, AppError> {
    retrying(|| attempt(app, job, follower, message)).await
}

async fn attempt(
    app: &App,
    job: &WorkerJob,
    follower: &FollowerId,
    message: &MessageKey,
) -> Result<Worked, AppError> {
    let table = app.table.as_ref();
    let objects = Objects::new(follower, message);
    let row = load::<InboundMessage>(table, &keys::message(follower, message)).await?;
    let attachment = row.as_ref().and_then(|row| row.value.attachment.clone());
    let (Some(row), Some(attachment)) = (row, attachment) else {
        objects.delete(app.blobs.as_ref()).await?;
        return finish(table, without_request(job), job).await;
    };
    if attachment.state != AttachmentState::Pending {
        return finish(table, without_request(job), job).await;
    }
    let request = load::<RequestRow>(table, &keys::request(&job.id)).await?;
    let expires_at = row.value.received_at + KEPT_BY_PLATFORM;
    let step = match next(app, request, expires_at) {
        Next::Ask | Next::AskAgain | Next::Wait if !app.work.egress.calls() => {
            link::fetch(app, job, &row.value.said, &attachment, &objects, expires_at).await?
        }
        step => step,
    };
    let state = match step {
        Next::Ask => return request_file(app, job, follower, &attachment, &objects, expires_at).await,
        Next::AskAgain => return ask(app, follower, job).await,
        Next::Wait => return Ok(Worked::Waiting),
        Next::Failed(why) => AttachmentState::Failed { why },
        Next::Fetched(request) => match (check(app, &row.value.said, &objects).await?, request) {
            (Some(state), _) => state,
            (None, Some(request)) => return fetch_again(app, job, follower, request).await,
            (None, None) => return Ok(Worked::Waiting),
        },
    };
    if matches!(state, AttachmentState::Failed { .. }) {
        objects.delete(app.blobs.as_ref()).await?;
    }
    settle(app, job, row, attachment, state).await
}

enum Next {
    /// Nobody has asked the sender yet.
    Ask,
    /// The sender was asked; perhaps the job was lost.
    AskAgain,
    /// The sender waits, too.
    Wait,
    /// It is in the object store, perhaps by a request.
    Fetched(Option<Stored<RequestRow>>),
    /// It can't be had: why.
    Failed(String),
}

fn next(app: &App, request: Option<Stored<RequestRow>>, expires_at: Timestamp) -> Next {
    let now = app.clock.now();
    let expired = || Next::Failed("the platform deleted it before it could be fetched".to_owned());
    let Some(request) = request else { return if now >= expires_at { expired() } else { Next::Ask } };
    match &request.value.outcome {
        Some(RequestOutcome::Media { .. }) => Next::Fetched(Some(request)),
        Some(RequestOutcome::Failed { why, .. }) => Next::Failed(why.clone()),
        Some(RequestOutcome::Profile { .. } | RequestOutcome::Menu { .. } | RequestOutcome::Done) => {
            Next::Failed("the sender answered another question".to_owned())
        }
        None if now >= expires_at => expired(),
        None if request.value.retry_at.is_some_and(|at| at > now) => Next::Wait,
        None => Next::AskAgain,
    }
}

async fn request_file(
    app: &App,
    job: &WorkerJob,
    follower: &FollowerId,
    attachment: &Attachment,
    objects: &Objects,
    expires_at: Timestamp,
) -> Result<Worked, AppError> {
    let mut batch = Batch::new();
    batch.insert(&RequestRow {
        job: job.id.clone(),
        request: PlatformRequest::FetchMedia {
            media_id: attachment.media_id.clone(),
            object: objects.original.clone(),
        },
        outcome: None,
        attempts: 0,
        refused: 0,
        retry_at: None,
        expires_at,
    })?;
    batch.commit(app.table.as_ref()).await?;
    ask(app, follower, job).await
}

/// The object is gone although the outcome says that it is there.
async fn fetch_again(
    app: &App,
    job: &WorkerJob,
    follower: &FollowerId,
    mut request: Stored<RequestRow>,
) -> Result<Worked, AppError> {
    request.value.outcome = None;
    let mut batch = Batch::new();
    batch.update(&request)?;
    batch.commit(app.table.as_ref()).await?;
    ask(app, follower, job).await
}

async fn settle(
    app: &App,
    job: &WorkerJob,
    mut row: Stored<InboundMessage>,
    attachment: Attachment,
    state: AttachmentState,
) -> Result<Worked, AppError> {
    let mut batch = without_request(job);
    if let AttachmentState::Failed { why } = &state
        && let Some(failed) = failed(app, &row.value, why)
    {
        batch.replace(&failed)?;
    }
    row.value.attachment = Some(Attachment { state, ..attachment });
    batch.update(&row)?;
    finish(app.table.as_ref(), batch, job).await
}

/// For the list of what is stuck: a file that the platform still keeps, and that may be had once somebody has mended
/// what was wrong.
fn failed(app: &App, message: &InboundMessage, why: &str) -> Option<FailedFile> {
    let (at, until) = (app.clock.now(), message.received_at + KEPT_BY_PLATFORM);
    (why != NO_WAY_TO_FETCH && at < until).then(|| FailedFile {
        follower: message.follower.clone(),
        message: message.key.clone(),
        question: message.question.clone(),
        at,
        why: why.to_owned(),
        until,
    })
}

fn without_request(job: &WorkerJob) -> Batch {
    let mut batch = Batch::new();
    batch.delete(keys::request(&job.id));
    batch
}
