//! A power cut may lose the end of the log or leave rubbish there: what is before it stands, transact by transact.

use std::{fs, path::Path};

use app::ports::{Expect, Key, Op, Query, Table, TableName};
use embedded::SqliteTable;

use crate::random::Random;

const TRANSACTS: u64 = 60;
const CUTS: u64 = 80;

#[tokio::test]
async fn a_log_cut_anywhere_gives_the_first_transacts_whole_and_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let (database, log) = (directory.path().join("wenqu.db"), directory.path().join("wenqu.db-wal"));
    let table = SqliteTable::open(&database).unwrap();
    for number in 0..TRANSACTS {
        table.transact(transact(number)).await.unwrap();
    }
    let (main, log) = (fs::read(&database).unwrap(), fs::read(&log).unwrap());
    let mut random = Random::new();
    let mut counts = Vec::new();
    for cut in 0..CUTS {
        let at = usize::try_from(random.below(log.len() as u64 + 1)).unwrap();
        let mut damaged = log[..at].to_vec();
        if cut % 2 == 0 {
            // The file was as long already, but its end did not reach the disk.
            damaged.resize(log.len(), u8::try_from(random.below(256)).unwrap());
        }
        counts.push(whole_transacts(&main, &damaged).await);
    }
    assert_eq!(whole_transacts(&main, &log).await, TRANSACTS);
    let (fewest, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    eprintln!("{CUTS} cuts left {fewest} to {most} of {TRANSACTS} transacts");
    assert!(fewest < most, "the cuts made no difference");
}

/// A put in each table, and the row of the transact before goes.
fn transact(number: u64) -> Vec<Op> {
    let key = |table| Key::new(table, "CUT", format!("{number:05}"));
    let body = format!("\"{}\"", "x".repeat(usize::try_from(number * 997 % 5_000).unwrap()));
    let put =
        |table| Op::Put { key: key(table), body: body.clone(), expires_at: None, expect: Expect::Absent };
    let mut ops: Vec<Op> = TableName::ALL.map(put).into();
    if let Some(before) = number.checked_sub(1) {
        let key = Key::new(TableName::Main, "CUT", format!("{before:05}"));
        ops.push(Op::Delete { key, expect: Expect::Version(1) });
    }
    ops
}

/// Opens a copy with this log, sees that it holds the first so many transacts and nothing else, and gives the number.
async fn whole_transacts(main: &[u8], log: &[u8]) -> u64 {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("wenqu.db");
    fs::write(&database, main).unwrap();
    fs::write(directory.path().join("wenqu.db-wal"), log).unwrap();
    let (kept, left, published, audit) = sort_keys(&database).await;
    let count = kept.len() as u64;
    let all: Vec<String> = (0..count).map(|number| format!("{number:05}")).collect();
    assert_eq!(kept, all);
    assert_eq!((published, audit), (all.clone(), all.clone()));
    // In `main` only the newest is left.
    assert_eq!(left, all.last().cloned().into_iter().collect::<Vec<_>>());
    count
}

async fn sort_keys(database: &Path) -> (Vec<String>, Vec<String>, Vec<String>, Vec<String>) {
    let table = SqliteTable::open(database).unwrap();
    let read = async |name| {
        let page = table.query(&Query::partition(name, "CUT", 1_000)).await.unwrap();
        page.items.into_iter().map(|item| item.key.sk).collect::<Vec<_>>()
    };
    (
        read(TableName::Delivery).await,
        read(TableName::Main).await,
        read(TableName::Published).await,
        read(TableName::Audit).await,
    )
}
