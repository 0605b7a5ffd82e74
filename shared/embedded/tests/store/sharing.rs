//! Requests that wait, a second process at the same file, rows whose time is up.

use std::{path::Path, time::Duration};

use app::ports::{Expect, Op, Table, TableError};
use embedded::{SqliteOptions, SqliteTable};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::time::sleep;

use crate::{body, key, put};

/// What another process does that writes for long.
fn lock(connection: &mut Connection) -> Transaction<'_> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap()
}

fn small(path: &Path) -> SqliteTable {
    SqliteTable::open_with(path, SqliteOptions { readers: 1, max_waiting: 2, ..SqliteOptions::default() })
        .unwrap()
}

#[tokio::test]
async fn a_full_queue_throttles_while_reads_go_on_and_what_it_took_is_done() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    let table = std::sync::Arc::new(small(&path));
    table.transact(vec![put("before", "1")]).await.unwrap();
    let mut other = Connection::open(&path).unwrap();
    let locked = lock(&mut other);
    let mut taken = Vec::new();
    for sk in ["a", "b", "c"] {
        let table = table.clone();
        taken.push(tokio::spawn(async move { table.transact(vec![put(sk, "1")]).await }));
        // The first is with the writer, which waits for the lock, before the queue fills.
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(table.transact(vec![put("d", "1")]).await, Err(TableError::Throttled));
    assert_eq!(body(&table, "before").await.as_deref(), Some("1"));
    drop(locked);
    for task in taken {
        task.await.unwrap().unwrap();
    }
    for (sk, there) in [("a", true), ("b", true), ("c", true), ("d", false)] {
        assert_eq!(body(&table, sk).await.is_some(), there, "{sk}");
    }
}

#[tokio::test]
async fn a_lock_held_too_long_makes_a_transact_fail_with_nothing_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    let table = SqliteTable::open(&path).unwrap();
    let mut other = Connection::open(&path).unwrap();
    let locked = lock(&mut other);
    let answer = table.transact(vec![put("a", "1")]).await;
    assert!(matches!(answer, Err(TableError::Unavailable(_))), "{answer:?}");
    drop(locked);
    assert_eq!(body(&table, "a").await, None);
    table.transact(vec![put("a", "1")]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_stores_on_one_file_write_and_see_each_other() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    let (server, command) = (SqliteTable::open(&path).unwrap(), SqliteTable::open(&path).unwrap());
    let write = async |table: &SqliteTable, name: &str| {
        for number in 0..100 {
            table.transact(vec![put(&format!("{name}-{number}"), "1")]).await.unwrap();
        }
    };
    tokio::join!(write(&server, "server"), write(&command, "command"));
    for number in 0..100 {
        assert!(body(&server, &format!("command-{number}")).await.is_some());
        assert!(body(&command, &format!("server-{number}")).await.is_some());
    }
}

#[tokio::test]
async fn a_dropped_store_has_done_what_it_took() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    let table = SqliteTable::open(&path).unwrap();
    let mut asked: Vec<_> = (0..20).map(|n| table.transact(vec![put(&n.to_string(), "1")])).collect();
    for transact in &mut asked {
        // Asked once, so that it is posted; the answer is never read.
        assert!(futures_poll(transact).is_pending());
    }
    drop(asked);
    drop(table);
    let table = SqliteTable::open(&path).unwrap();
    for number in 0..20 {
        assert!(body(&table, &number.to_string()).await.is_some(), "{number}");
    }
}

fn futures_poll<F: Future + Unpin>(future: &mut F) -> std::task::Poll<F::Output> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    std::pin::Pin::new(future).poll(&mut context)
}

#[tokio::test]
async fn all_conflicts_of_a_transact_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
    let op = |sk: &str, expect| Op::Put { key: key(sk), body: "1".to_owned(), expires_at: None, expect };
    table.transact(vec![put("b", "1")]).await.unwrap();
    let ops = vec![op("a", Expect::Version(1)), op("b", Expect::Version(1)), op("c", Expect::Version(2))];
    assert_eq!(table.transact(ops).await, Err(TableError::Conflict { ops: vec![0, 2] }));
}

#[tokio::test]
async fn a_sweep_deletes_what_has_expired_oldest_first_and_no_more_than_asked() {
    let directory = tempfile::tempdir().unwrap();
    let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
    let at = |second: i64| Timestamp::from_second(1_793_000_000 + second).unwrap();
    for (sk, expires_at) in [("a", Some(3)), ("b", Some(1)), ("c", None), ("d", Some(2)), ("e", Some(4))] {
        let expires_at = expires_at.map(at);
        let op = Op::Put { key: key(sk), body: "1".to_owned(), expires_at, expect: Expect::Absent };
        table.transact(vec![op]).await.unwrap();
    }
    let left = async || {
        let query = app::ports::Query::partition(app::ports::TableName::Main, "F#1", 10);
        let page = table.query(&query).await.unwrap();
        page.items.into_iter().map(|item| item.key.sk).collect::<Vec<_>>()
    };
    assert_eq!(table.delete_expired(at(0), 10).await, Ok(0));
    assert_eq!(table.delete_expired(at(3), 2).await, Ok(2));
    assert_eq!(left().await, ["a", "c", "e"]);
    assert_eq!(table.delete_expired(at(3), 2).await, Ok(1));
    assert_eq!(table.delete_expired(at(1_000), 2).await, Ok(1));
    assert_eq!(left().await, ["c"]);
}
