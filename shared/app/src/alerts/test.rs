//! Trying a channel: the worker sends, and the console shows what the service answered.

use std::time::Duration;

use domain::{
    audit::{Event, Source},
    staff::{Actor, Permission},
};

use super::{AlertSettings, Channel, Tested, send::notice};
use crate::{
    App, AppError,
    jobs::{Work, WorkerJob},
    keys, random, retrying,
    rows::{Audit, Batch, Row, load, new_job},
};

/// Asks the worker to try a channel.
///
/// # Errors
/// `Denied`, `NotFound` when the channel is not set, `Contended`, `Table`.
pub async fn test(app: &App, actor: &Actor, channel: Channel) -> Result<(), AppError> {
    actor.require(Permission::ManageSettings)?;
    let settings = super::settings(app, actor).await?;
    if !settings.channels().contains(&channel) {
        return Err(AppError::NotFound("alert channel"));
    }
    let job = retrying(|| async {
        let (table, now) = (app.table.as_ref(), app.clock.now());
        let job = new_job(Work::AlertTest { channel }, now, random()?);
        let mut batch = Batch::new();
        batch.replace(&Tested { channel, at: now, outcome: None })?;
        batch.insert(&job)?;
        let event = Event {
            at: now,
            actor: actor.login.to_string(),
            action: "tested_alert_channel".to_owned(),
            object: "settings:alerts".to_owned(),
            detail: channel.as_str().to_owned(),
        };
        Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
        batch.commit(table).await?;
        Ok(job)
    })
    .await?;
    if let Err(error) = app.jobs.enqueue(&job, Duration::ZERO).await {
        tracing::warn!(%error, job = %job.id, "a test was not enqueued; the ticker will");
    }
    Ok(())
}

/// The last test of a channel.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn tested(app: &App, actor: &Actor, channel: Channel) -> Result<Option<Tested>, AppError> {
    actor.require(Permission::ManageSettings)?;
    let row = load::<Tested>(app.table.as_ref(), &keys::alert_tested(channel.as_str())).await?;
    Ok(row.map(|row| row.value))
}

/// Tries a channel, for the worker: whatever comes of it is the outcome, and the job is over.
///
/// # Errors
/// `Table`.
pub async fn try_channel(app: &App, job: &WorkerJob, channel: Channel) -> Result<(), AppError> {
    let table = app.table.as_ref();
    let settings = load::<AlertSettings>(table, &keys::alert_settings()).await?;
    let mut batch = Batch::new();
    batch.delete(job.key());
    if let Some(settings) = settings.map(|row| row.value) {
        let subject = "[问渠 Wenqu] 测试消息 / test message".to_owned();
        let text = format!(
            "【问渠】测试消息，收到即表示告警渠道可用 · Test message: alerts reach you\n{}/admin",
            settings.origin
        );
        let outcome = match notice(app, &settings, channel, subject, text) {
            Ok(Some(notice)) => app.notifier.notify(&notice).await.map_err(|error| error.to_string()),
            Ok(None) => Err("the channel is not set".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        if outcome.is_ok() {
            batch.delete(keys::alert_resting(channel.as_str()));
        }
        batch.replace(&Tested { channel, at: app.clock.now(), outcome: Some(outcome) })?;
    }
    Ok(batch.commit(table).await?)
}
