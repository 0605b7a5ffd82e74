//! What an officer asks about the account's menu: handed to the sender, and its end brought to the menu's state.

use app::{
    App, AppError,
    jobs::{OutboundJob, WorkerJob},
    keys, menu, retrying,
    rows::{Batch, RequestOutcome, RequestRow, load},
};

use crate::handle::{Worked, ask, finish};

pub(crate) async fn menu(app: &App, job: &WorkerJob) -> Result<Worked, AppError> {
    retrying(|| attempt(app, job)).await
}

async fn attempt(app: &App, job: &WorkerJob) -> Result<Worked, AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let request = load::<RequestRow>(table, &keys::request(&job.id)).await?.map(|row| row.value);
    let outcome = match request {
        Some(RequestRow { outcome: Some(outcome), .. }) => outcome,
        Some(row) if row.expires_at > now && app.work.egress.calls() => {
            return match row.retry_at {
                Some(at) if at > now => Ok(Worked::Waiting),
                _ => ask(app, &OutboundJob::account(), job).await,
            };
        }
        _ => RequestOutcome::Failed {
            code: None,
            why: "the platform could not be asked in time; look again before you repeat it".to_owned(),
        },
    };
    let mut batch = Batch::new();
    batch.delete(keys::request(&job.id));
    menu::settle(app, &mut batch, &job.id, outcome).await?;
    finish(table, batch, job).await
}
