//! The published content from memory. A callback hardly waits for it: the snapshot is loaded at the start and its
//! version is looked at again at most every 15 seconds, by one task, while the others use what is there.
//!
//! What officers do with content stands below: a draft is edited, submitted, published as the next version; a version
//! can be restored; a topic is confirmed as still right.

mod bank;
mod confirm;
mod draft;
mod edit;
mod policy;
mod publish;
mod review;
mod try_out;
mod versions;

pub use bank::{Bank, Found, MOST_LISTED};
pub use confirm::confirm;
pub use draft::{Draft, Note, Working, discard, working};
pub use edit::{edit, refusal};
pub use policy::{Policy, policy, set_policy};
pub use publish::{Seen, publish_draft};
pub use review::{send_back, submit};
pub use try_out::{Tried, try_out};
pub use versions::{Publication, Published, restore, version, versions};

use std::{
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::content::Snapshot;
use serde::{Deserialize, Serialize};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::{
    keys,
    ports::{Expect, Table, TableError},
    rows::{Batch, load},
};

/// How old what we know of the live version may get.
pub const REFRESH_EVERY: Duration = Duration::from_secs(10);
/// How long a refresh may hold up the one callback that does it.
const REFRESH_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a callback waits that has no content to be answered from.
const FIRST_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a start waits, which may be a callback's start.
const START_TIMEOUT: Duration = Duration::from_millis(400);

/// Which version is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// The version.
    pub version: u64,
}

/// A snapshot, and what is made of its known answers when the first question needs it.
#[derive(Default)]
struct Live {
    snapshot: Arc<Snapshot>,
    bank: OnceLock<Arc<Bank>>,
}

/// The live snapshot.
pub struct Content {
    table: Arc<dyn Table>,
    live: RwLock<Arc<Live>>,
    /// Whether the store has told what is published.
    loaded: AtomicBool,
    next_look: Mutex<Instant>,
}

impl Content {
    /// Loads the live snapshot; an empty one when nothing was published.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn open(table: Arc<dyn Table>) -> Result<Self, TableError> {
        let content = Self::empty(table);
        content.refresh().await?;
        *content.next_look.lock().await = Instant::now() + REFRESH_EVERY;
        Ok(content)
    }

    /// Loads the live snapshot if the store gives it at once; else it begins with an empty one, and each callback looks
    /// again until one gets through.
    pub async fn open_or_empty(table: Arc<dyn Table>) -> Self {
        let content = Self::empty(table);
        content.look(START_TIMEOUT, &mut *content.next_look.lock().await).await;
        content
    }

    /// Nothing yet; the first callback looks.
    #[must_use]
    pub fn empty(table: Arc<dyn Table>) -> Self {
        let next_look = Mutex::new(Instant::now());
        Self { table, live: RwLock::default(), loaded: AtomicBool::new(false), next_look }
    }

    /// The snapshot, at most 15 seconds behind what is published while the store answers.
    pub async fn snapshot(&self) -> Arc<Snapshot> {
        if let Ok(mut next) = self.next_look.try_lock() {
            let is_loaded = self.loaded.load(Ordering::Acquire);
            if !is_loaded || Instant::now() >= *next {
                self.look(if is_loaded { REFRESH_TIMEOUT } else { FIRST_TIMEOUT }, &mut next).await;
            }
        }
        self.in_memory()
    }

    /// The same for whoever can't do without.
    ///
    /// # Errors
    /// `Unavailable` while the store has not told yet what is published.
    pub async fn loaded(&self) -> Result<Arc<Snapshot>, TableError> {
        let snapshot = self.snapshot().await;
        match self.loaded.load(Ordering::Acquire) {
            true => Ok(snapshot),
            false => Err(TableError::Unavailable("the content could not be read yet".to_owned())),
        }
    }

    async fn look(&self, within: Duration, next: &mut Instant) {
        // Whoever waits for us may give up: then it is not asked again at once.
        *next = Instant::now() + REFRESH_EVERY;
        match timeout(within, self.refresh()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "content not refreshed"),
            Err(_) => tracing::warn!("content not refreshed in time"),
        }
        *next = Instant::now() + REFRESH_EVERY;
    }

    /// Looks at the live version now.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn refresh(&self) -> Result<(), TableError> {
        let current = load::<Current>(self.table.as_ref(), &keys::content_current()).await?;
        let live = current.map_or(0, |current| current.value.version);
        if live != self.in_memory().version
            && let Some(snapshot) = load::<Snapshot>(self.table.as_ref(), &keys::content(live)).await?
        {
            let live = Live { snapshot: Arc::new(snapshot.value), bank: OnceLock::new() };
            *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(live);
        }
        self.loaded.store(true, Ordering::Release);
        Ok(())
    }

    /// What is there, without asking the store: version 0 is none.
    #[must_use]
    pub fn in_memory(&self) -> Arc<Snapshot> {
        self.now().snapshot.clone()
    }

    fn now(&self) -> Arc<Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The known answers of the live snapshot, to be looked through: made once a version, by whoever asks first.
    #[must_use]
    pub fn bank(&self) -> Arc<Bank> {
        let live = self.now();
        live.bank.get_or_init(|| Arc::new(Bank::of(&live.snapshot))).clone()
    }
}

/// The live snapshot as the store has it now, with the version of the row that names it; `None` of it before the first
/// publication.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub(crate) async fn live(table: &dyn Table) -> Result<(Snapshot, Option<u64>), TableError> {
    let Some(current) = load::<Current>(table, &keys::content_current()).await? else {
        return Ok((Snapshot::default(), None));
    };
    let snapshot = load::<Snapshot>(table, &keys::content(current.value.version)).await?;
    let snapshot = snapshot.ok_or_else(|| {
        TableError::Invalid(format!("content version {} is named and missing", current.value.version))
    })?;
    Ok((snapshot.value, Some(current.version)))
}

/// Writes a snapshot as the version after the live one: a version is never written twice.
pub(crate) fn put_next(
    batch: &mut Batch,
    snapshot: &mut Snapshot,
    live: u64,
    current: Option<u64>,
) -> Result<(), TableError> {
    snapshot.version = live + 1;
    let version = snapshot.version;
    batch.put(keys::content(version), snapshot, None, Expect::Absent)?;
    let expect = current.map_or(Expect::Absent, Expect::Version);
    batch.put(keys::content_current(), &Current { version }, None, expect)
}

/// Publishes a snapshot as the next version and returns that version: for the command line, which has checked it.
///
/// # Errors
/// `Conflict` when somebody else published meanwhile; any other [`TableError`].
pub async fn publish(table: &dyn Table, mut snapshot: Snapshot) -> Result<u64, TableError> {
    let current = load::<Current>(table, &keys::content_current()).await?;
    let live = current.as_ref().map_or(0, |current| current.value.version);
    let mut batch = Batch::new();
    put_next(&mut batch, &mut snapshot, live, current.map(|current| current.version))?;
    batch.commit(table).await?;
    Ok(snapshot.version)
}
