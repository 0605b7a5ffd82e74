//! A deployment that may be in any mode: officers who answer, the ticker, the worker, and whoever calls the platform.
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, dead_code)]

use std::sync::{Arc, Mutex};

use app::{
    App,
    jobs::OutboundJob,
    questions::{self, Answer},
    rows::{self, Batch, CourierLease},
    testing::{Bench, asks},
};
use domain::{
    delivery::{Delivery, SENDING_LIMIT, State},
    egress::Egress,
    ids::{DeliveryId, QuestionId},
    staff::{Actor, Role},
    window::WindowPolicy,
};
use jiff::SignedDuration;
use secrecy::SecretString;
use sender::{Credentials, Handled, PlatformTokens, Ports, Sender, Way};
use ticker::{Ticked, Ticker};

use crate::common::{Desk, TOKEN};

const OPENID: &str = "oU1";

pub struct District {
    pub desk: Desk,
    bench: Bench,
    officer: Actor,
    question: QuestionId,
    /// What a courier has put.
    token: Arc<Mutex<Option<SecretString>>>,
}

fn credentials() -> Credentials {
    Credentials { app_id: "wx1".into(), secret: "s".to_owned().into() }
}

impl District {
    /// One resident has asked a moment ago.
    pub async fn new() -> Self {
        let desk = Desk::new();
        let mut bench = Bench::over(desk.rows.clone()).await;
        bench.app.clock = desk.clock.clone();
        bench.app.jobs = desk.jobs.clone();
        let officer = bench.member("zhang", "", Role::Officer).await;
        let question = asks(&bench.app, OPENID, "老年卡在哪里办？").await;
        Self { desk, bench, officer, question, token: Arc::default() }
    }

    fn app(&self, mode: Egress) -> App {
        let mut app = self.bench.app.clone();
        app.work.egress = mode;
        app
    }

    pub async fn answers(&self, mode: Egress, text: &str) -> DeliveryId {
        self.desk.pass(1);
        let answer = Answer { text: text.to_owned(), ..Answer::default() };
        let answered = questions::answer(&self.app(mode), &self.officer, &self.question, answer).await;
        answered.unwrap().delivery.id
    }

    pub async fn row(&self, id: &DeliveryId) -> Delivery {
        let follower = self.bench.app.key.follower(OPENID);
        rows::delivery(self.desk.rows.as_ref(), &follower, id).await.unwrap().unwrap().value
    }

    pub fn arrived(&self) -> Vec<String> {
        self.desk.platform.arrived()
    }

    /// Calls of any kind that left.
    pub fn calls(&self) -> usize {
        self.desk.platform.made(TOKEN).len() + self.desk.platform.made(crate::common::SEND).len()
    }

    fn ports(&self) -> Ports {
        Ports {
            table: self.desk.table.clone(),
            jobs: self.desk.jobs.clone(),
            blobs: self.desk.blobs.clone(),
            platform: self.desk.platform.clone(),
            clock: self.desk.clock.clone(),
        }
    }

    /// The function in the cloud.
    fn cloud(&self, mode: Egress) -> Sender {
        let token = self.token.clone();
        let read = move || std::future::ready(Ok(token.lock().unwrap().clone()));
        let secret = (mode == Egress::Direct).then(credentials);
        let way = Way::in_the_cloud(mode, secret, read).unwrap();
        Sender::new(self.ports(), way, WindowPolicy::default(), || 0)
    }

    /// Whoever takes jobs from `outbound`, if anybody does.
    fn taker(&self, mode: Egress) -> Option<Sender> {
        match mode {
            Egress::None => None,
            Egress::Courier => {
                let way = Way::Open(Arc::new(PlatformTokens::kept(credentials())));
                Some(Sender::new(self.ports(), way, WindowPolicy::default(), || 0))
            }
            Egress::Direct | Egress::CourierToken => Some(self.cloud(mode)),
        }
    }

    /// Jobs that were enqueued before the mode changed. The function in the cloud may still get some of them.
    pub async fn takes(&self, mode: Egress, jobs: Vec<OutboundJob>) {
        let cloud = self.cloud(mode);
        for job in jobs {
            let handled = cloud.handle(&job).await;
            assert_eq!(handled == Handled::Again, mode == Egress::Courier, "a courier's jobs are given back");
            if let (Handled::Again, Some(taker)) = (handled, self.taker(mode)) {
                assert_eq!(taker.handle(&job).await, Handled::Done);
            }
        }
    }

    /// The process ends while it does the last of these.
    pub async fn dies(&self, mode: Egress, jobs: Vec<OutboundJob>) {
        let taker = self.taker(mode).unwrap();
        for job in jobs {
            tokio::select! {
                biased;
                handled = taker.handle(&job) => assert_eq!(handled, Handled::Done),
                () = self.desk.platform.death.notified() => {}
            }
        }
    }

    /// The district's computer, where the mode has one.
    async fn courier_is_there(&self, mode: Egress) {
        let now = self.desk.now();
        let lease = CourierLease {
            holder: "c1".to_owned(),
            host: "duty-room".to_owned(),
            program: "0.1.0".to_owned(),
            egress: mode,
            since: now,
            heartbeat: now,
            until: now + SignedDuration::from_secs(30),
            done: 0,
            trouble: None,
        };
        let mut batch = Batch::new();
        batch.replace(&lease).unwrap();
        batch.commit(self.desk.rows.as_ref()).await.unwrap();
        let ends = now + SignedDuration::from_secs(7_200);
        let json = format!("{{\"access_token\":\"COURIERS\",\"expires_at\":\"{ends}\"}}");
        *self.token.lock().unwrap() = (mode == Egress::CourierToken).then(|| json.into());
    }

    pub async fn tick(&self, mode: Egress) -> Ticked {
        Ticker::new().tick(&self.app(mode), SENDING_LIMIT).await.unwrap()
    }

    /// The deployment in this mode does what is due.
    pub async fn works(&self, mode: Egress) {
        for _ in 0..3 {
            if mode.needs_courier() {
                self.courier_is_there(mode).await;
            }
            self.tick(mode).await;
            for job in self.desk.jobs.worker() {
                worker::handle(&self.app(mode), &job).await.unwrap();
            }
            let taker = self.taker(mode);
            let jobs = self.desk.jobs.outbound();
            assert!(jobs.is_empty() || taker.is_some(), "enqueued for nobody: {jobs:?}");
            for job in jobs {
                assert_eq!(taker.as_ref().unwrap().handle(&job).await, Handled::Done);
            }
        }
    }

    /// A message of the resident whose reply carries whatever waits, as the webhook hands it over.
    pub async fn contact_carries_all(&self) {
        self.desk.pass(1);
        let follower = self.bench.app.key.follower(OPENID);
        let now = self.desk.now();
        for mut row in rows::deliveries(self.desk.rows.as_ref(), &follower).await.unwrap() {
            if row.value.state == State::Due {
                let before = row.value.try_at();
                row.value.hand_over("M".into(), now).unwrap();
                let mut batch = Batch::new();
                rows::put_delivery(&mut batch, &row.value, Some(row.version), before).unwrap();
                batch.commit(self.desk.rows.as_ref()).await.unwrap();
                self.desk.platform.rode(row.value.text());
            }
        }
        assert!(self.desk.pointers().is_empty(), "nothing is to be tried any more");
    }
}
