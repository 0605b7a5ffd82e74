//! For tests of use cases and handlers: a clock that is set, a queue that remembers, objects in memory, and residents
//! who ask. The table is the caller's: the real one in a temporary directory.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

mod ports;
mod residents;
mod table;

pub use ports::{MemoryBlobs, RecordedJobs, SetClock};
pub use residents::{asks, attaches, leaves, says_more, settles_at};
pub use table::MemoryTable;

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    audit::Source,
    ids::{AccountKey, Login},
    staff::{Actor, Role},
};

use crate::{
    App,
    content::Content,
    ports::{NoNotifier, NoPictures, Table},
    settings::Work,
    staff,
};

/// An application over a table, with its ports in reach.
#[derive(Clone)]
pub struct Bench {
    /// What use cases are given.
    pub app: App,
    /// Its clock.
    pub clock: Arc<SetClock>,
    /// What was enqueued.
    pub jobs: Arc<RecordedJobs>,
}

impl Bench {
    /// At ten past ten on Tuesday, 24 November 2026, in Beijing.
    pub async fn over(table: Arc<dyn Table>) -> Self {
        let clock = Arc::new(SetClock::at("2026-11-24T10:10:00+08:00"));
        let jobs = Arc::new(RecordedJobs::default());
        let app = App {
            content: Arc::new(Content::open(table.clone()).await.unwrap()),
            table,
            jobs: jobs.clone(),
            blobs: Arc::new(MemoryBlobs::default()),
            pictures: Arc::new(NoPictures),
            notifier: Arc::new(NoNotifier),
            open_texts: Arc::default(),
            categories: Arc::default(),
            clock: clock.clone(),
            key: AccountKey::new([7; 32]),
            work: Work::default(),
        };
        Self { app, clock, jobs }
    }

    /// A staff member with this role; the password is [`PASSWORD`].
    pub async fn member(&self, login: &str, name: &str, role: Role) -> Actor {
        let roles = BTreeSet::from([role]);
        let command = staff::Add {
            login: login.to_owned(),
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
            roles: roles.clone(),
            source: Source::Cli,
        };
        staff::add(&self.app, &staff::command_line(), command).await.unwrap();
        Actor::new(Login::from(login), name.to_owned(), &roles)
    }
}

/// Every member's password.
pub const PASSWORD: &str = "a long password";
