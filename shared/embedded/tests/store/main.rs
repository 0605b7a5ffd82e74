//! What the store on one computer does beyond the contract: bounds, other processes, sweeps, copies, the directory.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod copies;
mod directory;
mod opening;
mod sharing;

use app::ports::{Expect, Key, Op, Table, TableName};
use embedded::SqliteTable;

fn key(sk: &str) -> Key {
    Key::new(TableName::Main, "F#1", sk)
}

fn put(sk: &str, body: &str) -> Op {
    Op::Put { key: key(sk), body: body.to_owned(), expires_at: None, expect: Expect::Any }
}

async fn body(table: &SqliteTable, sk: &str) -> Option<String> {
    table.get(&key(sk)).await.unwrap().map(|item| item.body)
}
