//! The one thread that writes, and its group commit.
//!
//! Whatever waits is done in one SQLite transaction with one sync to the disk, and only then is anybody answered:
//! the price of durability is shared. An answer that depends on an earlier request of the same batch (a conflict) waits
//! for the commit like the others.

use app::ports::{Op, TableError};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::{apply, mailbox::Mailbox};

/// Most requests in one commit: bounds how long the first one waits for the last.
const MAX_BATCH: usize = 512;
/// A batch takes no more requests once it has this many bytes.
const MAX_BATCH_BYTES: usize = 8 * 1024 * 1024;

/// What to write.
pub(super) enum Work {
    /// All operations or none.
    Transact(Vec<Op>),
    /// Delete at most `limit` rows whose time was up at `now_s`.
    DeleteExpired { now_s: i64, limit: usize },
}

/// The number of rows deleted by a sweep, 0 for a transact.
pub(super) type Written = Result<usize, TableError>;

/// A request and the place for its answer.
pub(super) struct Write {
    pub(super) work: Work,
    pub(super) answer: oneshot::Sender<Written>,
}

/// Writes until the mailbox is closed and empty.
pub(super) fn run(mut connection: Connection, mailbox: &Mailbox<Write>) {
    while let Some(batch) = mailbox.take(MAX_BATCH, MAX_BATCH_BYTES) {
        let written = commit(&mut connection, &batch);
        for (index, write) in batch.into_iter().enumerate() {
            let answer = match &written {
                Ok(answers) => answers[index].clone(),
                Err(error) => Err(error.clone()),
            };
            // Nobody waits any more when the caller gave up; the write stands all the same.
            let _ = write.answer.send(answer);
        }
    }
}

/// Does a batch in one transaction. An error is the answer to every request of the batch.
fn commit(connection: &mut Connection, batch: &[Write]) -> Result<Vec<Written>, TableError> {
    let unavailable = |error: rusqlite::Error| TableError::Unavailable(error.to_string());
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(unavailable)?;
    let mut answers = Vec::with_capacity(batch.len());
    for write in batch {
        let answer = match &write.work {
            Work::Transact(ops) => apply::transact(&transaction, ops).map(|done| done.map(|()| 0)),
            Work::DeleteExpired { now_s, limit } => {
                apply::delete_expired(&transaction, *now_s, *limit).map(Ok)
            }
        };
        // Dropping the transaction rolls it back: nothing of the batch was written.
        answers.push(answer.map_err(unavailable)?);
    }
    // A commit that fails may have reached the log and be found there after a crash.
    transaction.commit().map_err(|error| TableError::OutcomeUnknown(error.to_string()))?;
    Ok(answers)
}
