//! What the tests of officers' use cases share.

use std::{ops::Deref, sync::Arc};

use app::{
    keys,
    ports::{Query, TableName},
    rows::load,
    testing::Bench,
};
use domain::{
    audit::{Chain, Entry, Head, Source, verify},
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

    pub(crate) fn bench_mut(&mut self) -> &mut Bench {
        &mut self.bench
    }

    pub(crate) async fn officer(&self, login: &str) -> Actor {
        self.member(login, "值班员 张", Role::Officer).await
    }

    /// What the audit of a writer says of today, after its chains were found whole: `actor action object`, in order of
    /// time; what somebody did in one moment in the order in which they did it.
    pub(crate) async fn audit(&self, source: Source) -> Vec<String> {
        let (date, table) = (beijing(self.app.clock.now()).date(), self.app.table.as_ref());
        let mut all: Vec<Entry> = Vec::new();
        for chain in Chain::all(date).filter(|chain| chain.source == source) {
            let query = Query::partition(TableName::Audit, keys::audit_partition(chain), 1000);
            let page = table.query(&query).await.unwrap();
            let entries: Vec<Entry> =
                page.items.iter().map(|item| serde_json::from_str(&item.body).unwrap()).collect();
            let head: Head = match load(table, &keys::audit_head(&chain)).await.unwrap() {
                Some(head) => head.value,
                None => Head::first(&chain.to_string()),
            };
            assert!(verify(&chain.to_string(), &entries, &head), "the chain is broken");
            all.extend(entries);
        }
        all.sort_by_key(|entry| entry.event.at);
        all.into_iter()
            .map(|entry| format!("{} {} {}", entry.event.actor, entry.event.action, entry.event.object))
            .collect()
    }
}
