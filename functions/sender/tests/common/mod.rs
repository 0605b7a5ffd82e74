//! A sender over a fake platform and a table that holds rows of `delivery` only.
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, dead_code, unused_imports)]

mod platform;
mod table;

use std::sync::Arc;

use app::{
    jobs::OutboundJob,
    keys,
    ports::{Blobs, Clock, Table},
    rows::{Batch, Stored, load, put_delivery},
    testing::{MemoryBlobs, MemoryTable, RecordedJobs, SetClock},
};
use domain::{
    delivery::{Content, Delivery, State},
    ids::{DeliveryId, FollowerId},
    language::Language,
    window::{Contacts, Grant, Used, WindowPolicy},
};
use jiff::{SignedDuration, Timestamp};
pub use platform::{Does, FakePlatform, MEDIA, PROFILE, SEND, TOKEN, UPLOAD};
use sender::{Credentials, Handled, Ports, Sender, Way};
pub use table::{DeliveryOnly, Write};

/// Everything around one sender.
pub struct Desk {
    pub platform: Arc<FakePlatform>,
    pub rows: Arc<MemoryTable>,
    pub table: Arc<DeliveryOnly>,
    pub clock: Arc<SetClock>,
    pub jobs: Arc<RecordedJobs>,
    pub blobs: Arc<MemoryBlobs>,
    pub sender: Sender,
    written: std::sync::atomic::AtomicU8,
}

pub fn follower() -> FollowerId {
    FollowerId::from("7F3A9KQ2M5TX8B4C")
}

fn sender(ports: Ports, policy: WindowPolicy) -> Sender {
    let credentials = Credentials { app_id: "wx1".into(), secret: "s".to_owned().into() };
    Sender::new(ports, credentials, policy, || 0)
}

impl Desk {
    pub fn new() -> Self {
        let platform = Arc::new(FakePlatform::default());
        let rows = Arc::new(MemoryTable::default());
        let table = Arc::new(DeliveryOnly::new(rows.clone(), platform.death.clone()));
        let clock = Arc::new(SetClock::at("2026-11-24T10:10:00+08:00"));
        let (jobs, blobs) = (Arc::new(RecordedJobs::default()), Arc::new(MemoryBlobs::default()));
        let ports = Ports {
            table: table.clone(),
            jobs: jobs.clone(),
            blobs: blobs.clone(),
            platform: platform.clone(),
            clock: clock.clone(),
        };
        let sender = sender(ports, WindowPolicy::default());
        Self { platform, rows, table, clock, jobs, blobs, sender, written: Default::default() }
    }

    fn ports(&self) -> Ports {
        Ports {
            table: self.table.clone(),
            jobs: self.jobs.clone(),
            blobs: self.blobs.clone(),
            platform: self.platform.clone(),
            clock: self.clock.clone(),
        }
    }

    /// The same with other numbers of the platform.
    pub fn with_policy(mut self, policy: WindowPolicy) -> Self {
        self.sender = sender(self.ports(), policy);
        self
    }

    /// The same with another way out.
    pub fn with_way(mut self, way: Way) -> Self {
        self.sender = Sender::new(self.ports(), way, WindowPolicy::default(), || 0);
        self
    }

    /// Another process takes over: it knows nothing of what the one before had in memory.
    pub fn restart(&mut self) {
        self.sender = sender(self.ports(), WindowPolicy::default());
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// A delivery as an answer makes it, of a resident who wrote a moment ago; `change` makes it another.
    pub async fn due(&self, text: &str, change: impl FnOnce(&mut Delivery)) -> DeliveryId {
        let now = self.now();
        let n = self.written.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut delivery = Delivery {
            id: DeliveryId::new(now.as_millisecond() + i64::from(n), [n; 5]),
            follower: follower(),
            openid: Some("oU1".into()),
            question: None,
            number: None,
            entry: "E".into(),
            author: "zhang".into(),
            content: Content::Text { text: text.to_owned() },
            language: Language::Chinese,
            created_at: now,
            state: State::Due,
            hold_until: None,
            retry_at: None,
            parked: None,
            contacts: Contacts::default().with(Grant::Message, now),
            attempts: 0,
            sending_since: None,
            may_repeat: false,
            outcome: None,
            done_at: None,
            handed_over_with: None,
        };
        change(&mut delivery);
        let mut batch = Batch::new();
        put_delivery(&mut batch, &delivery, None, None).unwrap();
        batch.commit(self.rows.as_ref()).await.unwrap();
        delivery.id
    }

    pub fn job(&self, delivery: &DeliveryId) -> OutboundJob {
        OutboundJob::Send { follower: follower(), delivery: delivery.clone() }
    }

    pub async fn send(&self, delivery: &DeliveryId) -> Handled {
        self.sender.handle(&self.job(delivery)).await
    }

    /// As [`send`](Self::send); `None` when the process ended on the way.
    pub async fn send_or_die(&self, delivery: &DeliveryId) -> Option<Handled> {
        let job = self.job(delivery);
        let handled = tokio::select! {
            biased;
            handled = self.sender.handle(&job) => Some(handled),
            () = self.platform.death.notified() => None,
        };
        self.table.works_again();
        handled
    }

    pub async fn row(&self, delivery: &DeliveryId) -> Delivery {
        self.stored(delivery).await.value
    }

    pub async fn stored(&self, delivery: &DeliveryId) -> Stored<Delivery> {
        load(self.rows.as_ref(), &keys::delivery(&follower(), delivery)).await.unwrap().unwrap()
    }

    /// Writes a delivery as somebody else would.
    pub async fn change(&self, delivery: &DeliveryId, change: impl FnOnce(&mut Delivery)) {
        let mut row = self.stored(delivery).await;
        let before = row.value.try_at();
        change(&mut row.value);
        let mut batch = Batch::new();
        put_delivery(&mut batch, &row.value, Some(row.version), before).unwrap();
        batch.commit(self.rows.as_ref()).await.unwrap();
    }

    pub async fn used(&self) -> Used {
        let row = load::<Used>(self.rows.as_ref(), &keys::used(&follower())).await.unwrap();
        row.map(|row| row.value).unwrap_or_default()
    }

    /// The times of the pointers, as their keys say.
    pub fn pointers(&self) -> Vec<String> {
        let items = self.rows.all(app::ports::TableName::Delivery, "DUE#");
        items.iter().map(|item| item.key.sk.split('#').next().unwrap().to_owned()).collect()
    }
}
