//! Durable transacts and reads a second of the SQLite store, on the disk that holds the given directory:
//! `cargo run --release -p embedded --example bench -- DIRECTORY [SECONDS]`.
//!
//! A transact is what the webhook writes for a number message: a message row (`Absent`, 400 bytes) and the follower's
//! profile (`Any`, 300 bytes), in one of 10,000 partitions. A read is its query: the newest rows of a partition.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use app::ports::{Expect, Key, Op, Query, Table, TableName};
use embedded::SqliteTable;

const FOLLOWERS: u64 = 10_000;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().expect("a directory"));
    let seconds = arguments.next().map_or(5, |text| text.parse().expect("whole seconds"));
    let file = directory.join(format!("bench-{}.db", std::process::id()));
    let table: Arc<dyn Table> = Arc::new(SqliteTable::open(&file).unwrap());
    let numbers = Arc::new(AtomicU64::new(0));
    for tasks in [1, 4, 16, 64, 256] {
        let rate = measure(&table, &numbers, tasks, Duration::from_secs(seconds), Kind::Transact).await;
        println!("{tasks:>4} at once: {rate}");
    }
    for tasks in [1, 4, 16, 64] {
        let rate = measure(&table, &numbers, tasks, Duration::from_secs(seconds), Kind::Query).await;
        println!("{tasks:>4} at once: {rate}");
    }
    for tasks in [16, 64] {
        let rate = measure(&table, &numbers, tasks, Duration::from_secs(seconds), Kind::Message).await;
        println!("{tasks:>4} at once: {rate}");
    }
    let size = std::fs::metadata(&file).unwrap().len();
    println!("{} steps, file of {} MB", numbers.load(Ordering::Relaxed), size / 1_000_000);
    drop(table);
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.clone().into_os_string();
        name.push(ending);
        // The log's files are gone when the last connection has closed.
        let _ = std::fs::remove_file(name);
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// One durable write of two rows.
    Transact,
    /// One read of a partition's newest rows.
    Query,
    /// Both, as the hot path does.
    Message,
}

async fn measure(
    table: &Arc<dyn Table>,
    numbers: &Arc<AtomicU64>,
    tasks: usize,
    span: Duration,
    kind: Kind,
) -> String {
    let begin = Instant::now();
    let workers: Vec<_> = (0..tasks)
        .map(|_| {
            let (table, numbers) = (table.clone(), numbers.clone());
            tokio::spawn(async move {
                let mut latencies_us = Vec::new();
                while begin.elapsed() < span {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let one = Instant::now();
                    step(&*table, number, kind).await;
                    latencies_us.push(one.elapsed().as_micros());
                }
                latencies_us
            })
        })
        .collect();
    let mut latencies_us = Vec::new();
    for worker in workers {
        latencies_us.extend(worker.await.unwrap());
    }
    let elapsed = begin.elapsed();
    latencies_us.sort_unstable();
    let at = |share: usize| latencies_us[(latencies_us.len() - 1) * share / 1_000];
    let rate = latencies_us.len() as f64 / elapsed.as_secs_f64();
    format!("{rate:>8.0} {kind:?}/s, median {} µs, p99 {} µs, p99.9 {} µs", at(500), at(990), at(999))
}

async fn step(table: &dyn Table, number: u64, kind: Kind) {
    // A multiplier spreads neighbours over the partitions.
    let pk = format!("F#{:016}", number.wrapping_mul(7_919) % FOLLOWERS);
    if matches!(kind, Kind::Query | Kind::Message) {
        let query = Query::partition(TableName::Main, pk.as_str(), 8).descending();
        table.query(&query).await.unwrap();
    }
    if matches!(kind, Kind::Transact | Kind::Message) {
        let message = Key::new(TableName::Main, pk.as_str(), format!("M#{number:012}#{number}"));
        let ops = vec![
            Op::Put { key: message, body: body(400), expires_at: None, expect: Expect::Absent },
            Op::Put {
                key: Key::new(TableName::Main, pk, "P"),
                body: body(300),
                expires_at: None,
                expect: Expect::Any,
            },
        ];
        table.transact(ops).await.unwrap();
    }
}

fn body(bytes: usize) -> String {
    format!("\"{}\"", "x".repeat(bytes - 2))
}
