//! A table in memory, quick enough for thousands of schedules; it passes the contract of tables.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use jiff::Timestamp;

use crate::ports::{
    Direction, Expect, Item, Key, Op, Page, Query, SortKeys, Table, TableError, TableName, check_key,
    check_ops, check_query,
};

/// Most bytes of bodies in a page, as in DynamoDB.
const PAGE_BYTES: usize = 1_000_000;

/// Rows in memory.
#[derive(Default)]
pub struct MemoryTable(Mutex<BTreeMap<Key, Item>>);

impl MemoryTable {
    fn rows(&self) -> MutexGuard<'_, BTreeMap<Key, Item>> {
        self.0.lock().unwrap()
    }

    /// All rows of a table whose partition key begins with `prefix`, in order.
    #[must_use]
    pub fn all(&self, table: TableName, prefix: &str) -> Vec<Item> {
        let rows = self.rows();
        rows.values()
            .filter(|item| item.key.table == table && item.key.pk.starts_with(prefix))
            .cloned()
            .collect()
    }
}

fn is_met(expect: Expect, row: Option<&Item>) -> bool {
    match expect {
        Expect::Absent => row.is_none(),
        Expect::Version(version) => row.is_some_and(|row| row.version == version),
        Expect::Any => true,
    }
}

fn expectation(op: &Op) -> Expect {
    match op {
        Op::Put { expect, .. } | Op::Delete { expect, .. } | Op::Check { expect, .. } => *expect,
    }
}

fn fits(sort_keys: &SortKeys, sk: &str) -> bool {
    match sort_keys {
        SortKeys::All => true,
        SortKeys::Prefix(prefix) => sk.starts_with(prefix.as_str()),
        SortKeys::Between(first, last) => first.as_str() <= sk && sk <= last.as_str(),
    }
}

/// How many rows fit a page; one always does.
fn fit_a_page(items: &[Item]) -> usize {
    let mut bytes = 0;
    let fit = items.iter().take_while(|item| {
        bytes += item.body.len();
        bytes <= PAGE_BYTES
    });
    fit.count().max(1)
}

/// Whole seconds, rounded up.
fn whole_seconds(at: Timestamp) -> Timestamp {
    let floor = Timestamp::from_second(at.as_second()).unwrap();
    if floor < at { Timestamp::from_second(at.as_second() + 1).unwrap() } else { floor }
}

#[async_trait]
impl Table for MemoryTable {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        check_key(key)?;
        Ok(self.rows().get(key).cloned())
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        check_query(query)?;
        let rows = self.rows();
        let found = rows.values().filter(|item| {
            item.key.table == query.table && item.key.pk == query.pk && fits(&query.sort_keys, &item.key.sk)
        });
        let mut items: Vec<Item> = match query.direction {
            Direction::Ascending => found
                .filter(|item| query.after.as_ref().is_none_or(|after| item.key.sk > *after))
                .cloned()
                .collect(),
            Direction::Descending => found
                .rev()
                .filter(|item| query.after.as_ref().is_none_or(|after| item.key.sk < *after))
                .cloned()
                .collect(),
        };
        let most = fit_a_page(&items).min(query.limit);
        let more = items.len() > most;
        items.truncate(most);
        let next = items.last().filter(|_| more).map(|item| item.key.sk.clone());
        Ok(Page { items, next })
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        check_ops(&ops)?;
        let mut rows = self.rows();
        let failed: Vec<usize> =
            (0..ops.len()).filter(|n| !is_met(expectation(&ops[*n]), rows.get(ops[*n].key()))).collect();
        if !failed.is_empty() {
            return Err(TableError::Conflict { ops: failed });
        }
        for op in ops {
            match op {
                Op::Put { key, body, expires_at, .. } => {
                    let version = rows.get(&key).map_or(1, |row| row.version + 1);
                    let expires_at = expires_at.map(whole_seconds);
                    rows.insert(key.clone(), Item { key, version, expires_at, body });
                }
                Op::Delete { key, .. } => {
                    rows.remove(&key);
                }
                Op::Check { .. } => {}
            }
        }
        Ok(())
    }
}
