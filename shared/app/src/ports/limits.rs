//! What every store refuses, judged before a request is sent: one place for all adapters, so that what passes on one
//! computer passes in the cloud. The limits are DynamoDB's (`TransactWriteItems`, `Query`, "Service, account, and
//! table quotas in Amazon DynamoDB").

use std::collections::HashSet;

use super::{Expect, Key, Op, Query, SortKeys, TableError};

/// Most operations in one [`transact`](super::Table::transact) (DynamoDB: `TransactWriteItems`).
pub const MAX_OPS: usize = 100;
/// Longest body in bytes of UTF-8. DynamoDB allows an item 400 KB in all; the rest is for keys and attributes.
pub const MAX_BODY_BYTES: usize = 380_000;
/// Most bytes of keys and bodies in one [`transact`](super::Table::transact). DynamoDB allows 4 MB in all; the rest
/// is for names and attributes.
pub const MAX_TRANSACT_BYTES: usize = 3_900_000;
/// Longest partition key in bytes of UTF-8.
pub const MAX_PK_BYTES: usize = 2_048;
/// Longest sort key in bytes of UTF-8.
pub const MAX_SK_BYTES: usize = 1_024;

/// Tests a key's parts for emptiness and length.
///
/// # Errors
/// [`TableError::Invalid`].
pub fn check_key(key: &Key) -> Result<(), TableError> {
    check_part("partition key", &key.pk, MAX_PK_BYTES)?;
    check_part("sort key", &key.sk, MAX_SK_BYTES)
}

/// Tests a list of operations: number, sizes, keys, no row twice, no `Absent` on a delete, no `Any` on a check.
///
/// # Errors
/// [`TableError::Invalid`].
pub fn check_ops(ops: &[Op]) -> Result<(), TableError> {
    if ops.len() > MAX_OPS {
        return refuse(format!("{} operations in one transact; at most {MAX_OPS}", ops.len()));
    }
    let mut seen = HashSet::with_capacity(ops.len());
    let mut total = 0;
    for op in ops {
        total += check_op(op)?;
        if !seen.insert(op.key()) {
            return refuse("two operations on one row in one transact".to_owned());
        }
    }
    if total > MAX_TRANSACT_BYTES {
        return refuse(format!("{total} bytes in one transact; at most {MAX_TRANSACT_BYTES}"));
    }
    Ok(())
}

/// Tests a query: keys, a limit of at least 1, bounds in order, and a cursor that lies within them.
///
/// # Errors
/// [`TableError::Invalid`].
pub fn check_query(query: &Query) -> Result<(), TableError> {
    check_part("partition key", &query.pk, MAX_PK_BYTES)?;
    if query.limit == 0 {
        return refuse("a query's limit is at least 1".to_owned());
    }
    match &query.sort_keys {
        SortKeys::All => {}
        SortKeys::Prefix(prefix) => check_part("prefix", prefix, MAX_SK_BYTES)?,
        SortKeys::Between(first, last) => {
            check_part("first sort key", first, MAX_SK_BYTES)?;
            check_part("last sort key", last, MAX_SK_BYTES)?;
            if first > last {
                return refuse("a query's first sort key is greater than its last".to_owned());
            }
        }
    }
    let Some(after) = &query.after else { return Ok(()) };
    check_part("cursor", after, MAX_SK_BYTES)?;
    let within = match &query.sort_keys {
        SortKeys::All => true,
        SortKeys::Prefix(prefix) => after.starts_with(prefix),
        SortKeys::Between(first, last) => first <= after && after <= last,
    };
    if within { Ok(()) } else { refuse("a query's cursor lies outside its sort keys".to_owned()) }
}

/// Tests one operation and gives its size in bytes.
fn check_op(op: &Op) -> Result<usize, TableError> {
    check_key(op.key())?;
    let keys = op.key().pk.len() + op.key().sk.len();
    match op {
        Op::Put { body, .. } if body.len() > MAX_BODY_BYTES => {
            refuse(format!("a body of {} bytes; at most {MAX_BODY_BYTES}", body.len()))
        }
        Op::Put { body, .. } => Ok(keys + body.len()),
        Op::Delete { expect: Expect::Absent, .. } => refuse("a delete can't expect an absent row".to_owned()),
        Op::Check { expect: Expect::Any, .. } => refuse("a check has to expect something".to_owned()),
        Op::Delete { .. } | Op::Check { .. } => Ok(keys),
    }
}

fn check_part(name: &str, part: &str, most: usize) -> Result<(), TableError> {
    if part.is_empty() {
        return refuse(format!("an empty {name}"));
    }
    if part.len() > most {
        return refuse(format!("a {name} of {} bytes; at most {most}", part.len()));
    }
    Ok(())
}

fn refuse<T>(reason: String) -> Result<T, TableError> {
    Err(TableError::Invalid(reason))
}
