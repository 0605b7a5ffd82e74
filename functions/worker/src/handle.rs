//! One job.

use app::{
    App, AppError, alerts,
    groups::{self, answer::Spread},
    jobs::{OutboundJob, Work, WorkerJob},
    known,
    ports::Table,
    rows::{Batch, Row, load},
    telemetry::count,
};
use domain::ids::FollowerId;

use crate::{attachment, deliveries, erase, menu, profile};

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// It is done, and its row is gone.
    Done,
    /// It waits for the sender, who brings it back.
    Waiting,
}

/// Does one job. Safe to repeat, and to be dropped at any point.
///
/// # Errors
/// `Table`, `Blob`, `Contended`: mostly in passing; the job's row stays.
pub async fn handle(app: &App, job: &WorkerJob) -> Result<Worked, AppError> {
    if load::<WorkerJob>(app.table.as_ref(), &job.key()).await?.is_none() {
        return Ok(Worked::Done);
    }
    let worked = match &job.work {
        Work::Attachment { follower, message } => attachment::attachment(app, job, follower, message).await?,
        Work::Profile { follower } => profile::profile(app, job, follower).await?,
        Work::DeliveriesDue { follower } => deliveries::due(app, job, follower).await?,
        Work::Unfollowed { follower } => deliveries::unfollowed(app, job, follower).await?,
        Work::Erase { follower } => erase::erase(app, job, follower).await?,
        Work::Menu => menu::menu(app, job).await?,
        Work::AlertsDue => {
            alerts::look(app).await?;
            finish(app.table.as_ref(), Batch::new(), job).await?
        }
        Work::Alert { .. } => {
            alerts::send(app, job).await?;
            Worked::Done
        }
        Work::KnownOutcome { answer, outcome } => {
            known::count(app, job, answer, *outcome).await?;
            Worked::Done
        }
        // Done by the intake, in `batch`.
        Work::OfferWaits { .. } => Worked::Waiting,
        Work::Similar { question } => {
            groups::place(app, question).await?;
            finish(app.table.as_ref(), Batch::new(), job).await?
        }
        Work::GroupAnswer { group, answer } => match groups::answer::spread(app, job, group, answer).await? {
            Spread::Done => Worked::Done,
            Spread::Held => Worked::Waiting,
        },
        Work::Groups => {
            groups::tend(app).await?;
            finish(app.table.as_ref(), Batch::new(), job).await?
        }
        Work::AlertTest { channel } => {
            alerts::try_channel(app, job, *channel).await?;
            Worked::Done
        }
    };
    if worked == Worked::Done {
        count("worked", job.work.as_str());
    }
    Ok(worked)
}

/// The last write of a job: its row goes with it.
pub(crate) async fn finish(table: &dyn Table, mut batch: Batch, job: &WorkerJob) -> Result<Worked, AppError> {
    batch.delete(job.key());
    batch.commit(table).await?;
    Ok(Worked::Done)
}

/// Hands the job's request to the sender, if there is one at work. A queue that fails is no failure: the ticker enqueues
/// the job again.
pub(crate) async fn ask(app: &App, follower: &FollowerId, job: &WorkerJob) -> Result<Worked, AppError> {
    if !app.outbound_is_taken().await? {
        return Ok(Worked::Waiting);
    }
    let request = OutboundJob::Request { follower: follower.clone(), job: job.clone() };
    if let Err(error) = app.jobs.enqueue_outbound(&request).await {
        tracing::warn!(%error, job = %job.id, "a request was not enqueued; the ticker brings the job back");
    }
    Ok(Worked::Waiting)
}
