//! Queries: which rows, in which order.

use std::sync::Arc;

use jiff::Timestamp;

use super::{done, fill, key, put, put_until};
use crate::ports::{Expect, Item, Key, Page, Query, Table, TableName};

/// A query of `main`.
pub(super) fn partition(pk: &str, limit: usize) -> Query {
    Query::partition(TableName::Main, pk, limit)
}

/// The sort keys that a query gives on one page.
async fn sort_keys(table: &dyn Table, query: Query) -> Vec<String> {
    let page = table.query(&query).await.unwrap();
    page.items.into_iter().map(|item| item.key.sk).collect()
}

/// Ascending by sort key, whatever the order of writing.
pub async fn a_partition_is_read_in_order(table: Arc<dyn Table>) {
    fill(&*table, "q-order", &["M#3", "P", "E#1", "M#1", "M#2"]).await;
    let found = sort_keys(&*table, partition("q-order", 100)).await;
    assert_eq!(found, ["E#1", "M#1", "M#2", "M#3", "P"]);
}

/// Neither partitions with a like name nor other tables are read.
pub async fn another_partition_is_not_read(table: Arc<dyn Table>) {
    for pk in ["q-other", "q-othe", "q-other#", "q-other#1", "Q-OTHER"] {
        fill(&*table, pk, &[pk]).await;
    }
    done(&*table, put(&Key::new(TableName::Audit, "q-other", "audit"), "1", Expect::Any)).await;
    assert_eq!(sort_keys(&*table, partition("q-other", 100)).await, ["q-other"]);
}

/// No rows, no cursor.
pub async fn an_empty_partition_gives_an_empty_page(table: Arc<dyn Table>) {
    assert_eq!(table.query(&partition("q-empty", 10)).await.unwrap(), Page::default());
    fill(&*table, "q-empty-range", &["A", "C"]).await;
    let none = partition("q-empty-range", 10).prefix("B");
    assert_eq!(table.query(&none).await.unwrap(), Page::default());
}

/// A prefix is text: not a pattern, and the rows around it are not its.
pub async fn a_prefix_finds_exactly_its_rows(table: Arc<dyn Table>) {
    fill(
        &*table,
        "q-prefix",
        &["L#9", "M", "M\"", "M#", "M#1", "M#\u{10ffff}\u{10ffff}z", "M$", "M%", "N", "m#1"],
    )
    .await;
    let found = sort_keys(&*table, partition("q-prefix", 100).prefix("M#")).await;
    assert_eq!(found, ["M#", "M#1", "M#\u{10ffff}\u{10ffff}z"]);
    assert_eq!(sort_keys(&*table, partition("q-prefix", 100).prefix("M%")).await, ["M%"]);
    let descending = partition("q-prefix", 2).prefix("M#").descending();
    assert_eq!(sort_keys(&*table, descending).await, ["M#\u{10ffff}\u{10ffff}z", "M#1"]);
}

/// Characters of several bytes, up to the last of all.
pub async fn a_prefix_of_many_bytes_finds_exactly_its_rows(table: Arc<dyn Table>) {
    let keys = ["问", "问渠", "问题", "问题1", "渠", "😀", "😀😁", "😁", "\u{10ffff}", "\u{10ffff}1"];
    fill(&*table, "q-prefix-bytes", &keys).await;
    for prefix in ["问", "问题", "😀", "\u{10ffff}"] {
        let mut expected: Vec<&str> = keys.into_iter().filter(|sk| sk.starts_with(prefix)).collect();
        expected.sort_unstable();
        assert_eq!(sort_keys(&*table, partition("q-prefix-bytes", 100).prefix(prefix)).await, expected);
    }
}

/// Both bounds belong to the range; bounds need no rows.
pub async fn between_includes_both_ends(table: Arc<dyn Table>) {
    fill(&*table, "q-between", &["1", "2", "20", "3", "4"]).await;
    let between = |first, last| partition("q-between", 100).between(first, last);
    assert_eq!(sort_keys(&*table, between("2", "3")).await, ["2", "20", "3"]);
    assert_eq!(sort_keys(&*table, between("1a", "39")).await, ["2", "20", "3"]);
    assert_eq!(sort_keys(&*table, between("2", "2")).await, ["2"]);
    assert_eq!(sort_keys(&*table, between("5", "6")).await, Vec::<String>::new());
    assert_eq!(sort_keys(&*table, between("2", "3").descending()).await, ["3", "20", "2"]);
}

/// Not by a language's order, not by case, not by UTF-16 (there an emoji comes before U+FB00).
pub async fn sort_keys_compare_by_their_bytes(table: Arc<dyn Table>) {
    let mut keys = vec![
        "\u{1}",
        " ",
        "!",
        "#",
        "##",
        "#1",
        "-",
        "0",
        "10",
        "9",
        "A",
        "B",
        "Z",
        "_",
        "a",
        "a#",
        "a#1",
        "aa",
        "b",
        "z",
        "~",
        "\u{7f}",
        "\u{80}",
        "é",
        "z\u{301}",
        "ß",
        "Ω",
        "中",
        "文",
        "\u{d7ff}",
        "\u{e000}",
        "\u{fb00}",
        "\u{ffff}",
        "😀",
        "\u{10ffff}",
    ];
    fill(&*table, "q-bytes", &keys).await;
    keys.sort_unstable_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    assert_eq!(sort_keys(&*table, partition("q-bytes", 100)).await, keys);
    keys.reverse();
    assert_eq!(sort_keys(&*table, partition("q-bytes", 100).descending()).await, keys);
}

/// The hot path: the profile, then the newest messages.
pub async fn descending_gives_the_newest_first(table: Arc<dyn Table>) {
    let rows: Vec<String> = (0..30).map(|n| format!("M#{n:012}#x")).chain(["P".to_owned()]).collect();
    fill(&*table, "q-newest", &rows).await;
    let found = sort_keys(&*table, partition("q-newest", 3).descending()).await;
    assert_eq!(found, ["P", "M#000000000029#x", "M#000000000028#x"]);
}

/// A query's rows are complete: key, version, expiry, body.
pub async fn a_query_gives_whole_rows(table: Arc<dyn Table>) {
    let key = key("q-whole", "S");
    let at = Timestamp::from_second(4_000_000_000).unwrap();
    done(&*table, put(&key, "1", Expect::Any)).await;
    done(&*table, put_until(&key, "\"二\"", Some(at))).await;
    let page = table.query(&partition("q-whole", 10)).await.unwrap();
    let expected = Item { key, version: 2, expires_at: Some(at), body: "\"二\"".to_owned() };
    assert_eq!(page.items, [expected]);
}
