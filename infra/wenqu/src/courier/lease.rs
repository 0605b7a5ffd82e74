//! The lease: one courier at a time.
//!
//! A row with a version. The holder writes it every ten seconds and counts itself as holder until 25 s after the
//! *beginning* of its last write that succeeded. Whoever waits takes over when it has seen the same version for 30 s of
//! its own time, or at once from a holder that stopped in order. No computer's clock is compared with another's, but
//! for leases that ended long ago: AWS refuses requests of a computer whose clock is off by more than five minutes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::{
    keys,
    ports::{Clock, Expect, Table, TableError},
    rows::{Batch, CourierLease, Stored, load},
};
use domain::egress::Egress;
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};

use super::report::Report;

/// A lease that ended so long ago by anybody's clock is over.
const LONG_AGO: SignedDuration = SignedDuration::from_mins(15);
/// Pause before a heartbeat that failed is tried again.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// How long a lease lasts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// For whoever waits, from the last heartbeat.
    pub(crate) length: Duration,
    /// The holder stops so much earlier.
    pub(crate) margin: Duration,
    /// Between heartbeats.
    pub(crate) every: Duration,
    /// Between looks at another's lease.
    pub(crate) look_every: Duration,
}

impl Terms {
    /// What couriers go by.
    pub(crate) const STANDARD: Self = Self {
        length: Duration::from_secs(30),
        margin: Duration::from_secs(5),
        every: Duration::from_secs(10),
        look_every: Duration::from_secs(2),
    };
}

/// Who wants to hold it.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// Names the process, by chance.
    pub(crate) holder: String,
    /// The computer's name.
    pub(crate) host: String,
    /// What it does.
    pub(crate) egress: Egress,
}

/// A lease that is held.
#[derive(Clone, Copy, Debug)]
struct Term {
    version: u64,
    since: Timestamp,
    /// By this computer's monotonic clock, and by its wall clock, which goes on while the computer sleeps.
    ends: (Instant, Timestamp),
}

/// What came of a try to take it.
#[derive(Clone, Debug)]
pub(crate) enum Tried {
    /// It is ours.
    Taken,
    /// Another courier holds it.
    HeldBy(Box<CourierLease>),
}

/// The version of another's lease, and since when it has been seen.
type Seen = Option<(u64, Instant)>;

/// One process's side of the lease.
pub(crate) struct Lease {
    table: Arc<dyn Table>,
    clock: Arc<dyn Clock>,
    me: Identity,
    terms: Terms,
    report: Arc<Report>,
    term: Mutex<Option<Term>>,
    held: watch::Sender<bool>,
}

impl Lease {
    pub(crate) fn new(
        table: Arc<dyn Table>,
        clock: Arc<dyn Clock>,
        me: Identity,
        terms: Terms,
        report: Arc<Report>,
    ) -> Self {
        Self { table, clock, me, terms, report, term: Mutex::default(), held: watch::Sender::new(false) }
    }

    fn term(&self) -> MutexGuard<'_, Option<Term>> {
        self.term.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a call may leave now.
    pub(crate) fn holds(&self) -> bool {
        let (now, at) = (Instant::now(), self.clock.now());
        self.term().is_some_and(|term| now < term.ends.0 && at < term.ends.1)
    }

    /// Tells when it is lost.
    pub(crate) fn watch(&self) -> watch::Receiver<bool> {
        self.held.subscribe()
    }

    /// Pause before another's lease is looked at again.
    pub(crate) const fn look_every(&self) -> Duration {
        self.terms.look_every
    }

    /// Tries to take it. `seen` is kept between the tries of one wait.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub(crate) async fn attempt(&self, seen: &mut Seen) -> Result<Tried, TableError> {
        let found = load::<CourierLease>(self.table.as_ref(), &keys::courier()).await?;
        if let Some(row) = found.as_ref().filter(|row| !self.is_free(row, seen)) {
            return Ok(Tried::HeldBy(Box::new(row.value.clone())));
        }
        let now = self.clock.now();
        // Ours already: the answer to our own write was lost.
        let since = found
            .as_ref()
            .filter(|row| row.value.holder == self.me.holder)
            .map_or(now, |row| row.value.since);
        match self.write(found.as_ref().map(|row| row.version), since, self.terms.length).await {
            Ok(()) => {
                self.held.send_replace(true);
                Ok(Tried::Taken)
            }
            Err(TableError::Conflict { .. }) => {
                let row = load::<CourierLease>(self.table.as_ref(), &keys::courier()).await?;
                let gone = || TableError::Unavailable("the lease is gone again".to_owned());
                row.map(|row| Tried::HeldBy(Box::new(row.value))).ok_or_else(gone)
            }
            Err(error) => Err(error),
        }
    }

    fn is_free(&self, row: &Stored<CourierLease>, seen: &mut Seen) -> bool {
        let lease = &row.value;
        if lease.holder == self.me.holder
            || lease.until <= lease.heartbeat
            || self.clock.now() > lease.until + LONG_AGO
        {
            return true;
        }
        match *seen {
            Some((version, since)) if version == row.version => since.elapsed() >= self.terms.length,
            _ => {
                *seen = Some((row.version, Instant::now()));
                false
            }
        }
    }

    /// Heartbeats until the lease is lost; to be dropped for the stop.
    pub(crate) async fn keep(&self) {
        loop {
            sleep(self.terms.every).await;
            while let Err(error) = self.renew().await {
                if !self.holds() {
                    self.held.send_replace(false);
                    return;
                }
                tracing::warn!(%error, "a heartbeat was not written");
                sleep(AGAIN_AFTER.min(self.terms.every)).await;
            }
        }
    }

    async fn renew(&self) -> Result<(), TableError> {
        let Some(term) = *self.term() else { return Err(TableError::Conflict { ops: vec![0] }) };
        let written = self.write_ours(term, self.terms.length).await;
        if matches!(written, Err(TableError::Conflict { .. })) {
            *self.term() = None;
        }
        written
    }

    /// Gives it up, so that another one takes over at once.
    pub(crate) async fn release(&self) {
        let term = self.term().take();
        self.held.send_replace(false);
        let Some(term) = term else { return };
        match self.write_ours(term, Duration::ZERO).await {
            Ok(()) | Err(TableError::Conflict { .. }) => {}
            Err(error) => tracing::warn!(%error, "the lease was not given up; it ends by itself"),
        }
        *self.term() = None;
    }

    /// Writes the row as long as it is ours; a conflict says that it is another's. A write of ours that was cut off, or
    /// whose answer was lost, has changed the version without our knowing.
    async fn write_ours(&self, term: Term, length: Duration) -> Result<(), TableError> {
        match self.write(Some(term.version), term.since, length).await {
            Err(TableError::Conflict { .. }) => {}
            done => return done,
        }
        let row = load::<CourierLease>(self.table.as_ref(), &keys::courier()).await?;
        match row.filter(|row| row.value.holder == self.me.holder) {
            Some(row) => self.write(Some(row.version), term.since, length).await,
            None => Err(TableError::Conflict { ops: vec![0] }),
        }
    }

    /// Writes the row; a length of zero gives it up.
    async fn write(
        &self,
        version: Option<u64>,
        since: Timestamp,
        length: Duration,
    ) -> Result<(), TableError> {
        let (begun, now) = (Instant::now(), self.clock.now());
        let until = now + SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX);
        let (done, trouble) = self.report.heartbeat();
        let lease = CourierLease {
            holder: self.me.holder.clone(),
            host: self.me.host.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            egress: self.me.egress,
            since,
            heartbeat: now,
            until,
            done,
            trouble,
        };
        let mut batch = Batch::new();
        batch.put(keys::courier(), &lease, None, version.map_or(Expect::Absent, Expect::Version))?;
        batch.commit(self.table.as_ref()).await?;
        let own = length.saturating_sub(self.terms.margin);
        let ends_at = now + SignedDuration::try_from(own).unwrap_or(SignedDuration::MAX);
        let version = version.map_or(1, |version| version + 1);
        *self.term() = Some(Term { version, since, ends: (begun + own, ends_at) });
        Ok(())
    }
}
