//! Writes inside the batch's transaction: conditions first, then the operations.
//!
//! One thread writes and holds SQLite's write lock, and no row stands twice in one request: nothing can change
//! between the test of the conditions and the writes, so a request that fails them has touched nothing.

use app::ports::{Expect, Key, Op, TableError};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{expiry_seconds, table_number};

/// Does all operations of a request or none. The outer error means that the whole batch has to be rolled back.
pub(super) fn transact(connection: &Connection, ops: &[Op]) -> rusqlite::Result<Result<(), TableError>> {
    let mut found = Vec::with_capacity(ops.len());
    let mut unmet = Vec::new();
    for (position, op) in ops.iter().enumerate() {
        let version = version_of(connection, op.key())?;
        if !is_met(expectation(op), version) {
            unmet.push(position);
        }
        found.push(version);
    }
    if !unmet.is_empty() {
        return Ok(Err(TableError::Conflict { ops: unmet }));
    }
    for (op, version) in ops.iter().zip(found) {
        write(connection, op, version)?;
    }
    Ok(Ok(()))
}

/// Deletes at most `limit` rows whose time was up at `now_s`, longest expired first, and gives their number.
pub(super) fn delete_expired(connection: &Connection, now_s: i64, limit: usize) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "DELETE FROM rows WHERE (tbl, pk, sk) IN
               (SELECT tbl, pk, sk FROM rows WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)",
        )?
        .execute((now_s, i64::try_from(limit).unwrap_or(i64::MAX)))
}

const fn expectation(op: &Op) -> Expect {
    match op {
        Op::Put { expect, .. } | Op::Delete { expect, .. } | Op::Check { expect, .. } => *expect,
    }
}

fn is_met(expect: Expect, version: Option<i64>) -> bool {
    match expect {
        Expect::Any => true,
        Expect::Absent => version.is_none(),
        Expect::Version(wanted) => version.is_some_and(|version| u64::try_from(version) == Ok(wanted)),
    }
}

fn version_of(connection: &Connection, key: &Key) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT version FROM rows WHERE tbl = ?1 AND pk = ?2 AND sk = ?3")?
        .query_row((table_number(key.table), &key.pk, &key.sk), |row| row.get(0))
        .optional()
}

fn write(connection: &Connection, op: &Op, found: Option<i64>) -> rusqlite::Result<()> {
    let key = op.key();
    let table = table_number(key.table);
    match op {
        Op::Put { body, expires_at, .. } => {
            let expires_at = expires_at.map(expiry_seconds);
            let sql = match found {
                None => {
                    "INSERT INTO rows (tbl, pk, sk, version, expires_at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                }
                Some(_) => {
                    "UPDATE rows SET version = ?4, expires_at = ?5, body = ?6
                     WHERE tbl = ?1 AND pk = ?2 AND sk = ?3"
                }
            };
            let version = found.unwrap_or(0) + 1;
            connection
                .prepare_cached(sql)?
                .execute(params![table, key.pk, key.sk, version, expires_at, body])?;
        }
        Op::Delete { .. } if found.is_some() => {
            connection
                .prepare_cached("DELETE FROM rows WHERE tbl = ?1 AND pk = ?2 AND sk = ?3")?
                .execute((table, &key.pk, &key.sk))?;
        }
        Op::Delete { .. } | Op::Check { .. } => {}
    }
    Ok(())
}
