//! The threads that read. Each has its own connection; the write-ahead log gives it the newest committed state and
//! keeps it out of the writer's way.

use app::ports::{Item, Key, Page, Query, TableError};
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{mailbox::Mailbox, select};

/// Most reads that one thread takes at a time, so that the other threads find some too.
const MAX_TAKEN: usize = 4;

/// A request and the place for its answer.
pub(super) enum Read {
    Get { key: Key, answer: oneshot::Sender<Result<Option<Item>, TableError>> },
    Query { query: Query, answer: oneshot::Sender<Result<Page, TableError>> },
}

/// Reads until the mailbox is closed and empty.
pub(super) fn run(connection: &Connection, mailbox: &Mailbox<Read>) {
    while let Some(taken) = mailbox.take(MAX_TAKEN, usize::MAX) {
        for read in taken {
            // A send fails when nobody waits any more.
            match read {
                Read::Get { key, answer } => drop(answer.send(select::get(connection, &key))),
                Read::Query { query, answer } => drop(answer.send(select::query(connection, &query))),
            }
        }
    }
}
