//! What is refused as `Invalid` before anything is written, and what just passes.

use std::sync::Arc;

use super::{check, delete, done, key, put, query::partition, read, there};
use crate::ports::{
    Expect, Key, MAX_BODY_BYTES, MAX_OPS, MAX_PK_BYTES, MAX_SK_BYTES, MAX_TRANSACT_BYTES, Op, Table,
    TableError,
};

/// The operations are refused, and a good one that goes with them is not done.
async fn refused(table: &dyn Table, pk: &str, ops: Vec<Op>) {
    let witness = key(pk, "WITNESS");
    let mut ops = ops;
    ops.insert(0, put(&witness, "1", Expect::Any));
    let answer = table.transact(ops).await;
    assert!(matches!(answer, Err(TableError::Invalid(_))), "{answer:?}");
    assert_eq!(read(table, &witness).await, None);
}

/// One more than the most.
pub async fn a_hundred_and_one_operations_are_refused(table: Arc<dyn Table>) {
    let ops = (0..MAX_OPS).map(|n| put(&key("limit-ops", &n.to_string()), "1", Expect::Any));
    refused(&*table, "limit-ops", ops.collect()).await;
}

/// Of whatever kind the two are.
pub async fn two_operations_on_one_row_are_refused(table: Arc<dyn Table>) {
    let key = key("limit-twice", "S");
    let kinds = || [put(&key, "1", Expect::Any), delete(&key, Expect::Any), check(&key, Expect::Absent)];
    for first in kinds() {
        for second in kinds() {
            refused(&*table, "limit-twice", vec![first.clone(), second]).await;
        }
    }
    assert_eq!(read(&*table, &key).await, None);
}

/// A key has two non-empty parts, in writes and in reads.
pub async fn empty_keys_are_refused(table: Arc<dyn Table>) {
    for wrong in [key("", "S"), key("limit-empty", ""), key("", "")] {
        refuse_key(&*table, "limit-empty", &wrong).await;
    }
}

/// One byte more than the most, in writes and in reads.
pub async fn too_long_keys_are_refused(table: Arc<dyn Table>) {
    let (pk, sk) = ("p".repeat(MAX_PK_BYTES + 1), "s".repeat(MAX_SK_BYTES + 1));
    refuse_key(&*table, "limit-long", &key(&pk, "S")).await;
    refuse_key(&*table, "limit-long", &key("limit-long", &sk)).await;
    // The limit is for bytes: 342 characters of 3 bytes are 1,026.
    refuse_key(&*table, "limit-long", &key("limit-long", &"水".repeat(342))).await;
}

async fn refuse_key(table: &dyn Table, pk: &str, wrong: &Key) {
    refused(table, pk, vec![put(wrong, "1", Expect::Any)]).await;
    refused(table, pk, vec![delete(wrong, Expect::Any)]).await;
    refused(table, pk, vec![check(wrong, Expect::Absent)]).await;
    let answer = table.get(wrong).await;
    assert!(matches!(answer, Err(TableError::Invalid(_))), "{answer:?}");
}

/// The longest parts are written, read and queried.
pub async fn the_longest_keys_pass(table: Arc<dyn Table>) {
    let (pk, sk) = ("p".repeat(MAX_PK_BYTES), "s".repeat(MAX_SK_BYTES));
    let key = key(&pk, &sk);
    done(&*table, put(&key, "1", Expect::Absent)).await;
    assert_eq!(there(&*table, &key).await, (1, "1".to_owned()));
    let page = table.query(&partition(&pk, 1).prefix(sk.clone())).await.unwrap();
    assert_eq!(page.items[0].key, key);
    let behind = table.query(&partition(&pk, 1).after(Some(sk))).await.unwrap();
    assert!(behind.items.is_empty());
}

/// One byte more than the most.
pub async fn a_too_long_body_is_refused(table: Arc<dyn Table>) {
    let body = format!("\"{}\"", "x".repeat(MAX_BODY_BYTES - 1));
    refused(&*table, "limit-body", vec![put(&key("limit-body", "S"), &body, Expect::Any)]).await;
}

/// Each body is short enough, all together are not.
pub async fn too_many_bytes_in_all_are_refused(table: Arc<dyn Table>) {
    let body = format!("\"{}\"", "x".repeat(MAX_BODY_BYTES - 2));
    let many = MAX_TRANSACT_BYTES / MAX_BODY_BYTES + 1;
    let ops = (0..many).map(|n| put(&key("limit-all", &n.to_string()), &body, Expect::Any));
    refused(&*table, "limit-all", ops.collect()).await;
}

/// `Absent` makes no sense for a delete.
pub async fn a_delete_that_expects_nothing_there_is_refused(table: Arc<dyn Table>) {
    refused(&*table, "limit-delete", vec![delete(&key("limit-delete", "S"), Expect::Absent)]).await;
}

/// `Any` makes no sense for a check.
pub async fn a_check_of_anything_is_refused(table: Arc<dyn Table>) {
    refused(&*table, "limit-check", vec![check(&key("limit-check", "S"), Expect::Any)]).await;
}

/// No rows asked for, empty or reversed bounds, a cursor outside of them, keys that can't be.
pub async fn wrong_queries_are_refused(table: Arc<dyn Table>) {
    let query = || partition("limit-query", 10);
    let after = |cursor: &str| Some(cursor.to_owned());
    let wrong = [
        partition("limit-query", 0),
        partition("", 10),
        partition(&"p".repeat(MAX_PK_BYTES + 1), 10),
        query().prefix(""),
        query().prefix("s".repeat(MAX_SK_BYTES + 1)),
        query().between("", "B"),
        query().between("A", ""),
        query().between("B", "A"),
        query().after(after("")),
        query().prefix("M#").after(after("N#1")),
        query().between("B", "D").after(after("A")),
        query().between("B", "D").after(after("E")),
    ];
    for query in wrong {
        let answer = table.query(&query).await;
        assert!(matches!(answer, Err(TableError::Invalid(_))), "{query:?}: {answer:?}");
    }
}
