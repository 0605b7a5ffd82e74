//! Worker jobs that were given up, and callbacks that could not be taken in. Staff see why, and run one again when its
//! cause is mended.

use std::time::Duration;

use domain::audit::{Event, Source};
use jiff::Timestamp;

use crate::{
    App, AppError,
    jobs::{SpilledCallback, Task, WorkerJob},
    keys,
    ports::{Query, TableName},
    random,
    retry::retrying,
    rows::{Audit, Batch, DeadJob, Row, Stored, load, parse},
};

/// Most that is kept of a body that is neither a job nor a callback, in bytes of UTF-8.
const MAX_UNKNOWN_BYTES: usize = 4_000;
/// Rows read at a time.
const PAGE: usize = 200;

/// Gives a job up: its row goes, and what it was and why is kept. `why` is English, without a resident's words.
///
/// # Errors
/// `Table`.
pub async fn bury(app: &App, body: &str, why: &str) -> Result<(), AppError> {
    let task = Task::parse(body).ok();
    let id = match &task {
        Some(Task::Job(job)) => job.id.to_string(),
        _ => domain::ids::base32(&random::<10>()?),
    };
    let kept = if task.is_some() { body.len() } else { body.floor_char_boundary(MAX_UNKNOWN_BYTES) };
    let mut batch = Batch::new();
    let why = why.to_owned();
    batch.replace(&DeadJob { id, at: app.clock.now(), body: body[..kept].to_owned(), why })?;
    if let Some(Task::Job(job)) = task {
        batch.delete(job.key());
    }
    Ok(batch.commit(app.table.as_ref()).await?)
}

/// The jobs that were given up, oldest first, at most `limit` (at least 1).
///
/// # Errors
/// `Table`.
pub async fn list(app: &App, limit: usize) -> Result<Vec<DeadJob>, AppError> {
    let (mut jobs, now) = (Vec::new(), app.clock.now());
    let mut query = Query::partition(TableName::Main, keys::DEAD_PARTITION, limit.min(PAGE));
    loop {
        let page = app.table.query(&query).await?;
        for item in page.items.iter().filter(|item| item.is_live(now)) {
            jobs.push(parse::<DeadJob>(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() || jobs.len() >= limit {
            jobs.truncate(limit);
            return Ok(jobs);
        }
    }
}

/// Runs a job again: it gets its row back, with its old time, and goes to the queue. Audited for `actor`.
///
/// # Errors
/// `NotFound` when it was run already; `Input` when its body can't be read; `Queue` when a callback is not taken, which
/// has no row that the ticker could find; `Table`, `Contended`.
pub async fn rerun(app: &App, source: Source, actor: &str, at: Timestamp, id: &str) -> Result<(), AppError> {
    let again = Again { app, source, actor, at, id };
    match retrying(|| again.task()).await? {
        Task::Job(job) => {
            retrying(|| again.moved(Some(&job), object(&job), format!("{}:{}", job.work.as_str(), job.id)))
                .await?;
            if let Err(error) = app.jobs.enqueue(&job, Duration::ZERO).await {
                tracing::warn!(%error, job = %job.id, "job not enqueued; the ticker will");
            }
        }
        Task::Callback(callback) => again.callback(&callback).await?,
    }
    Ok(())
}

fn object(job: &WorkerJob) -> String {
    job.work.follower().map_or_else(|| "account".to_owned(), |follower| format!("follower:{follower}"))
}

/// One running again.
struct Again<'a> {
    app: &'a App,
    source: Source,
    actor: &'a str,
    at: Timestamp,
    id: &'a str,
}

impl Again<'_> {
    async fn row(&self) -> Result<Stored<DeadJob>, AppError> {
        let row = load(self.app.table.as_ref(), &keys::dead(self.at, self.id)).await?;
        row.ok_or(AppError::NotFound("dead job"))
    }

    async fn task(&self) -> Result<Task, AppError> {
        self.row().await?.value.task().ok_or_else(|| AppError::Input {
            field: "job",
            zh: "这条任务的内容无法识别，不能重新执行".to_owned(),
            en: "this job can't be read, so it can't be run again".to_owned(),
        })
    }

    /// The queue first: between the two it is in both, and taking it in twice has no second effect.
    async fn callback(&self, callback: &SpilledCallback) -> Result<(), AppError> {
        self.app.jobs.enqueue_spilled(callback).await?;
        let detail = format!("callback:{}", self.id);
        retrying(|| self.moved(None, "callback".to_owned(), detail.clone())).await
    }

    /// Takes the row away and gives a job its own back.
    async fn moved(&self, job: Option<&WorkerJob>, object: String, detail: String) -> Result<(), AppError> {
        let (table, now) = (self.app.table.as_ref(), self.app.clock.now());
        let mut batch = Batch::new();
        batch.delete_unchanged(keys::dead(self.at, self.id), self.row().await?.version);
        if let Some(job) = job {
            batch.replace(job)?;
        }
        let (actor, action) = (self.actor.to_owned(), "reran_job".to_owned());
        let event = Event { at: now, actor, action, object, detail };
        Audit::open(table, self.source, now).await?.append(&mut batch, [event])?;
        Ok(batch.commit(table).await?)
    }
}
