//! Many at once: optimistic writers, one winner, strong reads.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::sleep};

use super::{done, key, put, query::partition, read, there};
use crate::ports::{Expect, Key, Table, TableError};

/// Adds to numbers in rows, all in one transact: reads, decides and writes until it goes through, as use cases do.
async fn add(table: &dyn Table, seed: u64, changes: &[(&Key, i64)]) {
    for attempt in 0..10_000_u64 {
        let mut ops = Vec::new();
        for (key, change) in changes {
            let (version, number) = number_at(table, key).await;
            ops.push(put(key, &(number + change).to_string(), Expect::Version(version)));
        }
        match table.transact(ops).await {
            Ok(()) => return,
            Err(TableError::Conflict { .. } | TableError::Throttled | TableError::Unavailable(_)) => {}
            Err(error) => panic!("{error}"),
        }
        // Spread over some milliseconds, each writer in a rhythm of its own.
        sleep(Duration::from_micros((seed * 7_919 + attempt * 104_729) % 5_000)).await;
    }
    panic!("did not go through in 10,000 attempts");
}

async fn number_at(table: &dyn Table, key: &Key) -> (u64, i64) {
    let (version, body) = there(table, key).await;
    (version, body.parse().unwrap())
}

/// Two hundred writers add 1 each to one row.
pub async fn two_hundred_increments_lose_none(table: Arc<dyn Table>) {
    let counter = key("many-increments", "S");
    done(&*table, put(&counter, "0", Expect::Absent)).await;
    let mut writers = JoinSet::new();
    for seed in 0..200 {
        let (table, counter) = (table.clone(), counter.clone());
        writers.spawn(async move {
            add(&*table, seed, &[(&counter, 1)]).await;
        });
    }
    writers.join_all().await;
    assert_eq!(number_at(&*table, &counter).await, (201, 200));
}

/// Fifty writers want to be the first; one is, and the row is its.
pub async fn one_of_fifty_wins_an_absent_row(table: Arc<dyn Table>) {
    let contested = key("many-first", "S");
    let mut writers = JoinSet::new();
    for writer in 0..50 {
        let (table, contested) = (table.clone(), contested.clone());
        writers.spawn(async move {
            let own = key("many-first", &format!("own-{writer:02}"));
            let ops =
                vec![put(&own, "1", Expect::Absent), put(&contested, &writer.to_string(), Expect::Absent)];
            match table.transact(ops).await {
                Ok(()) => Some(writer),
                Err(TableError::Conflict { .. }) => None,
                Err(error) => panic!("{error}"),
            }
        });
    }
    let winners: Vec<i32> = writers.join_all().await.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1, "{winners:?}");
    assert_eq!(there(&*table, &contested).await, (1, winners[0].to_string()));
    let owned = table.query(&partition("many-first", 100).prefix("own-")).await.unwrap().items;
    assert_eq!(owned.len(), 1);
    assert_eq!(owned[0].key.sk, format!("own-{:02}", winners[0]));
}

/// A get and a query that begin after the answer see the write, while others write too.
pub async fn what_was_answered_is_read_at_once(table: Arc<dyn Table>) {
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let table = table.clone();
        writers.spawn(async move {
            let pk = format!("many-read-{writer}");
            let key = key(&pk, "S");
            for number in 1..=50_u64 {
                done(&*table, put(&key, &number.to_string(), Expect::Any)).await;
                assert_eq!(there(&*table, &key).await, (number, number.to_string()));
                let page = table.query(&partition(&pk, 1)).await.unwrap();
                assert_eq!(page.items[0].version, number);
            }
            done(&*table, super::delete(&key, Expect::Any)).await;
            assert_eq!(read(&*table, &key).await, None);
            assert!(table.query(&partition(&pk, 1)).await.unwrap().items.is_empty());
        });
    }
    writers.join_all().await;
}

/// Transfers between five rows, many at once: whatever moves, the sum stays.
pub async fn transfers_keep_the_sum(table: Arc<dyn Table>) {
    let accounts: Arc<[Key]> = (0..5).map(|n| key("many-transfers", &n.to_string())).collect();
    for account in accounts.iter() {
        done(&*table, put(account, "100", Expect::Absent)).await;
    }
    let mut writers = JoinSet::new();
    for seed in 0..40 {
        let (table, accounts) = (table.clone(), accounts.clone());
        writers.spawn(async move {
            let index = usize::try_from(seed).unwrap();
            let (from, to) = (&accounts[index % 5], &accounts[(index + 1 + index / 5 % 4) % 5]);
            add(&*table, seed, &[(from, -7), (to, 7)]).await;
        });
    }
    writers.join_all().await;
    let (mut writes, mut sum) = (0, 0);
    for account in accounts.iter() {
        let (version, amount) = number_at(&*table, account).await;
        writes += version - 1;
        sum += amount;
    }
    assert_eq!((writes, sum), (80, 500));
}
