//! The store under kill -9: each transact writes one row in each of the four tables.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use app::ports::{Expect, Key, Op, Table, TableName};
use embedded::SqliteTable;

use crate::{
    child::{Child, acknowledge, kill_at_random, role},
    random::Random,
};

const KILLS: u64 = 25;
/// Transacts in flight at a time.
const WRITERS: u64 = 16;
/// Each round's numbers begin a multiple of this.
const ROUND: u64 = 1_000_000;

#[test]
fn acknowledged_transacts_survive_kill_9_and_none_is_there_in_half() {
    if let Some((directory, first)) = role() {
        write_until_killed(&database(&directory), first);
    }
    let directory = tempfile::tempdir().unwrap();
    let mut random = Random::new();
    let (mut acknowledged, mut unanswered) = (Vec::new(), 0);
    for round in 0..KILLS {
        let child = Child::start(
            "table::acknowledged_transacts_survive_kill_9_and_none_is_there_in_half",
            directory.path(),
            round * ROUND,
        );
        let round_acknowledged = kill_at_random(child, &mut random);
        acknowledged.extend(round_acknowledged.iter().map(|number| number.parse::<u64>().unwrap()));
        unanswered += check_round(directory.path(), round, &acknowledged);
    }
    eprintln!(
        "{KILLS} kills, {} transacts acknowledged, {unanswered} more written whole but not answered",
        acknowledged.len()
    );
    assert!(acknowledged.len() as u64 > KILLS, "hardly anything was written");
}

fn database(directory: &Path) -> PathBuf {
    directory.join("wenqu.db")
}

fn keys(number: u64) -> [Key; 4] {
    TableName::ALL.map(|table| Key::new(table, format!("N#{number}"), "S"))
}

fn body(number: u64) -> String {
    let length = usize::try_from(number * 2_377 % 9_000).unwrap();
    format!("{{\"number\":{number},\"padding\":\"{}\"}}", "水".repeat(length))
}

fn write_until_killed(database: &Path, first: u64) -> ! {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let table = Arc::new(SqliteTable::open(database).unwrap());
        let numbers = Arc::new(AtomicU64::new(first));
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..WRITERS {
            let (table, numbers) = (table.clone(), numbers.clone());
            writers.spawn(async move {
                loop {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let put =
                        |key| Op::Put { key, body: body(number), expires_at: None, expect: Expect::Absent };
                    table.transact(keys(number).map(put).into()).await.unwrap();
                    acknowledge(&number.to_string());
                }
            });
        }
        writers.join_all().await;
    });
    unreachable!("the writers go on until they are killed")
}

/// Reads everything back; gives how many transacts of this round are there that nobody had an answer to.
fn check_round(directory: &Path, round: u64, acknowledged: &[u64]) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let table = SqliteTable::open(&database(directory)).unwrap();
    runtime.block_on(async {
        for number in acknowledged {
            assert_eq!(rows(&table, *number).await, 4, "transact {number} was acknowledged");
        }
        let of_round = |number: &&u64| **number / ROUND == round;
        // Numbers are given in order, so nothing lies beyond the last one plus those in flight.
        let last = acknowledged.iter().filter(of_round).max().map_or(round * ROUND, |last| last + 1);
        let mut unanswered = 0;
        for number in round * ROUND..last + 2 * WRITERS {
            match rows(&table, number).await {
                0 => {}
                4 => unanswered += usize::from(!acknowledged.contains(&number)),
                found => panic!("{found} of 4 rows of transact {number}"),
            }
        }
        check_integrity(directory);
        unanswered
    })
}

/// How many of a transact's rows are there, each as it was written.
async fn rows(table: &SqliteTable, number: u64) -> usize {
    let mut found = 0;
    for key in keys(number) {
        if let Some(item) = table.get(&key).await.unwrap() {
            assert_eq!((item.version, item.body), (1, body(number)));
            found += 1;
        }
    }
    found
}

fn check_integrity(directory: &Path) {
    let connection = rusqlite::Connection::open(database(directory)).unwrap();
    let answer: String = connection.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(answer, "ok");
}
