//! What is opened, and what is left alone.

use std::{fs, path::Path};

use app::ports::Table;
use embedded::{OpenError, SCHEMA_VERSION, SqliteTable};
use rusqlite::Connection;

use crate::{body, put};

#[tokio::test]
async fn a_closed_store_opens_again_with_its_rows() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    for number in 0..3_u64 {
        let table = SqliteTable::open(&path).unwrap();
        table.transact(vec![put(&number.to_string(), "1")]).await.unwrap();
        for before in 0..=number {
            assert_eq!(body(&table, &before.to_string()).await.as_deref(), Some("1"));
        }
    }
    // The log went into the file at the last close.
    assert!(!directory.path().join("wenqu.db-wal").exists());
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    drop(SqliteTable::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    let before = fs::read(&path).unwrap();
    let Err(refused) = SqliteTable::open(&path) else { panic!("opened") };
    assert!(matches!(refused, OpenError::NewerSchema { found, .. } if found == SCHEMA_VERSION + 1));
    assert!(refused.to_string().contains("use the newer wenqu"), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn another_programs_database_is_refused_and_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE contacts (name)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(SqliteTable::open(&path), Err(OpenError::NotOurs(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_database_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    fs::write(&path, "not a database, but long enough to look at".repeat(100)).unwrap();
    assert!(matches!(SqliteTable::open(&path), Err(OpenError::Unusable { .. })));
    let nowhere = Path::new("/nonexistent/wenqu.db");
    assert!(matches!(SqliteTable::open(nowhere), Err(OpenError::Unusable { .. })));
}

#[cfg(unix)]
#[test]
fn the_file_is_closed_to_other_users() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("wenqu.db");
    let _table = SqliteTable::open(&path).unwrap();
    for file in [&path, &directory.path().join("wenqu.db-wal")] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o077, 0, "{file:?}");
    }
}
