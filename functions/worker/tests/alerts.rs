//! The worker tells officers what is due.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::sync::{Arc, Mutex};

use app::{
    App,
    alerts::{NewRobot, TRIES, set_robot},
    jobs::{Record, SpilledCallback, Work, WorkerJob},
    ports::{Intake, IntakeError, Notice, Notifier, NotifyError, TableError, TableName},
    testing::{MemoryTable, asks},
};
use async_trait::async_trait;
use common::Shop;
use domain::staff::Role;
use worker::handle_batch;

/// Remembers what was sent, or refuses.
#[derive(Default)]
struct Recorder {
    sent: Mutex<Vec<String>>,
    refuses: Mutex<bool>,
    /// Where to count the jobs that are left while it sends, and how many there were.
    rows: Mutex<Option<Arc<MemoryTable>>>,
    seen: Mutex<Vec<usize>>,
}

#[async_trait]
impl Notifier for Recorder {
    async fn notify(&self, notice: &Notice) -> Result<String, NotifyError> {
        if *self.refuses.lock().unwrap() {
            return Err(NotifyError::Refused("93000 invalid webhook url".to_owned()));
        }
        if let Some(rows) = self.rows.lock().unwrap().as_ref() {
            self.seen.lock().unwrap().push(rows.all(TableName::Main, "JOB#").len());
        }
        let (Notice::Robot { text, .. } | Notice::Mail { text, .. }) = notice;
        self.sent.lock().unwrap().push(text.clone());
        Ok("0 ok".to_owned())
    }
}

/// Takes no callbacks.
struct NoIntake;

#[async_trait]
impl Intake for NoIntake {
    async fn take_in(&self, _: &SpilledCallback) -> Result<(), IntakeError> {
        Err(IntakeError::Unreadable("none is expected".to_owned()))
    }

    async fn open_unanswered(&self, _: &WorkerJob) -> Result<(), TableError> {
        Err(TableError::Unavailable("none is expected".to_owned()))
    }
}

async fn shop() -> (Shop, App, Arc<Recorder>) {
    let shop = Shop::new().await;
    let recorder = Arc::new(Recorder::default());
    let app = App { notifier: recorder.clone(), ..shop.app.clone() };
    let wang = shop.bench.member("wang", "王", Role::Administrator).await;
    let address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k".to_owned();
    let robot = NewRobot { address, mentions: Vec::new() };
    set_robot(&app, &wang, robot, "https://w.example.gov.cn").await.unwrap();
    shop.pass(1);
    asks(&app, "oA", "停水了").await;
    shop.job(Work::AlertsDue).await;
    (shop, app, recorder)
}

/// Hands out what has a row, as the queue would; gives how many came back.
async fn works(shop: &Shop, app: &App, receive_count: u32) -> usize {
    let rows = shop.rows.all(TableName::Main, "JOB#");
    let record =
        |item: &app::ports::Item| Record { id: "1".to_owned(), body: item.body.clone(), receive_count };
    let records: Vec<Record> = rows.iter().map(record).collect();
    handle_batch(app, &NoIntake, &records).await.len()
}

#[tokio::test]
async fn a_look_brings_about_an_alert_and_the_alert_is_sent_once() {
    let (shop, app, recorder) = shop().await;
    assert_eq!(works(&shop, &app, 1).await, 0);
    assert!(recorder.sent.lock().unwrap().is_empty(), "the look itself sends nothing");
    assert_eq!(works(&shop, &app, 1).await, 0);
    assert_eq!(works(&shop, &app, 1).await, 0);
    assert_eq!(recorder.sent.lock().unwrap().len(), 1);
    assert!(shop.rows.all(TableName::Main, "JOB#").is_empty());
}

#[tokio::test]
async fn what_is_refused_comes_again_and_ends_as_a_dead_job_that_says_why() {
    let (shop, app, recorder) = shop().await;
    works(&shop, &app, 1).await;
    *recorder.refuses.lock().unwrap() = true;
    for tries in 1..TRIES {
        assert_eq!(works(&shop, &app, 1).await, 0, "the queue is done with it");
        let rows = shop.rows.all(TableName::Main, "JOB#");
        assert!(rows.len() == 1 && rows[0].body.contains(&format!("\"tries\":{tries}")), "{rows:?}");
        shop.pass(600);
    }
    works(&shop, &app, 1).await;
    let dead = shop.rows.all(TableName::Main, "DEAD");
    assert!(dead.len() == 1 && dead[0].body.contains("93000 invalid webhook url"), "{dead:?}");
    let job: WorkerJob = serde_json::from_str(
        serde_json::from_str::<serde_json::Value>(&dead[0].body).unwrap()["body"].as_str().unwrap(),
    )
    .unwrap();
    assert!(matches!(job.work, Work::Alert { .. }));
    assert!(shop.rows.all(TableName::Main, "JOB#").is_empty());
}

#[tokio::test]
async fn what_residents_wait_for_goes_before_what_officers_are_told() {
    let (shop, app, recorder) = shop().await;
    works(&shop, &app, 1).await;
    let follower = shop.follower.clone();
    shop.job(Work::Unfollowed { follower }).await;
    let rows = shop.rows.all(TableName::Main, "JOB#");
    let mut records: Vec<Record> = rows
        .iter()
        .map(|item| Record { id: item.key.sk.clone(), body: item.body.clone(), receive_count: 1 })
        .collect();
    records.sort_by_key(|record| !record.body.contains("alert"));
    *recorder.rows.lock().unwrap() = Some(shop.rows.clone());
    handle_batch(&app, &NoIntake, &records).await;
    assert_eq!(*recorder.seen.lock().unwrap(), [1], "only its own job was left when it was sent");
}
