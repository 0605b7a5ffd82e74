//! Batches of a queue with partial failure (AWS Lambda: `ReportBatchItemFailures`).

use app::{
    App, AppError, dead,
    jobs::{Record, Task, Work},
    ports::{BlobError, Intake, IntakeError, TableError},
    telemetry::count,
};

use crate::handle::handle;

/// A job that fails when it is received for this time is given up.
pub const MAX_RECEIVES: u32 = 8;
/// A job received more often than this ends its process each time: it is given up without being tried. Not so a callback
/// that was spilled: there may have been no table that long, and the queue has the only copy.
const MAX_UNTRIED: u32 = 2 * MAX_RECEIVES;

/// Does a batch and gives the ids of those to be handed out again: what failed in passing. What can't be read, can't
/// be done, or failed too often is kept as a dead job, and is a success to the queue. `intake` takes in the callbacks
/// that the webhook had to put on the queue, and opens the questions that nobody chose a known answer for.
pub async fn handle_batch(app: &App, intake: &dyn Intake, records: &[Record]) -> Vec<String> {
    let mut again = Vec::new();
    // What speaks to services of others comes last: residents wait for the rest.
    let mut records: Vec<&Record> = records.iter().collect();
    records.sort_by_key(|record| speaks_outside(record));
    for record in records {
        if let Err(error) = one(app, intake, record).await {
            tracing::warn!(%error, id = record.id, "a job will be tried again");
            again.push(record.id.clone());
        }
    }
    again
}

fn speaks_outside(record: &Record) -> bool {
    let Ok(Task::Job(job)) = Task::parse(&record.body) else { return false };
    matches!(job.work, Work::Alert { .. } | Work::AlertTest { .. })
}

async fn one(app: &App, intake: &dyn Intake, record: &Record) -> Result<(), AppError> {
    let task = match Task::parse(&record.body) {
        Ok(task) => task,
        Err(error) => return give_up(app, record, "body", &format!("it can't be read: {error}")).await,
    };
    if matches!(task, Task::Job(_)) && record.receive_count > MAX_UNTRIED {
        return give_up(app, record, task.as_str(), "its process ended again and again").await;
    }
    let done = match &task {
        Task::Job(job) if matches!(job.work, Work::OfferWaits { .. }) => intake
            .open_unanswered(job)
            .await
            .map(|()| count("worked", job.work.as_str()))
            .map_err(AppError::from),
        Task::Job(job) => handle(app, job).await.map(drop),
        Task::Callback(callback) => match intake.take_in(callback).await {
            Ok(()) => {
                count("worked", task.as_str());
                Ok(())
            }
            Err(IntakeError::Table(error)) => Err(error.into()),
            Err(error @ IntakeError::Unreadable(_)) => {
                return give_up(app, record, task.as_str(), &error.to_string()).await;
            }
        },
    };
    match done {
        Ok(()) => Ok(()),
        Err(error) if is_final(&error) || record.receive_count >= MAX_RECEIVES => {
            give_up(app, record, task.as_str(), &error.to_string()).await
        }
        Err(error) => Err(error),
    }
}

/// Whether trying again can't help.
fn is_final(error: &AppError) -> bool {
    match error {
        AppError::Table(error) => matches!(error, TableError::Invalid(_)),
        AppError::Blob(error) => matches!(error, BlobError::InvalidKey(_)),
        AppError::Queue(_) | AppError::Contended => false,
        _ => true,
    }
}

async fn give_up(app: &App, record: &Record, label: &str, why: &str) -> Result<(), AppError> {
    tracing::error!(id = record.id, label, why, "a job is given up");
    count("dead_job", label);
    dead::bury(app, &record.body, why).await
}
