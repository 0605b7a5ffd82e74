//! The contract of [`Table`].

use jiff::Timestamp;

use crate::ports::{Expect, Item, Key, Op, Table, TableError, TableName};

pub mod concurrency;
pub mod limits;
pub mod paging;
pub mod query;
pub mod row;
pub mod transact;

/// Makes a test of each rule of the table contract for the adapter that `$make` gives.
#[macro_export]
macro_rules! table_contract {
    ($make:expr) => {
        $crate::contract_rules! { $make, table,
            row: [
                a_row_is_read_back,
                an_absent_row_is_none,
                versions_count_the_writes,
                a_row_deleted_and_put_again_begins_at_version_1,
                absent_refuses_a_row_that_is_there,
                a_version_refuses_another_version,
                a_version_refuses_an_absent_row,
                deleting_twice_is_no_error,
                a_delete_at_another_version_is_refused,
                expires_at_is_kept_in_whole_seconds,
                an_expired_row_counts_as_present,
                texts_of_every_kind_survive,
                the_largest_body_is_kept,
                the_four_tables_are_apart,
            ]
            transact: [
                an_empty_transact_succeeds,
                four_tables_are_written_at_once,
                one_unmet_expectation_undoes_all,
                a_conflict_names_operations_that_failed,
                a_check_guards_the_other_operations,
                a_check_changes_nothing,
                a_check_can_stand_alone,
                a_line_moves_in_one_transact,
                a_hundred_operations_pass,
            ]
            query: [
                a_partition_is_read_in_order,
                another_partition_is_not_read,
                an_empty_partition_gives_an_empty_page,
                a_prefix_finds_exactly_its_rows,
                a_prefix_of_many_bytes_finds_exactly_its_rows,
                between_includes_both_ends,
                sort_keys_compare_by_their_bytes,
                descending_gives_the_newest_first,
                a_query_gives_whole_rows,
            ]
            paging: [
                pages_give_every_row_once,
                pages_keep_to_the_sort_keys,
                a_cursor_outlives_its_row,
                large_rows_come_in_several_pages,
                pages_under_writes_miss_no_row_and_repeat_none,
            ]
            limits: [
                a_hundred_and_one_operations_are_refused,
                two_operations_on_one_row_are_refused,
                empty_keys_are_refused,
                too_long_keys_are_refused,
                the_longest_keys_pass,
                a_too_long_body_is_refused,
                too_many_bytes_in_all_are_refused,
                a_delete_that_expects_nothing_there_is_refused,
                a_check_of_anything_is_refused,
                wrong_queries_are_refused,
            ]
            concurrency: [
                two_hundred_increments_lose_none,
                one_of_fifty_wins_an_absent_row,
                what_was_answered_is_read_at_once,
                transfers_keep_the_sum,
            ]
        }
    };
}

/// A key of `main` in a partition that belongs to one rule.
fn key(pk: &str, sk: &str) -> Key {
    Key::new(TableName::Main, pk, sk)
}

fn put(key: &Key, body: &str, expect: Expect) -> Op {
    Op::Put { key: key.clone(), body: body.to_owned(), expires_at: None, expect }
}

fn put_until(key: &Key, body: &str, expires_at: Option<Timestamp>) -> Op {
    Op::Put { key: key.clone(), body: body.to_owned(), expires_at, expect: Expect::Any }
}

fn delete(key: &Key, expect: Expect) -> Op {
    Op::Delete { key: key.clone(), expect }
}

fn check(key: &Key, expect: Expect) -> Op {
    Op::Check { key: key.clone(), expect }
}

/// Does one operation that must go through.
async fn done(table: &dyn Table, op: Op) {
    table.transact(vec![op]).await.unwrap();
}

/// Does operations that must meet a conflict, and gives the positions named.
async fn conflict(table: &dyn Table, ops: Vec<Op>) -> Vec<usize> {
    match table.transact(ops).await {
        Err(TableError::Conflict { ops }) => ops,
        other => panic!("a conflict was due, not {other:?}"),
    }
}

async fn read(table: &dyn Table, key: &Key) -> Option<Item> {
    table.get(key).await.unwrap()
}

/// Version and body of a row that must be there.
async fn there(table: &dyn Table, key: &Key) -> (u64, String) {
    let item = read(table, key).await.unwrap_or_else(|| panic!("no row at {key:?}"));
    (item.version, item.body)
}

/// Writes rows with these sort keys; each body tells its sort key.
async fn fill(table: &dyn Table, pk: &str, sort_keys: &[impl AsRef<str>]) {
    for chunk in sort_keys.chunks(100) {
        let puts = chunk.iter().map(|sk| {
            let sk = sk.as_ref();
            put(&key(pk, sk), &serde_json::to_string(sk).unwrap(), Expect::Any)
        });
        table.transact(puts.collect()).await.unwrap();
    }
}
