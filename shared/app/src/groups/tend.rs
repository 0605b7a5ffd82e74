//! What is done about groups now and then, whoever joins them: every ten minutes in which there is anything to do.

use std::time::Duration;

use domain::ids::JobId;
use jiff::{SignedDuration, Timestamp};

use super::{
    hot::{self, HotTopics},
    log, snapshot, twins,
};
use crate::{
    App, AppError,
    jobs::{Work, WorkerJob},
    keys,
    ports::TableError,
    rows::{Batch, load},
    telemetry::count,
};

/// How often.
pub const TENDED_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Asks the worker to tend the groups, once in the ten minutes of `now`; false when nothing has happened to them since the
/// last time and nothing is hot, or when it was asked already.
///
/// # Errors
/// `Table`.
pub async fn ask_to_tend(app: &App, now: Timestamp) -> Result<bool, AppError> {
    let table = app.table.as_ref();
    let Some(head) = log::head(app).await? else { return Ok(false) };
    let slot = TENDED_EVERY.as_millis() as i64;
    let due_ms = now.as_millisecond().div_euclid(slot) * slot;
    let last = load::<HotTopics>(table, &keys::hot_topics()).await?;
    let is_done = |last: &HotTopics| {
        let is_quiet = last.sequence == head.value.sequence && last.topics.is_empty();
        is_quiet || last.at.as_millisecond() >= due_ms
    };
    if last.is_some_and(|last| is_done(&last.value)) {
        return Ok(false);
    }
    let job = WorkerJob { id: JobId::from("GROUPS"), due_ms, work: Work::Groups };
    let mut batch = Batch::new();
    batch.insert(&job)?;
    match batch.commit(table).await {
        Ok(()) => {}
        Err(TableError::Conflict { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    if let Err(error) = app.jobs.enqueue(&job, Duration::ZERO).await {
        tracing::warn!(%error, "the groups' job was not enqueued; the ticker will");
    }
    Ok(true)
}

/// Puts groups together that have grown into one, notes which are hot, and writes the snapshot of the open texts. Safe to
/// repeat, and to be dropped at any point.
///
/// # Errors
/// `Contended`, `Table`.
pub async fn tend(app: &App) -> Result<(), AppError> {
    for _ in 0..twins::put_together(app).await? {
        count("groups", "put_together");
    }
    let sequence = log::head(app).await?.map_or(0, |head| head.value.sequence);
    hot::note(app, sequence).await?;
    let mut known = app.open_texts.0.lock().await;
    known.catch_up(app).await?;
    if known.sequence > known.kept
        && let Err(error) = snapshot::keep(app, &mut known).await
    {
        tracing::warn!(%error, "the snapshot of open texts was not written; a later one will be");
    }
    Ok(())
}
