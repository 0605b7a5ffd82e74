//! The `Table` port on one SQLite file.
//!
//! One thread writes and commits in groups ([`writer`]); a few threads read, each on its own connection ([`reader`]).
//! A transact is answered after its commit is on the disk; a read that begins after that answer sees it. Another
//! process may write the same file meanwhile (`wenqu user add`): each waits for the other's short transactions.
//! Requests wait in bounded queues; a full one answers `Throttled`.

mod apply;
mod backup;
mod mailbox;
mod reader;
mod rows;
mod schema;
mod select;
mod writer;

use std::{
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
};

use app::ports::{Item, Key, Op, Page, Query, Table, TableError, check_key, check_ops, check_query};
use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::oneshot;

pub use self::{
    backup::{BackupError, backup, restore},
    schema::{OpenError, SCHEMA_VERSION},
};
use self::{
    mailbox::{Mailbox, Refused},
    reader::Read,
    writer::{Work, Write},
};

/// Most bytes of writes that wait.
const MAX_WAITING_BYTES: usize = 64 * 1024 * 1024;

/// Sizes of an [`SqliteTable`], and what its commits wait for.
#[derive(Clone, Copy, Debug)]
pub struct SqliteOptions {
    /// Threads that read, at least 1.
    pub readers: usize,
    /// Most writes that wait, and most reads, before `Throttled`.
    pub max_waiting: usize,
    /// Whether a commit waits for the disk. Without it a power cut may take the last commits, or the file; the end of
    /// the process takes nothing. For data that goes when the process ends.
    pub durable: bool,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { readers: 2, max_waiting: 4_096, durable: true }
    }
}

/// The store on one SQLite file. Dropping it finishes the requests that it has taken.
pub struct SqliteTable {
    writes: Arc<Mailbox<Write>>,
    reads: Arc<Mailbox<Read>>,
    writer: Option<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
}

impl SqliteTable {
    /// Opens the file, made when it is missing and migrated when it is older, with the default sizes.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, SqliteOptions::default())
    }

    /// As [`open`](Self::open), with sizes.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_with(path: &Path, options: SqliteOptions) -> Result<Self, OpenError> {
        let mut table = Self {
            writes: Arc::new(Mailbox::new(options.max_waiting, MAX_WAITING_BYTES)),
            reads: Arc::new(Mailbox::new(options.max_waiting, MAX_WAITING_BYTES)),
            writer: None,
            readers: Vec::new(),
        };
        let connection = schema::open_writer(path, options.durable)?;
        let writes = table.writes.clone();
        let writer = start(path, "sqlite-writer", writes, move |mailbox| writer::run(connection, mailbox))?;
        table.writer = Some(writer);
        for _ in 0..options.readers.max(1) {
            let connection = schema::open_reader(path)?;
            let reads = table.reads.clone();
            let reader =
                start(path, "sqlite-reader", reads, move |mailbox| reader::run(&connection, mailbox))?;
            table.readers.push(reader);
        }
        Ok(table)
    }

    /// Deletes at most `limit` rows whose `expires_at` is not after `now`, and gives their number. For a sweep now
    /// and then; repeat while it returns `limit`.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn delete_expired(&self, now: Timestamp, limit: usize) -> Result<usize, TableError> {
        self.write(Work::DeleteExpired { now_s: now.as_second(), limit }, 0).await
    }

    async fn write(&self, work: Work, bytes: usize) -> Result<usize, TableError> {
        let (answer, answered) = oneshot::channel();
        self.writes.post(Write { work, answer }, bytes).map_err(refused)?;
        answered
            .await
            .unwrap_or_else(|_| Err(TableError::OutcomeUnknown("the writing thread has ended".to_owned())))
    }

    async fn read<T>(
        &self,
        read: Read,
        answered: oneshot::Receiver<Result<T, TableError>>,
    ) -> Result<T, TableError> {
        self.reads.post(read, 0).map_err(refused)?;
        answered
            .await
            .unwrap_or_else(|_| Err(TableError::Unavailable("the reading threads have ended".to_owned())))
    }
}

#[async_trait]
impl Table for SqliteTable {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        check_key(key)?;
        let (answer, answered) = oneshot::channel();
        self.read(Read::Get { key: key.clone(), answer }, answered).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        check_query(query)?;
        let (answer, answered) = oneshot::channel();
        self.read(Read::Query { query: query.clone(), answer }, answered).await
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        check_ops(&ops)?;
        if ops.is_empty() {
            return Ok(());
        }
        let bytes = ops.iter().map(op_bytes).sum();
        self.write(Work::Transact(ops), bytes).await.map(drop)
    }
}

impl Drop for SqliteTable {
    fn drop(&mut self) {
        // Readers end first: only a connection that writes puts the log into the file when it is the last to close.
        // A thread that panicked has already made its callers fail.
        self.reads.close();
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
        self.writes.close();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Starts a thread that works for a mailbox until that is closed.
fn start<T: Send + 'static>(
    path: &Path,
    name: &str,
    mailbox: Arc<Mailbox<T>>,
    work: impl FnOnce(&Mailbox<T>) + Send + 'static,
) -> Result<JoinHandle<()>, OpenError> {
    let body = move || {
        let guard = AbandonAtEnd(mailbox);
        work(&guard.0);
    };
    let thread = thread::Builder::new().name(name.to_owned()).spawn(body);
    thread.map_err(|error| OpenError::unusable(path, error))
}

/// Makes callers fail at once, not hang, when a thread ends by a panic.
struct AbandonAtEnd<T>(Arc<Mailbox<T>>);

impl<T> Drop for AbandonAtEnd<T> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

fn op_bytes(op: &Op) -> usize {
    let body = match op {
        Op::Put { body, .. } => body.len(),
        Op::Delete { .. } | Op::Check { .. } => 0,
    };
    body + op.key().pk.len() + op.key().sk.len()
}

fn refused(refused: Refused) -> TableError {
    match refused {
        Refused::Full => TableError::Throttled,
        Refused::Closed => TableError::Unavailable("the store is closed".to_owned()),
    }
}
