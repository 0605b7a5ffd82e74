//! Deliveries whose time has come, and requests whose sender is gone.

use app::{
    App, AppError,
    jobs::OutboundJob,
    keys::{self, SHARDS, due_partition, millis},
    ports::{Item, Query, Table, TableError, TableName},
    rows::{Batch, DuePointer, Row, Stored, delivery, parse, put_delivery},
    telemetry::count,
};
use domain::delivery::{Delivery, Parked, State};
use jiff::{SignedDuration, Timestamp};

use crate::tick::{Ticked, Ticker, passed_over, up_to};

/// Most pointers of one shard that a tick acts on.
const PER_SHARD: usize = 1_000;

/// What a pointer asks for.
enum Found {
    /// Its time has come.
    Send(Box<Stored<Delivery>>),
    /// A request that was begun long enough ago.
    Abandoned(Box<Stored<Delivery>>),
    /// A request that may still end.
    Sending,
    /// Nothing: the pointer is left over. With the version of the delivery, if there is one.
    Stale(Option<u64>),
}

impl Ticker {
    pub(crate) async fn deliveries(
        &self,
        app: &App,
        now: Timestamp,
        limit: SignedDuration,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let idle = !app.outbound_is_taken().await?;
        for shard in 0..SHARDS {
            let query = Query::partition(TableName::Delivery, due_partition(shard), 1)
                .between("0", format!("{}~", millis(now)));
            let items = up_to(app.table.as_ref(), query).await?;
            let fresh = items.into_iter().filter(|item| !self.recent.has(&item.key.sk)).take(PER_SHARD);
            for item in fresh {
                match self.pointer(app, &item, now, limit, idle, ticked).await {
                    // Somebody else has moved it on.
                    Ok(()) | Err(AppError::Table(TableError::Conflict { .. })) => {}
                    Err(error @ AppError::Table(TableError::Invalid(_))) => {
                        passed_over(ticked, &item.key.sk, &error);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        if ticked.untaken > 0 {
            tracing::error!(deliveries = ticked.untaken, "wait for the courier, which is not at work");
            count("sender_alarm", "courier");
        }
        Ok(())
    }

    async fn pointer(
        &self,
        app: &App,
        item: &Item,
        now: Timestamp,
        limit: SignedDuration,
        idle: bool,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let pointer = parse::<DuePointer>(item)?.value;
        let table = app.table.as_ref();
        let row = delivery(table, &pointer.follower, &pointer.delivery).await?;
        match what(row, &pointer, now, limit) {
            Found::Sending => {}
            // Written while somebody called the platform; now nobody does.
            Found::Send(row) if !app.work.egress.calls() => {
                change(table, *row, |delivery| delivery.park(Parked::EgressOff, None)).await?;
                ticked.parked += 1;
            }
            Found::Send(_) if idle => ticked.untaken += 1,
            Found::Send(_) => {
                app.jobs
                    .enqueue_outbound(&OutboundJob::Send {
                        follower: pointer.follower,
                        delivery: pointer.delivery,
                    })
                    .await?;
                self.recent.note(&item.key.sk, now);
                ticked.sends += 1;
            }
            Found::Abandoned(row) => {
                change(table, *row, |delivery| delivery.abandon(now)).await?;
                ticked.unknown += 1;
            }
            Found::Stale(version) => {
                drop_pointer(table, item, &pointer, version).await?;
                ticked.stale += 1;
            }
        }
        Ok(())
    }
}

async fn change(
    table: &dyn Table,
    mut row: Stored<Delivery>,
    to: impl FnOnce(&mut Delivery),
) -> Result<(), TableError> {
    let before = row.value.try_at();
    to(&mut row.value);
    let mut batch = Batch::new();
    put_delivery(&mut batch, &row.value, Some(row.version), before)?;
    batch.commit(table).await
}

/// The delivery must not have come back to this very time meanwhile.
async fn drop_pointer(
    table: &dyn Table,
    item: &Item,
    pointer: &DuePointer,
    delivery: Option<u64>,
) -> Result<(), TableError> {
    let mut batch = Batch::new();
    batch.check(keys::delivery(&pointer.follower, &pointer.delivery), delivery);
    batch.delete_unchanged(pointer.key(), item.version);
    batch.commit(table).await
}

fn what(row: Option<Stored<Delivery>>, pointer: &DuePointer, now: Timestamp, limit: SignedDuration) -> Found {
    let Some(row) = row else { return Found::Stale(None) };
    // Keys hold milliseconds: times within one share their pointer.
    let points_here = row.value.try_at().is_some_and(|at| at.as_millisecond() == pointer.at.as_millisecond());
    if !points_here {
        return Found::Stale(Some(row.version));
    }
    match row.value.state {
        State::Sending if row.value.is_abandoned(now, limit) => Found::Abandoned(Box::new(row)),
        State::Sending => Found::Sending,
        _ => Found::Send(Box::new(row)),
    }
}
