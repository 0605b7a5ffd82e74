//! Worker jobs that were lost on the way: their row is older than a minute.

use std::time::Duration;

use app::{
    App, AppError,
    jobs::WorkerJob,
    keys::{SHARDS, job_partition, millis},
    ports::{Query, TableName},
    rows::parse,
};
use jiff::Timestamp;

use crate::{
    recent::GIVEN,
    tick::{Ticked, Ticker, passed_over, up_to},
};

/// Most jobs of one shard that a tick enqueues.
const PER_SHARD: usize = 1_000;

impl Ticker {
    pub(crate) async fn lost_jobs(
        &self,
        app: &App,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        for shard in 0..SHARDS {
            let query = Query::partition(TableName::Main, job_partition(shard), 1)
                .between("0", format!("{}~", millis(now - GIVEN)));
            let items = up_to(app.table.as_ref(), query).await?;
            let fresh = items.into_iter().filter(|item| !self.recent.has(&item.key.sk)).take(PER_SHARD);
            for item in fresh {
                match parse::<WorkerJob>(&item) {
                    Ok(job) => {
                        app.jobs.enqueue(&job.value, Duration::ZERO).await?;
                        self.recent.note(&item.key.sk, now);
                        ticked.jobs += 1;
                    }
                    Err(error) => passed_over(ticked, &item.key.sk, &error.into()),
                }
            }
        }
        Ok(())
    }
}
