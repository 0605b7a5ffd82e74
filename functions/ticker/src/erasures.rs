//! Erasure clocks that have run out: each becomes a worker job.

use std::time::Duration;

use app::{
    App, AppError,
    jobs::Work,
    keys::{self, ERASE_PARTITION, millis},
    ports::{Item, Query, TableError, TableName},
    random,
    rows::{Batch, load, new_job, parse},
};
use domain::{follower::Follower, ids::FollowerId};
use jiff::Timestamp;

use crate::tick::{Ticked, Ticker, passed_over, up_to};

/// Most erasures that a tick begins.
const PER_TICK: usize = 200;

impl Ticker {
    pub(crate) async fn erasures(
        &self,
        app: &App,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let query =
            Query::partition(TableName::Main, ERASE_PARTITION, 1).between("0", format!("{}~", millis(now)));
        let items = up_to(app.table.as_ref(), query).await?;
        for item in items.into_iter().take(PER_TICK) {
            match begin(app, &item, now).await {
                Ok(begun) => ticked.erasures += usize::from(begun),
                Err(AppError::Table(TableError::Conflict { .. })) => {}
                Err(error @ AppError::Table(TableError::Invalid(_))) => {
                    passed_over(ticked, &item.key.sk, &error)
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Puts a job in the place of the pointer, in one transaction with the profile as it was read: a resident who comes
/// back in this moment keeps everything. False when the clock had been stopped or moved.
async fn begin(app: &App, item: &Item, now: Timestamp) -> Result<bool, AppError> {
    let follower = parse::<FollowerId>(item)?.value;
    let profile = load::<Follower>(app.table.as_ref(), &keys::follower(&follower)).await?;
    let runs_out =
        |profile: &Follower| profile.erase_at.is_some_and(|at| keys::erase(at, &follower) == item.key);
    let mut batch = Batch::new();
    batch.delete_unchanged(item.key.clone(), item.version);
    let Some(profile) = profile.filter(|profile| runs_out(&profile.value)) else {
        batch.commit(app.table.as_ref()).await?;
        return Ok(false);
    };
    let job = new_job(Work::Erase { follower }, now, random()?);
    batch.insert(&job)?;
    batch.unchanged(&profile);
    batch.commit(app.table.as_ref()).await?;
    // A queue that fails is no failure: the job's row is there.
    if let Err(error) = app.jobs.enqueue(&job, Duration::ZERO).await {
        tracing::warn!(%error, job = %job.id, "an erasure was not enqueued; the next ticks will");
    }
    Ok(true)
}
