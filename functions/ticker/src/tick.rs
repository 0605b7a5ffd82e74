//! One tick over all that time moves.

use std::sync::Mutex;

use app::{
    App, AppError,
    ports::{Item, Query, Table, TableError},
    telemetry::count,
};
use jiff::SignedDuration;

use crate::recent::Recent;

/// Rows read at a time.
const PAGE: usize = 100;
/// Most rows of one index partition that a tick looks at.
pub(crate) const LOOKED_AT: usize = 2_000;

/// How much a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Deliveries enqueued for the sender.
    pub sends: usize,
    /// Deliveries that are not enqueued while no courier is at work to take them.
    pub untaken: usize,
    /// Deliveries parked because nobody calls the platform any more.
    pub parked: usize,
    /// Deliveries that had waited for a way out, or for another one, and are due now.
    pub released: usize,
    /// Deliveries that were `sending` for too long and are unknown now.
    pub unknown: usize,
    /// Pointers removed whose delivery is not to be tried then.
    pub stale: usize,
    /// Worker jobs enqueued again.
    pub jobs: usize,
    /// Erasures begun.
    pub erasures: usize,
    /// Looks asked for at what officers are to be told.
    pub looks: usize,
    /// Heads of audit chains written down.
    pub witnessed: usize,
    /// Asked for the groups of questions to be tended.
    pub groups: usize,
    /// Rows that could not be read, or not be moved on.
    pub failed: usize,
}

/// Keeps what it enqueued within the last minute. One a process.
#[derive(Default)]
pub struct Ticker {
    pub(crate) recent: Recent,
    /// The hour whose heads of audit chains are written down.
    pub(crate) witnessed: Mutex<Option<String>>,
    /// The ten minutes in which the groups of questions were seen to last.
    pub(crate) tended: Mutex<Option<i64>>,
}

impl Ticker {
    /// A ticker that has done nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Does one tick: what tells people of trouble first, what may take long last; a part that fails holds up no other. A
    /// delivery that is `sending` for `sending_limit` or longer becomes unknown: usually
    /// [`SENDING_LIMIT`](domain::delivery::SENDING_LIMIT); zero at the start of the only computer, where no other
    /// process can be sending.
    ///
    /// # Errors
    /// The first of them, when the store or a queue fails; the next tick goes on.
    pub async fn tick(&self, app: &App, sending_limit: SignedDuration) -> Result<Ticked, AppError> {
        let now = app.clock.now();
        self.recent.begin(now);
        let mut ticked = Ticked::default();
        let done = [
            self.alerts(app, now, &mut ticked).await,
            self.lost_jobs(app, now, &mut ticked).await,
            self.erasures(app, now, &mut ticked).await,
            self.way_out(app, now, &mut ticked).await,
            self.deliveries(app, now, sending_limit, &mut ticked).await,
            self.groups(app, now, &mut ticked).await,
            self.witness(app, now, &mut ticked).await,
        ];
        let mut failed = done.into_iter().filter_map(Result::err);
        let first = failed.next();
        for error in failed {
            tracing::warn!(%error, "another part of the tick failed too");
        }
        first.map_or(Ok(ticked), Err)
    }
}

/// The rows of an index partition up to a sort key, oldest first, at most [`LOOKED_AT`].
pub(crate) async fn up_to(table: &dyn Table, query: Query) -> Result<Vec<Item>, TableError> {
    let mut query = Query { limit: PAGE, ..query };
    let mut found = Vec::new();
    loop {
        let page = table.query(&query).await?;
        found.extend(page.items);
        query.after = page.next;
        if query.after.is_none() || found.len() >= LOOKED_AT {
            found.truncate(LOOKED_AT);
            return Ok(found);
        }
    }
}

/// One row can't be moved on: the others can.
pub(crate) fn passed_over(ticked: &mut Ticked, sort_key: &str, error: &AppError) {
    tracing::error!(%error, sort_key, "a row can't be moved on by the ticker");
    count("ticker_failed", "row");
    ticked.failed += 1;
}
