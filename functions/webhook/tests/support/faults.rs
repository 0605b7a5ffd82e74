//! A table that fails as told.

use std::sync::{Arc, Mutex};

use app::{
    ports::{Item, Key, Op, Page, Query, Table, TableError},
    testing::MemoryTable,
};
use async_trait::async_trait;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// Every request is refused.
    Refuses,
    /// No request is answered.
    Stalls,
    /// Reads work, writes are throttled.
    Throttles,
    /// Writes work, and their answer is lost at once.
    Cuts,
    /// Writes work, and their answer never comes.
    StallsAfterTheWrite,
    /// Writes find something changed, again and again.
    Conflicts,
}

/// Over a table in memory.
pub struct Faulty {
    pub rows: Arc<MemoryTable>,
    fault: Mutex<Fault>,
}

impl Faulty {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { rows: Arc::new(MemoryTable::default()), fault: Mutex::new(Fault::None) })
    }

    /// From now on.
    pub fn is(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn fault(&self) -> Fault {
        *self.fault.lock().unwrap()
    }

    async fn before(&self) -> Result<(), TableError> {
        match self.fault() {
            Fault::Refuses => Err(TableError::Unavailable("refused".to_owned())),
            Fault::Stalls => std::future::pending().await,
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl Table for Faulty {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        self.before().await?;
        self.rows.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.before().await?;
        self.rows.query(query).await
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        self.before().await?;
        match self.fault() {
            Fault::Throttles => return Err(TableError::Throttled),
            Fault::Conflicts => return Err(TableError::Conflict { ops: vec![0] }),
            _ => {}
        }
        self.rows.transact(ops).await?;
        match self.fault() {
            Fault::Cuts => Err(TableError::OutcomeUnknown("cut".to_owned())),
            Fault::StallsAfterTheWrite => std::future::pending().await,
            _ => Ok(()),
        }
    }
}
