//! Worker jobs that were given up. Staff see why, and run one again when its cause is mended.

use std::time::Duration;

use domain::audit::{Event, Source};
use jiff::Timestamp;

use crate::{
    App, AppError,
    jobs::WorkerJob,
    keys,
    ports::{Query, TableName},
    random,
    retry::retrying,
    rows::{Audit, Batch, DeadJob, Row, Stored, load, parse},
};

/// Most of a body that is kept, in bytes of UTF-8.
const MAX_BODY_BYTES: usize = 4_000;

/// Gives a job up: its row goes, and what it was and why is kept. `why` is English, without a resident's words.
///
/// # Errors
/// `Table`.
pub async fn bury(app: &App, body: &str, why: &str) -> Result<(), AppError> {
    let job: Option<WorkerJob> = serde_json::from_str(body).ok();
    let id = match &job {
        Some(job) => job.id.to_string(),
        None => domain::ids::base32(&random::<10>()?),
    };
    let body = body[..body.floor_char_boundary(MAX_BODY_BYTES)].to_owned();
    let mut batch = Batch::new();
    batch.replace(&DeadJob { id, at: app.clock.now(), body, why: why.to_owned() })?;
    if let Some(job) = job {
        batch.delete(job.key());
    }
    Ok(batch.commit(app.table.as_ref()).await?)
}

/// The jobs that were given up, oldest first, at most `limit` (at least 1).
///
/// # Errors
/// `Table`.
pub async fn list(app: &App, limit: usize) -> Result<Vec<DeadJob>, AppError> {
    let query = Query::partition(TableName::Main, keys::DEAD_PARTITION, limit);
    let page = app.table.query(&query).await?;
    let rows: Result<Vec<Stored<DeadJob>>, _> = page.items.iter().map(parse).collect();
    Ok(rows?.into_iter().map(|row| row.value).collect())
}

/// Runs a job again: it gets its row back, with its old time, and goes to the queue. Audited for `actor`.
///
/// # Errors
/// `NotFound` when it was run already; `Input` when its body can't be read; `Table`, `Contended`.
pub async fn rerun(app: &App, source: Source, actor: &str, at: Timestamp, id: &str) -> Result<(), AppError> {
    let job = retrying(|| revive(app, source, actor, at, id)).await?;
    if let Err(error) = app.jobs.enqueue(&job, Duration::ZERO).await {
        tracing::warn!(%error, job = %job.id, "job not enqueued; the ticker will");
    }
    Ok(())
}

async fn revive(
    app: &App,
    source: Source,
    actor: &str,
    at: Timestamp,
    id: &str,
) -> Result<WorkerJob, AppError> {
    let (table, key, now) = (app.table.as_ref(), keys::dead(at, id), app.clock.now());
    let dead: Stored<DeadJob> = load(table, &key).await?.ok_or(AppError::NotFound("dead job"))?;
    let job = dead.value.job().ok_or_else(|| AppError::Input {
        field: "job",
        zh: "这条任务的内容无法识别，不能重新执行".to_owned(),
        en: "this job can't be read, so it can't be run again".to_owned(),
    })?;
    let mut batch = Batch::new();
    batch.delete_unchanged(key, dead.version);
    batch.replace(&job)?;
    let event = Event {
        at: now,
        actor: actor.to_owned(),
        action: "reran_job".to_owned(),
        object: format!("follower:{}", job.work.follower()),
        detail: format!("{}:{}", job.work.as_str(), job.id),
    };
    Audit::open(table, source, now).await?.append(&mut batch, [event])?;
    batch.commit(table).await?;
    Ok(job)
}
