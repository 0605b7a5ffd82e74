//! The worker over a table in memory; the test plays the webhook and the sender.
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, dead_code, unused_imports)]

use std::sync::Arc;

use app::{
    App,
    jobs::{OutboundJob, Work, WorkerJob},
    keys,
    ports::{Table, TableName},
    random,
    rows::{Batch, RequestOutcome, RequestRow, Row, Stored, load, new_job, put_delivery},
    testing::{Bench, MemoryTable},
};
use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage, Said},
    delivery::{Content, Delivery, State},
    follower::Follower,
    ids::{DeliveryId, EntryId, FollowerId, MessageKey},
    language::Language,
    window::{Contacts, Grant},
};
use jiff::SignedDuration;
use worker::{Worked, handle};

pub const OPENID: &str = "oU1";

/// A worker's world.
pub struct Shop {
    pub bench: Bench,
    pub app: App,
    pub rows: Arc<MemoryTable>,
    pub follower: FollowerId,
}

impl Shop {
    /// With one resident who follows.
    pub async fn new() -> Self {
        let rows = Arc::new(MemoryTable::default());
        let bench = Bench::over(rows.clone()).await;
        let (app, follower) = (bench.app.clone(), bench.app.key.follower(OPENID));
        let shop = Self { bench, app, rows, follower };
        let new = Follower::new(shop.follower.clone(), OPENID.into(), shop.app.clock.now());
        shop.insert(&new).await;
        shop
    }

    pub fn pass(&self, seconds: i64) {
        self.bench.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub async fn insert<T: Row>(&self, row: &T) {
        let mut batch = Batch::new();
        batch.insert(row).unwrap();
        batch.commit(self.rows.as_ref()).await.unwrap();
    }

    pub async fn update<T: Row>(&self, row: &Stored<T>) {
        let mut batch = Batch::new();
        batch.update(row).unwrap();
        batch.commit(self.rows.as_ref()).await.unwrap();
    }

    /// A job with its row, as its cause writes it.
    pub async fn job(&self, work: Work) -> WorkerJob {
        let job = new_job(work, self.app.clock.now(), random().unwrap());
        self.insert(&job).await;
        job
    }

    /// Does the job, which has to end, and twice, which must change nothing.
    pub async fn done(&self, job: &WorkerJob) {
        assert_eq!(handle(&self.app, job).await, Ok(Worked::Done));
        let before = self.everything();
        assert_eq!(handle(&self.app, job).await, Ok(Worked::Done));
        assert_eq!(self.everything(), before, "a second time changes nothing");
        assert!(self.rows.all(TableName::Main, "JOB#").is_empty(), "its row is gone");
    }

    pub fn everything(&self) -> Vec<(String, u64)> {
        let tables = TableName::ALL.into_iter().flat_map(|table| self.rows.all(table, ""));
        tables.map(|item| (format!("{}{}{}", item.key.pk, item.key.sk, item.body), item.version)).collect()
    }

    pub async fn profile(&self) -> Stored<Follower> {
        load(self.rows.as_ref(), &keys::follower(&self.follower)).await.unwrap().unwrap()
    }

    /// The resident sends something now.
    pub async fn message(&self, identity: &str, said: Said, attachment: bool) -> MessageKey {
        let now = self.app.clock.now();
        let key = keys::message_key(now.as_second(), identity);
        self.insert(&InboundMessage {
            key: key.clone(),
            follower: self.follower.clone(),
            received_at: now,
            said,
            question: None,
            attachment: attachment.then(|| Attachment {
                media_id: "MEDIA1".to_owned(),
                picture_url: None,
                state: AttachmentState::Pending,
            }),
            reply: None,
            handed_over: Vec::new(),
            menu: Default::default(),
            contacts: Contacts::default().with(Grant::Message, now),
            rate: Default::default(),
        })
        .await;
        key
    }

    pub async fn message_row(&self, key: &MessageKey) -> InboundMessage {
        load(self.rows.as_ref(), &keys::message(&self.follower, key)).await.unwrap().unwrap().value
    }

    pub async fn delivery(&self, text: &str, change: impl FnOnce(&mut Delivery)) -> DeliveryId {
        let now = self.app.clock.now();
        let mut delivery = Delivery {
            id: DeliveryId::new(now.as_millisecond(), random().unwrap()),
            follower: self.follower.clone(),
            openid: Some(OPENID.into()),
            question: None,
            number: None,
            entry: EntryId::new(now.as_millisecond(), random().unwrap()),
            author: "zhang".into(),
            content: Content::Text { text: text.to_owned() },
            language: Language::Chinese,
            created_at: now,
            state: State::Due,
            hold_until: None,
            retry_at: None,
            parked: None,
            contacts: Contacts::default(),
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

    pub async fn delivery_row(&self, id: &DeliveryId) -> Delivery {
        app::rows::delivery(self.rows.as_ref(), &self.follower, id).await.unwrap().unwrap().value
    }

    /// Plays the sender: the outcome of a job's request.
    pub async fn outcome(&self, job: &WorkerJob, outcome: RequestOutcome) {
        let mut row: Stored<RequestRow> =
            load(self.rows.as_ref(), &keys::request(&job.id)).await.unwrap().unwrap();
        row.value.outcome = Some(outcome);
        self.update(&row).await;
    }
}
