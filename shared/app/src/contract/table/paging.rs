//! Pages: cursors from the first row to the last.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use super::{delete, done, fill, key, put, query::partition};
use crate::ports::{Expect, Query, Table};

/// Reads page after page to the end; also how many pages had rows.
async fn all(table: &dyn Table, query: Query) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut cursor) = (Vec::new(), 0, query.after.clone());
    loop {
        let page = table.query(&query.clone().after(cursor.clone())).await.unwrap();
        assert!(page.items.len() <= query.limit, "{} rows on a page of {}", page.items.len(), query.limit);
        pages += usize::from(!page.items.is_empty());
        found.extend(page.items.into_iter().map(|item| item.key.sk));
        assert!(page.next.is_none() || page.next != cursor, "the cursor stands still");
        cursor = page.next;
        if cursor.is_none() {
            return (found, pages);
        }
    }
}

/// In both directions, with every size of page.
pub async fn pages_give_every_row_once(table: Arc<dyn Table>) {
    let rows: Vec<String> = (0..25).map(|n| format!("{n:02}#问")).collect();
    fill(&*table, "page-all", &rows).await;
    for limit in [1, 2, 5, 24, 25, 26, 1_000] {
        let (found, pages) = all(&*table, partition("page-all", limit)).await;
        assert_eq!(found, rows);
        assert_eq!(pages, rows.len().div_ceil(limit));
        let (mut found, _) = all(&*table, partition("page-all", limit).descending()).await;
        found.reverse();
        assert_eq!(found, rows);
    }
}

/// The cursor never leads out of a prefix or a range.
pub async fn pages_keep_to_the_sort_keys(table: Arc<dyn Table>) {
    let rows: Vec<String> =
        ["A", "B", "C"].iter().flat_map(|kind| (0..7).map(move |n| format!("{kind}#{n}"))).collect();
    fill(&*table, "page-keep", &rows).await;
    for limit in [1, 3, 7, 8] {
        let (found, _) = all(&*table, partition("page-keep", limit).prefix("B#")).await;
        assert_eq!(found, rows[7..14]);
        let (mut found, _) = all(&*table, partition("page-keep", limit).prefix("B#").descending()).await;
        found.reverse();
        assert_eq!(found, rows[7..14]);
        let (found, _) = all(&*table, partition("page-keep", limit).between("A#5", "C#1")).await;
        assert_eq!(found, rows[5..16]);
        let (mut found, _) =
            all(&*table, partition("page-keep", limit).between("A#5", "C#1").descending()).await;
        found.reverse();
        assert_eq!(found, rows[5..16]);
    }
}

/// A cursor is a place, not a row.
pub async fn a_cursor_outlives_its_row(table: Arc<dyn Table>) {
    fill(&*table, "page-outlives", &["A", "B", "C", "D"]).await;
    let first = table.query(&partition("page-outlives", 2)).await.unwrap();
    assert_eq!(first.next.as_deref(), Some("B"));
    done(&*table, delete(&key("page-outlives", "B"), Expect::Any)).await;
    let (rest, _) = all(&*table, partition("page-outlives", 2).after(first.next)).await;
    assert_eq!(rest, ["C", "D"]);
}

/// A page may end before its limit; the rest comes behind the cursor.
pub async fn large_rows_come_in_several_pages(table: Arc<dyn Table>) {
    let body = format!("\"{}\"", "x".repeat(300_000));
    let rows: Vec<String> = (0..8).map(|n| n.to_string()).collect();
    for sk in &rows {
        done(&*table, put(&key("page-large", sk), &body, Expect::Any)).await;
    }
    let (found, pages) = all(&*table, partition("page-large", 100)).await;
    assert_eq!(found, rows);
    assert!(pages > 1, "2.4 MB came on one page");
    let (mut found, _) = all(&*table, partition("page-large", 100).descending()).await;
    found.reverse();
    assert_eq!(found, rows);
}

/// Rows that are there all the time are each read once while others come, change and go.
pub async fn pages_under_writes_miss_no_row_and_repeat_none(table: Arc<dyn Table>) {
    let lasting: Vec<String> = (0..60).map(|n| format!("{n:03}#lasting")).collect();
    fill(&*table, "page-writes", &lasting).await;
    let (over, writes) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writer = tokio::spawn(write_between(table.clone(), over.clone(), writes.clone()));
    let mut round = 0;
    // A store in memory may be read twenty times before the writer's first turn.
    while round < 20 || writes.load(Ordering::Relaxed) < 20 {
        let query = partition("page-writes", 1 + round % 7);
        let query = if round % 2 == 0 { query } else { query.descending() };
        let (found, _) = all(&*table, query).await;
        let distinct: BTreeSet<&String> = found.iter().collect();
        assert_eq!(distinct.len(), found.len(), "a row came twice");
        assert!(lasting.iter().all(|sk| distinct.contains(sk)), "a row was missed");
        assert!(!writer.is_finished(), "the writer gave up: {:?}", writer.await);
        round += 1;
        tokio::task::yield_now().await;
    }
    over.store(true, Ordering::Relaxed);
    writer.await.unwrap();
}

async fn write_between(table: Arc<dyn Table>, over: Arc<AtomicBool>, writes: Arc<AtomicUsize>) {
    while !over.load(Ordering::Relaxed) {
        let number = writes.fetch_add(1, Ordering::Relaxed);
        let (odd, number) = (number % 2 == 1, number % 60);
        let (passing, lasting) = (format!("{number:03}#passing"), format!("{number:03}#lasting"));
        let passing = key("page-writes", &passing);
        let rewritten = put(&key("page-writes", &lasting), "\"again\"", Expect::Any);
        table.transact(vec![put(&passing, "1", Expect::Any), rewritten]).await.unwrap();
        if !odd {
            done(&*table, delete(&passing, Expect::Any)).await;
        }
        tokio::task::yield_now().await;
    }
}
