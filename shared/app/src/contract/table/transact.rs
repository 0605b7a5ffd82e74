//! Several operations at once: all or nothing, checks, positions of conflicts.

use std::sync::Arc;

use super::{check, conflict, delete, done, key, put, read, there};
use crate::ports::{Expect, Key, MAX_OPS, Table, TableName};

/// Nothing to do is done.
pub async fn an_empty_transact_succeeds(table: Arc<dyn Table>) {
    table.transact(Vec::new()).await.unwrap();
}

/// One transact spans the four tables.
pub async fn four_tables_are_written_at_once(table: Arc<dyn Table>) {
    let keys = TableName::ALL.map(|name| Key::new(name, "tx-four", "S"));
    table.transact(keys.iter().map(|key| put(key, "1", Expect::Absent)).collect()).await.unwrap();
    for key in &keys {
        assert_eq!(there(&*table, key).await, (1, "1".to_owned()));
    }
}

/// Wherever the one stands that fails, no other leaves a trace: no put, no delete, in no table.
pub async fn one_unmet_expectation_undoes_all(table: Arc<dyn Table>) {
    let keys = TableName::ALL.map(|name| Key::new(name, "tx-undo", "S"));
    let new = TableName::ALL.map(|name| Key::new(name, "tx-undo", "NEW"));
    table.transact(keys.iter().map(|key| put(key, "1", Expect::Absent)).collect()).await.unwrap();
    for position in 0..keys.len() {
        let mut ops = vec![
            put(&keys[0], "2", Expect::Version(1)),
            delete(&keys[1], Expect::Version(1)),
            put(&keys[2], "2", Expect::Any),
            delete(&keys[3], Expect::Any),
        ];
        ops[position] = put(&keys[position], "2", Expect::Version(7));
        ops.extend(new.iter().map(|key| put(key, "2", Expect::Absent)));
        assert_eq!(conflict(&*table, ops).await, [position]);
        for (old, new) in keys.iter().zip(&new) {
            assert_eq!(there(&*table, old).await, (1, "1".to_owned()));
            assert_eq!(read(&*table, new).await, None);
        }
    }
}

/// Positions count from 0 in the list given, ascend, and name none that was as expected.
pub async fn a_conflict_names_operations_that_failed(table: Arc<dyn Table>) {
    let keys = ["A", "B", "C", "D", "E"].map(|sk| key("tx-names", sk));
    done(&*table, put(&keys[1], "1", Expect::Any)).await;
    done(&*table, put(&keys[4], "1", Expect::Any)).await;
    let ops = vec![
        put(&keys[0], "2", Expect::Absent),
        put(&keys[1], "2", Expect::Absent),
        delete(&keys[2], Expect::Any),
        check(&keys[3], Expect::Version(1)),
        delete(&keys[4], Expect::Version(2)),
    ];
    let named = conflict(&*table, ops).await;
    assert!(!named.is_empty() && named.is_sorted(), "{named:?}");
    assert!(named.iter().all(|position| [1, 3, 4].contains(position)), "{named:?}");
}

/// A check that fails stops the rest; one that holds lets it pass.
pub async fn a_check_guards_the_other_operations(table: Arc<dyn Table>) {
    let (guard, other) = (key("tx-guard", "G"), key("tx-guard", "O"));
    let write = || put(&other, "1", Expect::Any);
    assert_eq!(conflict(&*table, vec![check(&guard, Expect::Version(1)), write()]).await, [0]);
    table.transact(vec![check(&guard, Expect::Absent), write()]).await.unwrap();
    done(&*table, put(&guard, "1", Expect::Absent)).await;
    assert_eq!(conflict(&*table, vec![write(), check(&guard, Expect::Absent)]).await, [1]);
    assert_eq!(conflict(&*table, vec![write(), check(&guard, Expect::Version(2))]).await, [1]);
    table.transact(vec![write(), check(&guard, Expect::Version(1))]).await.unwrap();
    assert_eq!(there(&*table, &other).await.0, 2);
}

/// A check is no write: the version stays.
pub async fn a_check_changes_nothing(table: Arc<dyn Table>) {
    let (there_key, absent) = (key("tx-check", "A"), key("tx-check", "B"));
    done(&*table, put(&there_key, "1", Expect::Any)).await;
    for _ in 0..3 {
        let ops = vec![check(&there_key, Expect::Version(1)), check(&absent, Expect::Absent)];
        table.transact(ops).await.unwrap();
    }
    assert_eq!(there(&*table, &there_key).await, (1, "1".to_owned()));
    assert_eq!(read(&*table, &absent).await, None);
}

/// A transact may consist of a check alone.
pub async fn a_check_can_stand_alone(table: Arc<dyn Table>) {
    let key = key("tx-check-alone", "S");
    table.transact(vec![check(&key, Expect::Absent)]).await.unwrap();
    assert_eq!(conflict(&*table, vec![check(&key, Expect::Version(1))]).await, [0]);
    done(&*table, put(&key, "1", Expect::Any)).await;
    table.transact(vec![check(&key, Expect::Version(1))]).await.unwrap();
    assert_eq!(conflict(&*table, vec![check(&key, Expect::Absent)]).await, [0]);
}

/// An index line leaves one partition and comes to another at once; the second of two movers fails.
pub async fn a_line_moves_in_one_transact(table: Arc<dyn Table>) {
    let (from, to) = (key("tx-move-waiting", "1#Q"), key("tx-move-taken", "1#Q"));
    done(&*table, put(&from, "1", Expect::Absent)).await;
    let line = || vec![delete(&from, Expect::Version(1)), put(&to, "1", Expect::Absent)];
    table.transact(line()).await.unwrap();
    assert_eq!(read(&*table, &from).await, None);
    assert_eq!(there(&*table, &to).await, (1, "1".to_owned()));
    let named = conflict(&*table, line()).await;
    assert!(named.iter().all(|position| *position < 2), "{named:?}");
    assert_eq!(there(&*table, &to).await, (1, "1".to_owned()));
}

/// The most operations that are allowed, of every kind.
pub async fn a_hundred_operations_pass(table: Arc<dyn Table>) {
    let keys: Vec<Key> = (0..MAX_OPS).map(|n| key("tx-hundred", &format!("{n:03}"))).collect();
    table.transact(keys.iter().map(|key| put(key, "1", Expect::Absent)).collect()).await.unwrap();
    let mixed = keys.iter().enumerate().map(|(n, key)| match n % 3 {
        0 => put(key, "2", Expect::Version(1)),
        1 => delete(key, Expect::Version(1)),
        _ => check(key, Expect::Version(1)),
    });
    table.transact(mixed.collect()).await.unwrap();
    for (n, key) in keys.iter().enumerate() {
        let version = read(&*table, key).await.map(|item| item.version);
        assert_eq!(version, [Some(2), None, Some(1)][n % 3], "{n}");
    }
}
