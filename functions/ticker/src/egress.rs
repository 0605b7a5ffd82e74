//! The way out, when it has changed: what waited for one may be tried.

use app::{
    App, AppError, keys,
    keys::{SHARDS, due_partition, millis},
    ports::{Item, Query, TableError, TableName},
    rows::{Batch, DuePointer, EgressMode, delivery, load, parse, put_delivery},
};
use domain::delivery::{WHEN_THE_WAY_CHANGES, WHEN_THERE_IS_A_WAY};
use jiff::Timestamp;

use crate::tick::{Ticked, Ticker, passed_over, up_to};

/// Most deliveries of one shard that a tick sets free.
const PER_SHARD: usize = 250;

impl Ticker {
    /// While somebody calls the platform, nothing stays parked because nobody does; when it is somebody else than
    /// before, what the account was not allowed to send is tried once more. The change is noted only after all that
    /// was found has been set free.
    pub(crate) async fn way_out(
        &self,
        app: &App,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let table = app.table.as_ref();
        let egress = app.work.egress;
        let noted = load::<EgressMode>(table, &keys::egress()).await?;
        let changed = noted.as_ref().is_none_or(|noted| noted.value.egress != egress);
        if egress.calls() {
            let mut left = self.release(app, WHEN_THERE_IS_A_WAY, now, ticked).await?;
            if changed && noted.is_some() {
                left += self.release(app, WHEN_THE_WAY_CHANGES, now, ticked).await?;
            }
            if left > 0 {
                return Ok(());
            }
        }
        if !changed {
            return Ok(());
        }
        let mut batch = Batch::new();
        let mode = EgressMode { egress, since: now };
        match noted {
            None => batch.insert(&mode)?,
            Some(mut noted) => {
                noted.value = mode;
                batch.update(&noted)?;
            }
        }
        match batch.commit(table).await {
            // Another tick has noted it.
            Ok(()) | Err(TableError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sets free what waits for this; gives how many there were. What can't be moved on is not among them.
    async fn release(
        &self,
        app: &App,
        what: Timestamp,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<usize, AppError> {
        let mut found = 0;
        for shard in 0..SHARDS {
            let query = Query::partition(TableName::Delivery, due_partition(shard), 1)
                .between(millis(what), format!("{}~", millis(what)));
            for item in up_to(app.table.as_ref(), query).await?.into_iter().take(PER_SHARD) {
                match one(app, &item, now).await {
                    Ok(()) => {
                        found += 1;
                        ticked.released += 1;
                    }
                    // Somebody else has moved it on.
                    Err(AppError::Table(TableError::Conflict { .. })) => found += 1,
                    Err(error @ AppError::Table(TableError::Invalid(_))) => {
                        passed_over(ticked, &item.key.sk, &error);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(found)
    }
}

async fn one(app: &App, item: &Item, now: Timestamp) -> Result<(), AppError> {
    let pointer = parse::<DuePointer>(item)?.value;
    let table = app.table.as_ref();
    let mut batch = Batch::new();
    match delivery(table, &pointer.follower, &pointer.delivery).await? {
        Some(mut row) if row.value.try_at() == Some(pointer.at) => {
            row.value.release(now);
            put_delivery(&mut batch, &row.value, Some(row.version), Some(pointer.at))?;
        }
        // Left over: the delivery is gone or has moved on.
        row => {
            batch.check(keys::delivery(&pointer.follower, &pointer.delivery), row.map(|row| row.version));
            batch.delete(keys::due(pointer.at, &pointer.follower, &pointer.delivery));
        }
    }
    Ok(batch.commit(table).await?)
}
