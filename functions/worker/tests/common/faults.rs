//! A table at whose nth write the process ends, and one before whose first write somebody asks a question.
#![allow(clippy::unwrap_used, unreachable_pub)]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use app::{
    App,
    ports::{Item, Key, Op, Page, Query, Table, TableError},
    testing::{MemoryTable, asks},
};
use async_trait::async_trait;
use tokio::sync::Notify;

/// Ends before or after a write.
pub struct StopsAt {
    inner: Arc<MemoryTable>,
    left: AtomicUsize,
    after: bool,
    stop: Notify,
}

impl StopsAt {
    pub fn new(inner: Arc<MemoryTable>, writes: usize, after: bool) -> Self {
        Self { inner, left: AtomicUsize::new(writes), after, stop: Notify::new() }
    }

    pub async fn stopped(&self) {
        self.stop.notified().await;
    }
}

#[async_trait]
impl Table for StopsAt {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        self.inner.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.inner.query(query).await
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        if self.left.load(Ordering::SeqCst) == 0 {
            if self.after {
                let _ = self.inner.transact(ops).await;
            }
            self.stop.notify_one();
            return std::future::pending().await;
        }
        self.left.fetch_sub(1, Ordering::SeqCst);
        self.inner.transact(ops).await
    }
}

/// A resident asks just before the first write.
pub struct AsksMeanwhile {
    app: App,
    asker: &'static str,
    text: &'static str,
    asked: AtomicUsize,
}

impl AsksMeanwhile {
    pub fn new(app: &App, asker: &'static str, text: &'static str) -> Self {
        Self { app: app.clone(), asker, text, asked: AtomicUsize::new(0) }
    }
}

#[async_trait]
impl Table for AsksMeanwhile {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        self.app.table.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.app.table.query(query).await
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            asks(&self.app, self.asker, self.text).await;
        }
        self.app.table.transact(ops).await
    }
}
