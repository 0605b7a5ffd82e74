//! Random operations against a model of the port: a sorted map.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{collections::BTreeMap, sync::LazyLock};

use app::ports::{Direction, Expect, Item, Key, Op, Query, SortKeys, Table, TableError, TableName};
use embedded::SqliteTable;
use proptest::prelude::*;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().build().unwrap());

/// Few keys, so that operations meet; characters of 1 to 4 bytes, the last one of all, and wildcards.
fn sort_key() -> impl Strategy<Value = String> {
    "[aA#%_é水\u{d7ff}\u{fb00}😀\u{10ffff}]{1,3}"
}

fn key() -> impl Strategy<Value = Key> {
    let table = prop::sample::select(TableName::ALL.to_vec());
    (table, "[FG]", sort_key()).prop_map(|(table, pk, sk)| Key::new(table, pk, sk))
}

fn op() -> impl Strategy<Value = Op> {
    let expect =
        || prop_oneof![Just(Expect::Any), Just(Expect::Absent), (0..4_u64).prop_map(Expect::Version)];
    prop_oneof![
        4 => (key(), "[a-z水]{0,8}", expect()).prop_map(|(key, body, expect)| {
            Op::Put { key, body, expires_at: None, expect }
        }),
        1 => (key(), expect()).prop_map(|(key, expect)| Op::Delete { key, expect }),
        1 => (key(), expect()).prop_map(|(key, expect)| Op::Check { key, expect }),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let sort_keys = prop_oneof![
        Just(SortKeys::All),
        "[aA#%_é水\u{d7ff}\u{fb00}😀\u{10ffff}]{1,2}".prop_map(SortKeys::Prefix),
        (sort_key(), sort_key()).prop_map(|(a, b)| SortKeys::Between(a.clone().min(b.clone()), a.max(b))),
    ];
    let direction = prop_oneof![Just(Direction::Ascending), Just(Direction::Descending)];
    (key(), sort_keys, 1..5_usize, direction).prop_map(|(key, sort_keys, limit, direction)| Query {
        table: key.table,
        pk: key.pk,
        sort_keys,
        limit,
        after: None,
        direction,
    })
}

type Model = BTreeMap<Key, (u64, String)>;

/// What the port promises for a transact; `Err` are the positions that fail, or `None` for an invalid request.
fn apply(model: &mut Model, ops: &[Op]) -> Result<(), Option<Vec<usize>>> {
    let mut failed = Vec::new();
    for (position, op) in ops.iter().enumerate() {
        let (Op::Put { expect, .. } | Op::Delete { expect, .. } | Op::Check { expect, .. }) = op;
        let twice = ops[..position].iter().any(|before| before.key() == op.key());
        match (op, expect) {
            (Op::Delete { .. }, Expect::Absent) | (Op::Check { .. }, Expect::Any) => return Err(None),
            _ if twice => return Err(None),
            _ => {}
        }
        let version = model.get(op.key()).map(|(version, _)| *version);
        let met = match expect {
            Expect::Any => true,
            Expect::Absent => version.is_none(),
            Expect::Version(wanted) => version == Some(*wanted),
        };
        if !met {
            failed.push(position);
        }
    }
    if !failed.is_empty() {
        return Err(Some(failed));
    }
    for op in ops {
        match op {
            Op::Put { key, body, .. } => {
                let version = model.get(key).map_or(0, |(version, _)| *version) + 1;
                model.insert(key.clone(), (version, body.clone()));
            }
            Op::Delete { key, .. } => drop(model.remove(key)),
            Op::Check { .. } => {}
        }
    }
    Ok(())
}

fn expected(model: &Model, query: &Query) -> Vec<Item> {
    let within = |sk: &str| match &query.sort_keys {
        SortKeys::All => true,
        SortKeys::Prefix(prefix) => sk.starts_with(prefix),
        SortKeys::Between(first, last) => {
            first.as_bytes() <= sk.as_bytes() && sk.as_bytes() <= last.as_bytes()
        }
    };
    let mut items: Vec<Item> = model
        .iter()
        .filter(|(key, _)| key.table == query.table && key.pk == query.pk && within(&key.sk))
        .map(|(key, (version, body))| Item {
            key: key.clone(),
            version: *version,
            expires_at: None,
            body: body.clone(),
        })
        .collect();
    items.sort_by(|a, b| a.key.sk.as_bytes().cmp(b.key.sk.as_bytes()));
    if query.direction == Direction::Descending {
        items.reverse();
    }
    items
}

async fn all_pages(table: &SqliteTable, query: &Query) -> Vec<Item> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let page = table.query(&query.clone().after(cursor)).await.unwrap();
        assert!(page.items.len() <= query.limit);
        items.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return items;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_does_what_a_sorted_map_would(
        transacts in prop::collection::vec(prop::collection::vec(op(), 0..5), 1..25),
        queries in prop::collection::vec(query(), 1..8),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
        let mut model = Model::new();
        RUNTIME.block_on(async {
            for ops in transacts {
                let promised = apply(&mut model, &ops);
                let done = match table.transact(ops).await {
                    Ok(()) => Ok(()),
                    Err(TableError::Conflict { ops }) => Err(Some(ops)),
                    Err(TableError::Invalid(_)) => Err(None),
                    Err(error) => panic!("{error}"),
                };
                assert_eq!(done, promised);
            }
            for query in queries {
                assert_eq!(all_pages(&table, &query).await, expected(&model, &query));
            }
        });
    }
}
