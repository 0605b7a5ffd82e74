//! Batches with partial failure, and jobs that are given up.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::sync::Mutex;

use app::{
    dead,
    jobs::{Record, SpilledCallback, Task, Work, WorkerJob},
    keys,
    ports::{Expect, Intake, IntakeError, Op, Table, TableError, TableName},
};
use common::Shop;
use domain::audit::Source;
use worker::MAX_RECEIVES;

/// Without callbacks.
async fn handle_batch(app: &app::App, records: &[Record]) -> Vec<String> {
    worker::handle_batch(app, &Desk::default(), records).await
}

fn record(id: &str, body: &str, receive_count: u32) -> Record {
    Record { id: id.to_owned(), body: body.to_owned(), receive_count }
}

fn body(job: &WorkerJob) -> String {
    serde_json::to_string(job).unwrap()
}

async fn work(shop: &Shop) -> WorkerJob {
    shop.job(Work::DeliveriesDue { follower: shop.follower.clone() }).await
}

/// Makes the profile unreadable: whatever job needs it can't be done.
async fn spoil(shop: &Shop, body: &str) {
    let put = Op::Put {
        key: keys::follower(&shop.follower),
        body: body.to_owned(),
        expires_at: None,
        expect: Expect::Any,
    };
    shop.rows.transact(vec![put]).await.unwrap();
}

#[tokio::test]
async fn what_can_not_be_read_becomes_a_dead_job_and_the_rest_is_done() {
    let shop = Shop::new().await;
    let job = work(&shop).await;
    let records = [record("a", "{", 1), record("b", &body(&job), 1)];
    assert_eq!(handle_batch(&shop.app, &records).await, Vec::<String>::new());
    let dead = dead::list(&shop.app, 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].body.as_str()), (1, "{"));
    assert!(dead[0].why.starts_with("it can't be read"), "{}", dead[0].why);
    assert!(shop.rows.all(TableName::Main, "JOB#").is_empty());
    let error = dead::rerun(&shop.app, Source::Cli, "it", dead[0].at, &dead[0].id).await.unwrap_err();
    assert!(matches!(error, app::AppError::Input { .. }));
}

#[tokio::test]
async fn a_job_that_can_never_be_done_is_given_up_and_run_again_once_mended() {
    let shop = Shop::new().await;
    let profile = serde_json::to_string(&shop.profile().await.value).unwrap();
    let job = work(&shop).await;
    spoil(&shop, "[]").await;
    assert_eq!(handle_batch(&shop.app, &[record("a", &body(&job), 1)]).await, Vec::<String>::new());
    assert!(shop.rows.all(TableName::Main, "JOB#").is_empty(), "the ticker does not bring it back");
    let dead = dead::list(&shop.app, 10).await.unwrap().remove(0);
    assert_eq!(dead.task(), Some(Task::Job(job.clone())));

    spoil(&shop, &profile).await;
    dead::rerun(&shop.app, Source::Cli, "it", dead.at, &dead.id).await.unwrap();
    assert_eq!(shop.bench.jobs.worker(), std::slice::from_ref(&job));
    shop.done(&job).await;
    assert!(dead::list(&shop.app, 10).await.unwrap().is_empty());
    let audit = shop.rows.all(TableName::Audit, "A#");
    assert!(audit.iter().any(|item| item.body.contains("reran_job")));
    assert_eq!(
        dead::rerun(&shop.app, Source::Cli, "it", dead.at, &dead.id).await,
        Err(app::AppError::NotFound("dead job"))
    );
}

#[tokio::test]
async fn a_store_that_is_down_brings_the_job_back_until_it_was_tried_often() {
    let shop = Shop::new().await;
    let job = work(&shop).await;
    let mut app = shop.app.clone();
    app.table = std::sync::Arc::new(Down);
    let records = [record("a", &body(&job), 1)];
    assert_eq!(handle_batch(&app, &records).await, ["a"]);
    // The store that is down can't take a dead job either: nothing is lost.
    assert_eq!(handle_batch(&app, &[record("a", &body(&job), MAX_RECEIVES)]).await, ["a"]);
    assert_eq!(
        handle_batch(&shop.app, &[record("a", &body(&job), MAX_RECEIVES + 1)]).await,
        Vec::<String>::new()
    );
    assert!(dead::list(&shop.app, 10).await.unwrap().is_empty(), "once the store is back, it is simply done");
}

#[tokio::test]
async fn a_job_that_ends_its_process_each_time_is_not_tried_for_ever() {
    let shop = Shop::new().await;
    let job = work(&shop).await;
    let records = [record("a", &body(&job), 2 * MAX_RECEIVES + 1)];
    assert_eq!(handle_batch(&shop.app, &records).await, Vec::<String>::new());
    assert_eq!(dead::list(&shop.app, 10).await.unwrap().len(), 1);
}

struct Down;

#[async_trait::async_trait]
impl Table for Down {
    async fn get(&self, _: &app::ports::Key) -> Result<Option<app::ports::Item>, app::ports::TableError> {
        Err(app::ports::TableError::Unavailable("down".to_owned()))
    }

    async fn query(&self, _: &app::ports::Query) -> Result<app::ports::Page, app::ports::TableError> {
        Err(app::ports::TableError::Unavailable("down".to_owned()))
    }

    async fn transact(&self, _: Vec<Op>) -> Result<(), app::ports::TableError> {
        Err(app::ports::TableError::Unavailable("down".to_owned()))
    }
}

/// Takes callbacks in, or fails as told.
#[derive(Default)]
struct Desk {
    fails: Mutex<Option<IntakeError>>,
    taken: Mutex<Vec<SpilledCallback>>,
    opened: Mutex<Vec<WorkerJob>>,
}

#[async_trait::async_trait]
impl Intake for Desk {
    async fn take_in(&self, callback: &SpilledCallback) -> Result<(), IntakeError> {
        self.taken.lock().unwrap().push(callback.clone());
        self.fails.lock().unwrap().clone().map_or(Ok(()), Err)
    }

    async fn open_unanswered(&self, job: &WorkerJob) -> Result<(), TableError> {
        self.opened.lock().unwrap().push(job.clone());
        match self.fails.lock().unwrap().clone() {
            Some(IntakeError::Table(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

/// Longer than what is kept of a body that is nothing at all.
fn spilled() -> SpilledCallback {
    SpilledCallback { sealed: "A+/=".repeat(50_000), mac: "0123456789ABCDEF".to_owned() }
}

fn callback_body() -> String {
    serde_json::to_string(&spilled()).unwrap()
}

async fn receive(shop: &Shop, desk: &Desk, receive_count: u32) -> Vec<String> {
    worker::handle_batch(&shop.app, desk, &[record("a", &callback_body(), receive_count)]).await
}

#[tokio::test]
async fn a_spilled_callback_is_taken_in_beside_jobs() {
    let (shop, desk) = (Shop::new().await, Desk::default());
    let job = work(&shop).await;
    let records = [record("a", &callback_body(), 1), record("b", &body(&job), 1)];
    assert_eq!(worker::handle_batch(&shop.app, &desk, &records).await, Vec::<String>::new());
    assert_eq!(*desk.taken.lock().unwrap(), [spilled()]);
    assert!(shop.rows.all(TableName::Main, "JOB#").is_empty());
    assert!(dead::list(&shop.app, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_callback_comes_back_while_the_store_is_down_and_is_kept_whole_when_it_never_goes_in() {
    let (shop, desk) = (Shop::new().await, Desk::default());
    *desk.fails.lock().unwrap() = Some(TableError::Throttled.into());
    assert_eq!(receive(&shop, &desk, 1).await, ["a"]);
    assert_eq!(receive(&shop, &desk, MAX_RECEIVES - 1).await, ["a"]);
    assert!(dead::list(&shop.app, 10).await.unwrap().is_empty());
    for (fails, count) in [
        (IntakeError::from(TableError::Throttled), MAX_RECEIVES),
        (TableError::Invalid("a row".to_owned()).into(), 1),
        (IntakeError::Unreadable("it was not sealed here".to_owned()), 1),
    ] {
        *desk.fails.lock().unwrap() = Some(fails.clone());
        assert_eq!(receive(&shop, &desk, count).await, Vec::<String>::new(), "{fails}");
        let dead = dead::list(&shop.app, 10).await.unwrap().remove(0);
        assert_eq!(
            (dead.task(), dead.why.as_str()),
            (Some(Task::Callback(spilled())), fails.to_string().as_str())
        );
        dead::rerun(&shop.app, Source::Cli, "it", dead.at, &dead.id).await.unwrap();
        assert_eq!(shop.bench.jobs.spilled(), [spilled()]);
        assert!(dead::list(&shop.app, 10).await.unwrap().is_empty());
    }
    let audit = shop.rows.all(TableName::Audit, "A#");
    assert!(audit.iter().any(|item| item.body.contains("reran_job") && item.body.contains("callback")));
}

#[tokio::test]
async fn a_callback_that_waited_for_the_tables_is_taken_in_however_often_it_came() {
    let (shop, desk) = (Shop::new().await, Desk::default());
    assert_eq!(receive(&shop, &desk, 150).await, Vec::<String>::new());
    assert_eq!(*desk.taken.lock().unwrap(), [spilled()]);
    assert!(dead::list(&shop.app, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_dead_callback_stays_when_the_queue_does_not_take_it_and_goes_after_half_a_year() {
    let (shop, desk) = (Shop::new().await, Desk::default());
    *desk.fails.lock().unwrap() = Some(IntakeError::Unreadable("it was not sealed here".to_owned()));
    assert_eq!(receive(&shop, &desk, 1).await, Vec::<String>::new());
    let dead = dead::list(&shop.app, 10).await.unwrap().remove(0);
    shop.bench.jobs.refuse(true);
    let refused = dead::rerun(&shop.app, Source::Cli, "it", dead.at, &dead.id).await;
    assert!(matches!(refused, Err(app::AppError::Queue(_))), "{refused:?}");
    assert_eq!(dead::list(&shop.app, 10).await.unwrap(), [dead]);
    shop.pass(179 * 24 * 3600);
    assert_eq!(dead::list(&shop.app, 10).await.unwrap().len(), 1);
    shop.pass(2 * 24 * 3600);
    assert!(dead::list(&shop.app, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_that_nobody_chose_from_is_the_intakes_and_comes_again_when_that_fails() {
    let (shop, desk) = (Shop::new().await, Desk::default());
    let work = Work::OfferWaits { follower: shop.follower.clone(), message: "0001#m".into() };
    let job = shop.job(work).await;
    let records = [record("a", &body(&job), 1)];
    *desk.fails.lock().unwrap() = Some(TableError::Unavailable("down".to_owned()).into());
    assert_eq!(worker::handle_batch(&shop.app, &desk, &records).await, ["a"]);
    *desk.fails.lock().unwrap() = None;
    assert_eq!(worker::handle_batch(&shop.app, &desk, &records).await, Vec::<String>::new());
    assert_eq!(*desk.opened.lock().unwrap(), [job.clone(), job]);
}
