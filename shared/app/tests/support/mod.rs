//! What the tests of officers' use cases share.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, reason = "each test file uses its part")]

use std::{ops::Deref, sync::Arc};

use app::{
    keys,
    ports::{Query, TableName},
    testing::Bench,
};
use domain::{
    audit::{Entry, Head, Source, verify},
    staff::{Actor, Role},
    time::beijing,
};
use embedded::SqliteTable;
use tempfile::TempDir;

/// A district's office over a real table.
pub(crate) struct Office {
    bench: Bench,
    _directory: TempDir,
}

impl Deref for Office {
    type Target = Bench;

    fn deref(&self) -> &Bench {
        &self.bench
    }
}

impl Office {
    pub(crate) async fn open() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
        Self { bench: Bench::over(Arc::new(table)).await, _directory: directory }
    }

    pub(crate) async fn officer(&self, login: &str) -> Actor {
        self.member(login, "值班员 张", Role::Officer).await
    }

    /// What the audit of a writer says of today, after its chain was found whole: `actor action object`.
    pub(crate) async fn audit(&self, source: Source) -> Vec<String> {
        let chain = keys::audit_chain(beijing(self.app.clock.now()).date(), source);
        let query = Query::partition(TableName::Audit, keys::audit_partition(&chain), 1000);
        let page = self.app.table.query(&query).await.unwrap();
        let entries: Vec<Entry> =
            page.items.iter().map(|item| serde_json::from_str(&item.body).unwrap()).collect();
        let head = self.app.table.get(&keys::audit_head(&chain)).await.unwrap();
        let head: Head =
            head.map_or_else(|| Head::first(&chain), |head| serde_json::from_str(&head.body).unwrap());
        assert!(verify(&chain, &entries, &head), "the chain is broken");
        entries
            .into_iter()
            .map(|entry| format!("{} {} {}", entry.event.actor, entry.event.action, entry.event.object))
            .collect()
    }
}
