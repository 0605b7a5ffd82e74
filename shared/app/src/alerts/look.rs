//! Looking for what is to be told, once a minute.

use std::time::Duration;

use domain::{alert::Kind, ids::JobId};
use jiff::{SignedDuration, Timestamp};

use super::{
    Alert, AlertSettings,
    due::{Due, Scene},
    rows::{LastTold, Told},
};
use crate::{
    App, AppError,
    jobs::{Work, WorkerJob},
    keys,
    ports::{Expect, TableError},
    random,
    rows::{Batch, Row, load, new_job},
};

/// Alerts of one kind are at least this far apart: less than a minute, for looks come a minute apart more or less.
const APART: SignedDuration = SignedDuration::from_secs(45);
/// Most things that are marked as told in one transaction.
const MOST: usize = 60;
/// Most things that one alert counts; the rest is told with the next.
const COUNTED: usize = 3_000;
/// Most of them that it names.
const NAMED: usize = 10;

/// Asks the worker for a look, once in the minute of `now`; false when alerts go nowhere or it was asked already.
///
/// # Errors
/// `Table`.
pub async fn ask(app: &App, now: Timestamp) -> Result<bool, AppError> {
    let table = app.table.as_ref();
    let settings = load::<AlertSettings>(table, &keys::alert_settings()).await?;
    if settings.is_none_or(|settings| settings.value.channels().is_empty()) {
        return Ok(false);
    }
    let due_ms = now.as_millisecond().div_euclid(60_000) * 60_000;
    let job = WorkerJob { id: JobId::from("ALERTS"), due_ms, work: Work::AlertsDue };
    let mut batch = Batch::new();
    batch.insert(&job)?;
    match batch.commit(table).await {
        Ok(()) => {}
        Err(TableError::Conflict { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    enqueue(app, &job, Duration::ZERO).await;
    Ok(true)
}

/// A queue that fails is no failure: the job's row is there, and the ticker finds it.
pub(super) async fn enqueue(app: &App, job: &WorkerJob, delay: Duration) {
    if let Err(error) = app.jobs.enqueue(job, delay).await {
        tracing::warn!(%error, job = %job.id, "an alert's job was not enqueued; the ticker will");
    }
}

/// Finds what is due and has not been told, and makes the alerts. Safe to repeat and to be dropped: what is marked as
/// told and the jobs that tell it are written together; of very many the rest is marked right after, and what a crash
/// leaves unmarked is told again. A kind that fails holds up no other.
///
/// # Errors
/// `Table`, the first of them.
pub async fn look(app: &App) -> Result<(), AppError> {
    let row = load::<AlertSettings>(app.table.as_ref(), &keys::alert_settings()).await?;
    let Some(settings) = row.map(|row| row.value).filter(|settings| !settings.channels().is_empty()) else {
        return Ok(());
    };
    let now = app.clock.now();
    let quiet = settings.quiet.is_some_and(|quiet| quiet.covers(now));
    let scene = Scene::read(app, &settings).await?;
    let mut first = Ok(());
    for kind in Kind::ALL {
        let waits = quiet && kind != Kind::Emergency;
        if settings.kinds.contains(&kind) && !waits {
            first = first.and(of_kind(app, &settings, &scene, kind).await);
        }
    }
    first
}

async fn of_kind(app: &App, settings: &AlertSettings, scene: &Scene<'_>, kind: Kind) -> Result<(), AppError> {
    let due = scene.due(kind).await?;
    match tell(app, settings, kind, due).await {
        // Another look was faster.
        Err(AppError::Table(TableError::Conflict { .. })) => Ok(()),
        done => done,
    }
}

async fn tell(app: &App, settings: &AlertSettings, kind: Kind, mut due: Vec<Due>) -> Result<(), AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let last = load::<LastTold>(table, &keys::alert_last(kind)).await?;
    let is_soon = last.as_ref().is_some_and(|last| now < last.value.at + APART && now >= last.value.at);
    if due.is_empty() || is_soon {
        return Ok(());
    }
    due.truncate(COUNTED);
    let count = due.len();
    let mut parts = due.chunks(MOST);
    let mut batch = marked(kind, parts.next().unwrap_or_default())?;
    let expect = last.map_or(Expect::Absent, |last| Expect::Version(last.version));
    let told = LastTold { kind, at: now };
    batch.put(told.key(), &told, None, expect)?;
    let lines = due.iter().take(NAMED).map(|one| one.line.clone()).collect();
    let alert = Alert { id: domain::ids::base32(&random::<10>()?), kind, at: now, count, lines };
    batch.insert(&alert)?;
    let mut jobs = Vec::new();
    for channel in settings.channels() {
        let job = new_job(Work::Alert { alert: alert.id.clone(), channel, tries: 0 }, now, random()?);
        batch.insert(&job)?;
        jobs.push(job);
    }
    batch.commit(table).await?;
    for job in &jobs {
        enqueue(app, job, Duration::ZERO).await;
    }
    for part in parts {
        marked(kind, part)?.commit(table).await?;
    }
    Ok(())
}

/// Marks things as told.
fn marked(kind: Kind, due: &[Due]) -> Result<Batch, TableError> {
    let mut batch = Batch::new();
    for one in due {
        let (moment, object) = (one.moment, one.object.clone());
        batch.insert(&Told { kind, moment, object, expires_at: one.until })?;
    }
    Ok(batch)
}
