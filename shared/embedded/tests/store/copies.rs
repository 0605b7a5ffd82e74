//! Backup and restore.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use app::ports::{Query, Table, TableName};
use embedded::{BackupError, DataDirectory, OpenError, SCHEMA_VERSION, SqliteTable, backup, restore};
use rusqlite::Connection;

use crate::{body, put};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_while_rows_are_written_is_one_state() {
    let parent = tempfile::tempdir().unwrap();
    let (database, copy) = (parent.path().join("wenqu.db"), parent.path().join("copy.db"));
    let table = Arc::new(SqliteTable::open(&database).unwrap());
    table.transact(vec![put("seed", &"x".repeat(300_000))]).await.unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let writer = {
        let (table, over) = (table.clone(), over.clone());
        tokio::spawn(async move {
            let mut number = 0_u64;
            while !over.load(Ordering::Relaxed) {
                // Always a pair: a copy with half of one would be no state of the store.
                let ops = vec![put(&format!("a{number:06}"), "1"), put(&format!("b{number:06}"), "1")];
                table.transact(ops).await.unwrap();
                number += 1;
            }
            number
        })
    };
    for _ in 0..5 {
        let (database, copy) = (database.clone(), copy.clone());
        tokio::task::spawn_blocking(move || backup(&database, &copy)).await.unwrap().unwrap();
    }
    over.store(true, Ordering::Relaxed);
    assert!(writer.await.unwrap() > 0);
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 4, "database, log, its index and the copy");
    let copied = SqliteTable::open(&copy).unwrap();
    let count = async |prefix| {
        let query = Query::partition(TableName::Main, "F#1", 1_000_000).prefix(prefix);
        copied.query(&query).await.unwrap().items.len()
    };
    assert_eq!(count("a").await, count("b").await);
    assert_eq!(count("seed").await, 1);
}

#[tokio::test]
async fn a_restore_replaces_everything() {
    let parent = tempfile::tempdir().unwrap();
    let copy = parent.path().join("copy.db");
    let directory = DataDirectory::open(&parent.path().join("wenqu")).unwrap();
    let table = SqliteTable::open(&directory.database()).unwrap();
    table.transact(vec![put("kept", "1")]).await.unwrap();
    backup(&directory.database(), &copy).unwrap();
    table.transact(vec![put("kept", "2"), put("later", &"x".repeat(300_000))]).await.unwrap();
    drop(table);
    restore(&directory, &copy).unwrap();
    let table = SqliteTable::open(&directory.database()).unwrap();
    assert_eq!(body(&table, "kept").await.as_deref(), Some("1"));
    assert_eq!(body(&table, "later").await, None);
    table.transact(vec![put("after", "1")]).await.unwrap();
    assert_eq!(body(&table, "after").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_restore_fills_a_new_directory() {
    let parent = tempfile::tempdir().unwrap();
    let (database, copy) = (parent.path().join("old.db"), parent.path().join("copy.db"));
    let table = SqliteTable::open(&database).unwrap();
    table.transact(vec![put("kept", "1")]).await.unwrap();
    backup(&database, &copy).unwrap();
    let directory = DataDirectory::open(&parent.path().join("new")).unwrap();
    restore(&directory, &copy).unwrap();
    let restored = SqliteTable::open(&directory.database()).unwrap();
    assert_eq!(body(&restored, "kept").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_copy_that_is_damaged_newer_or_not_ours_replaces_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let path = |name: &str| parent.path().join(name);
    let directory = DataDirectory::open(&path("wenqu")).unwrap();
    let table = SqliteTable::open(&directory.database()).unwrap();
    for number in 0..200 {
        table.transact(vec![put(&number.to_string(), &"y".repeat(2_000))]).await.unwrap();
    }
    backup(&directory.database(), &path("good.db")).unwrap();
    drop(table);

    let mut damaged = fs::read(path("good.db")).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 4_096].fill(0xa5);
    fs::write(path("damaged.db"), damaged).unwrap();
    fs::copy(path("good.db"), path("newer.db")).unwrap();
    set_version(&path("newer.db"), SCHEMA_VERSION + 1);
    Connection::open(path("other.db")).unwrap().execute_batch("CREATE TABLE contacts (name)").unwrap();
    fs::write(path("empty.db"), "").unwrap();
    fs::write(path("text.db"), "no database".repeat(1_000)).unwrap();

    let refused = |name: &str| restore(&directory, &path(name)).unwrap_err();
    assert!(matches!(refused("damaged.db"), BackupError::Damaged { .. } | BackupError::Open(_)));
    assert!(matches!(refused("newer.db"), BackupError::Open(OpenError::NewerSchema { .. })));
    assert!(matches!(refused("other.db"), BackupError::Open(OpenError::NotOurs(_))));
    assert!(matches!(refused("empty.db"), BackupError::Empty(_)));
    assert!(matches!(refused("missing.db"), BackupError::Empty(_)));
    assert!(matches!(refused("text.db"), BackupError::Open(OpenError::Unusable { .. })));

    let table = SqliteTable::open(&directory.database()).unwrap();
    assert_eq!(body(&table, "199").await.map(|body| body.len()), Some(2_000));
}

#[tokio::test]
async fn a_backup_never_goes_over_the_database_or_leaves_half_a_file() {
    let parent = tempfile::tempdir().unwrap();
    let database = parent.path().join("wenqu.db");
    let table = SqliteTable::open(&database).unwrap();
    table.transact(vec![put("kept", "1")]).await.unwrap();
    assert!(matches!(backup(&database, &database), Err(BackupError::Copy { .. })));
    assert!(matches!(
        backup(&database, &parent.path().join("no/such/copy.db")),
        Err(BackupError::Copy { .. })
    ));
    assert!(matches!(
        backup(&parent.path().join("none.db"), &parent.path().join("c.db")),
        Err(BackupError::Empty(_))
    ));
    assert!(!parent.path().join("c.db").exists() && !parent.path().join("none.db").exists());
    assert_eq!(body(&table, "kept").await.as_deref(), Some("1"));
}

fn set_version(path: &Path, version: i64) {
    Connection::open(path).unwrap().pragma_update(None, "user_version", version).unwrap();
}
