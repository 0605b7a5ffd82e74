//! Table `delivery` and nothing else, failing when told to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use app::{
    ports::{Item, Key, Op, Page, Query, Table, TableError, TableName},
    testing::MemoryTable,
};
use async_trait::async_trait;
use tokio::sync::Notify;

/// What becomes of one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// It is done.
    Works,
    /// Refused in passing.
    Unavailable,
    /// Not done, and no answer.
    LostBefore,
    /// Done, and no answer.
    LostAfter,
    /// The process ends here, before the write.
    DiesBefore,
    /// The process ends here, after the write.
    DiesAfter,
}

/// The sender's table.
pub struct DeliveryOnly {
    inner: Arc<MemoryTable>,
    next: Mutex<VecDeque<Write>>,
    death: Arc<Notify>,
}

impl DeliveryOnly {
    pub fn new(inner: Arc<MemoryTable>, death: Arc<Notify>) -> Self {
        Self { inner, next: Mutex::default(), death }
    }

    /// The next writes do this, one after the other; later ones work.
    pub fn next(&self, writes: impl IntoIterator<Item = Write>) {
        self.next.lock().unwrap().extend(writes);
    }

    pub fn works_again(&self) {
        self.next.lock().unwrap().clear();
    }

    async fn die(&self) -> ! {
        self.death.notify_one();
        std::future::pending().await
    }
}

fn allow(table: TableName) {
    assert_eq!(table, TableName::Delivery, "the sender touches table delivery only");
}

#[async_trait]
impl Table for DeliveryOnly {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        allow(key.table);
        self.inner.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        allow(query.table);
        self.inner.query(query).await
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        ops.iter().for_each(|op| allow(op.key().table));
        let write = self.next.lock().unwrap().pop_front().unwrap_or(Write::Works);
        let lost = || Err(TableError::OutcomeUnknown("no answer".to_owned()));
        match write {
            Write::Works => self.inner.transact(ops).await,
            Write::Unavailable => Err(TableError::Unavailable("down".to_owned())),
            Write::LostBefore => lost(),
            Write::LostAfter => self.inner.transact(ops).await.and_then(|()| lost()),
            Write::DiesBefore => self.die().await,
            Write::DiesAfter => {
                let _ = self.inner.transact(ops).await;
                self.die().await
            }
        }
    }
}
