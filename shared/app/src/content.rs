//! The published content from memory. A callback never waits for it: the snapshot is loaded at the start and its
//! version is looked at again at most every 15 seconds, by one task, while the others use what is there.

use std::{
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use domain::content::Snapshot;
use serde::{Deserialize, Serialize};
use tokio::{sync::Mutex, time::timeout};

use crate::{
    keys,
    ports::{Expect, Table, TableError},
    rows::{Batch, load},
};

/// How old what we know of the live version may get.
pub const REFRESH_EVERY: Duration = Duration::from_secs(10);
/// How long a refresh may hold up the one callback that does it.
const REFRESH_TIMEOUT: Duration = Duration::from_millis(500);

/// Which version is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// The version.
    pub version: u64,
}

/// The live snapshot.
pub struct Content {
    table: Arc<dyn Table>,
    snapshot: RwLock<Arc<Snapshot>>,
    looked_at: Mutex<Instant>,
}

impl Content {
    /// Loads the live snapshot; an empty one when nothing was published.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn open(table: Arc<dyn Table>) -> Result<Self, TableError> {
        let snapshot = fetch(table.as_ref()).await?.unwrap_or_default();
        Ok(Self { table, snapshot: RwLock::new(Arc::new(snapshot)), looked_at: Mutex::new(Instant::now()) })
    }

    /// The snapshot, at most 15 seconds behind what is published while the store answers.
    pub async fn snapshot(&self) -> Arc<Snapshot> {
        if let Ok(mut looked_at) = self.looked_at.try_lock()
            && looked_at.elapsed() >= REFRESH_EVERY
        {
            *looked_at = Instant::now();
            match timeout(REFRESH_TIMEOUT, self.refresh()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "content not refreshed"),
                Err(_) => tracing::warn!("content not refreshed in time"),
            }
        }
        self.known()
    }

    /// Looks at the live version now.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn refresh(&self) -> Result<(), TableError> {
        let current = load::<Current>(self.table.as_ref(), &keys::content_current()).await?;
        let live = current.map_or(0, |current| current.value.version);
        if live != self.known().version
            && let Some(snapshot) = fetch(self.table.as_ref()).await?
        {
            *self.snapshot.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(snapshot);
        }
        Ok(())
    }

    fn known(&self) -> Arc<Snapshot> {
        self.snapshot.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

async fn fetch(table: &dyn Table) -> Result<Option<Snapshot>, TableError> {
    let Some(current) = load::<Current>(table, &keys::content_current()).await? else { return Ok(None) };
    let snapshot = load::<Snapshot>(table, &keys::content(current.value.version)).await?;
    Ok(snapshot.map(|snapshot| snapshot.value))
}

/// Publishes a snapshot as the next version and returns that version.
///
/// # Errors
/// `Conflict` when somebody else published meanwhile; any other [`TableError`].
pub async fn publish(table: &dyn Table, mut snapshot: Snapshot) -> Result<u64, TableError> {
    let key = keys::content_current();
    let current = load::<Current>(table, &key).await?;
    let version = current.as_ref().map_or(0, |current| current.value.version) + 1;
    snapshot.version = version;
    let mut batch = Batch::new();
    batch.put(keys::content(version), &snapshot, None, Expect::Absent)?;
    batch.put(
        key,
        &Current { version },
        None,
        current.map_or(Expect::Absent, |c| Expect::Version(c.version)),
    )?;
    batch.commit(table).await?;
    Ok(version)
}
