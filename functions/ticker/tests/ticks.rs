//! What time alone brings about.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use app::{
    App,
    alerts::{self, NewRobot},
    jobs::{OutboundJob, Work, WorkerJob},
    keys,
    ports::{Expect, Op, Table, TableName},
    random,
    rows::{Batch, DuePointer, Row, Stored, delivery, load, new_job, put_delivery},
    testing::{Bench, MemoryTable},
};
use domain::{
    delivery::{Content, Delivery, Parked, SENDING_LIMIT, State, WHEN_THERE_IS_A_WAY},
    egress::Egress,
    follower::Follower,
    ids::{DeliveryId, FollowerId},
    language::Language,
    staff::Role,
    window::Contacts,
};
use jiff::SignedDuration;
use ticker::{Ticked, Ticker};

struct Tower {
    bench: Bench,
    app: App,
    rows: Arc<MemoryTable>,
    ticker: Ticker,
    follower: FollowerId,
}

impl Tower {
    async fn new() -> Self {
        let rows = Arc::new(MemoryTable::default());
        let bench = Bench::over(rows.clone()).await;
        let (app, follower) = (bench.app.clone(), bench.app.key.follower("oU1"));
        Self { bench, app, rows, ticker: Ticker::new(), follower }
    }

    async fn tick(&self) -> Ticked {
        self.ticker.tick(&self.app, SENDING_LIMIT).await.unwrap()
    }

    fn pass(&self, seconds: i64) {
        self.bench.clock.advance(SignedDuration::from_secs(seconds));
    }

    async fn commit(&self, write: impl FnOnce(&mut Batch)) {
        let mut batch = Batch::new();
        write(&mut batch);
        batch.commit(self.rows.as_ref()).await.unwrap();
    }

    async fn delivery(&self, change: impl FnOnce(&mut Delivery)) -> DeliveryId {
        let now = self.app.clock.now();
        let mut row = Delivery {
            id: DeliveryId::new(now.as_millisecond(), random().unwrap()),
            follower: self.follower.clone(),
            openid: Some("oU1".into()),
            question: None,
            number: None,
            entry: "E".into(),
            author: "zhang".into(),
            content: Content::Text { text: "您好".to_owned() },
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
        change(&mut row);
        self.commit(|batch| put_delivery(batch, &row, None, None).unwrap()).await;
        row.id
    }

    async fn row(&self, id: &DeliveryId) -> Delivery {
        delivery(self.rows.as_ref(), &self.follower, id).await.unwrap().unwrap().value
    }

    fn pointers(&self) -> usize {
        self.rows.all(TableName::Delivery, "DUE#").len()
    }
}

#[tokio::test]
async fn a_delivery_whose_time_has_come_is_enqueued_once_a_minute() {
    let tower = Tower::new().await;
    let at = tower.app.clock.now() + SignedDuration::from_secs(30);
    let id = tower.delivery(|delivery| delivery.retry_at = Some(at)).await;
    tower.delivery(|delivery| delivery.park(Parked::WindowClosed, None)).await;
    assert_eq!(tower.tick().await, Ticked::default());
    tower.pass(30);
    assert_eq!(tower.tick().await, Ticked { sends: 1, ..Ticked::default() });
    let job = OutboundJob::Send { follower: tower.follower.clone(), delivery: id };
    assert_eq!(tower.bench.jobs.outbound(), [job]);
    tower.pass(59);
    assert_eq!(tower.tick().await, Ticked::default(), "it is on its way");
    tower.pass(1);
    assert_eq!(tower.tick().await.sends, 1, "it was lost");
}

#[tokio::test]
async fn a_send_that_does_not_end_becomes_unknown() {
    let tower = Tower::new().await;
    let now = tower.app.clock.now();
    let id = tower.delivery(|delivery| delivery.start(now).unwrap()).await;
    tower.pass(59);
    assert_eq!(tower.tick().await, Ticked::default());
    tower.pass(1);
    assert_eq!(tower.tick().await, Ticked { unknown: 1, ..Ticked::default() });
    let row = tower.row(&id).await;
    assert_eq!((row.state, tower.pointers()), (State::Unknown, 0));
    assert_eq!(row.outcome.unwrap().message, "a request was begun and its end is not known");
    assert!(tower.bench.jobs.outbound().is_empty());
}

#[tokio::test]
async fn at_the_start_of_the_only_computer_nobody_is_sending() {
    let tower = Tower::new().await;
    let now = tower.app.clock.now();
    let id = tower.delivery(|delivery| delivery.start(now).unwrap()).await;
    let ticked = tower.ticker.tick(&tower.app, SignedDuration::ZERO).await.unwrap();
    assert_eq!(ticked.unknown, 1);
    assert_eq!(tower.row(&id).await.state, State::Unknown);
}

#[tokio::test]
async fn a_pointer_that_is_left_over_goes_and_the_right_one_stays() {
    let tower = Tower::new().await;
    let now = tower.app.clock.now();
    let id = tower.delivery(|delivery| delivery.retry_at = Some(now)).await;
    let earlier = now - SignedDuration::from_secs(5);
    let left = DuePointer { at: earlier, follower: tower.follower.clone(), delivery: id.clone() };
    let nowhere = DuePointer { delivery: "000#NONE".into(), ..left.clone() };
    tower
        .commit(|batch| {
            batch.insert(&left).unwrap();
            batch.insert(&nowhere).unwrap();
        })
        .await;
    assert_eq!(tower.tick().await, Ticked { sends: 1, stale: 2, ..Ticked::default() });
    assert_eq!(tower.pointers(), 1);
}

#[tokio::test]
async fn a_lost_worker_job_is_enqueued_again_until_its_row_goes() {
    let tower = Tower::new().await;
    let job = new_job(Work::Profile { follower: tower.follower.clone() }, tower.app.clock.now(), [1; 10]);
    tower.commit(|batch| batch.insert(&job).unwrap()).await;
    tower.pass(59);
    assert_eq!(tower.tick().await.jobs, 0);
    tower.pass(1);
    assert_eq!(tower.tick().await.jobs, 1);
    assert_eq!(tower.bench.jobs.worker(), std::slice::from_ref(&job));
    tower.pass(5);
    assert_eq!(tower.tick().await.jobs, 0);
    tower.commit(|batch| batch.delete(job.key())).await;
    tower.pass(60);
    assert_eq!(tower.tick().await, Ticked::default());
}

/// A resident who left a year ago.
async fn left(tower: &Tower) -> Follower {
    let now = tower.app.clock.now();
    let mut follower = Follower::new(tower.follower.clone(), "oU1".into(), now);
    follower.unfollowed(now, SignedDuration::from_hours(24 * 365));
    let at = follower.erase_at.unwrap();
    tower
        .commit(|batch| {
            batch.insert(&follower).unwrap();
            batch.put(keys::erase(at, &follower.id), &follower.id, None, Expect::Absent).unwrap();
        })
        .await;
    tower.pass(365 * 24 * 3_600);
    follower
}

#[tokio::test]
async fn an_erasure_clock_that_has_run_out_becomes_a_job_once() {
    let tower = Tower::new().await;
    left(&tower).await;
    assert_eq!(tower.tick().await, Ticked { erasures: 1, ..Ticked::default() });
    let jobs = tower.bench.jobs.worker();
    assert_eq!(jobs[0].work, Work::Erase { follower: tower.follower.clone() });
    let row: Option<Stored<WorkerJob>> = load(tower.rows.as_ref(), &jobs[0].key()).await.unwrap();
    assert_eq!(row.unwrap().value, jobs[0]);
    assert_eq!(tower.tick().await, Ticked::default());
}

#[tokio::test]
async fn who_came_back_is_not_erased() {
    let tower = Tower::new().await;
    let mut follower = left(&tower).await;
    follower.contacted(&"oU1".into());
    tower.commit(|batch| batch.replace(&follower).unwrap()).await;
    assert_eq!(tower.tick().await, Ticked::default());
    assert!(tower.rows.all(TableName::Main, "ERASE").is_empty());
    assert!(tower.rows.all(TableName::Main, "JOB#").is_empty());
}

#[tokio::test]
async fn a_row_that_can_not_be_read_holds_up_nobody() {
    let tower = Tower::new().await;
    let now = tower.app.clock.now();
    let id = tower.delivery(|delivery| delivery.retry_at = Some(now)).await;
    for key in [
        keys::due(now, &tower.follower, &"0".into()),
        keys::job(0, &"J".into()),
        keys::erase(now, &"F".into()),
    ] {
        let put = Op::Put { key, body: "?".to_owned(), expires_at: None, expect: Expect::Absent };
        tower.rows.transact(vec![put]).await.unwrap();
    }
    let ticked = tower.tick().await;
    assert_eq!((ticked.sends, ticked.failed), (1, 3));
    assert!(
        matches!(&tower.bench.jobs.outbound()[..], [OutboundJob::Send { delivery, .. }] if *delivery == id)
    );
}

#[tokio::test]
async fn the_heads_of_the_audit_are_written_down_once_an_hour() {
    let tower = Tower::new().await;
    assert_eq!(tower.tick().await.witnessed, 0, "there are none");
    tower.bench.member("zhang", "", Role::Officer).await;
    tower.pass(60);
    assert_eq!(tower.tick().await.witnessed, 0, "this hour is done");
    tower.pass(3_600);
    assert_eq!(tower.tick().await, Ticked { witnessed: 1, ..Ticked::default() });
    let object = "audit-heads/2026-11-24/11.json";
    let text = tower.app.blobs.get(object).await.unwrap().unwrap().bytes;
    assert!(String::from_utf8(text).unwrap().contains("\"chain\":\"2026-11-24#cli\",\"seq\":1"));
    let other = Ticker::new().tick(&tower.app, SENDING_LIMIT).await.unwrap();
    assert_eq!(other.witnessed, 0, "another process has done it");
}

#[tokio::test]
async fn a_queue_that_is_down_is_told_and_the_next_tick_goes_on() {
    let tower = Tower::new().await;
    tower.delivery(|_| {}).await;
    tower.bench.jobs.refuse(true);
    assert!(tower.ticker.tick(&tower.app, SENDING_LIMIT).await.is_err());
    tower.bench.jobs.refuse(false);
    assert_eq!(tower.tick().await.sends, 1);
}

#[tokio::test]
async fn a_part_that_fails_holds_up_no_other() {
    let tower = Tower::new().await;
    let chen = tower.bench.member("chen", "", Role::Administrator).await;
    let robot = NewRobot {
        address: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k".to_owned(),
        mentions: Vec::new(),
    };
    alerts::set_robot(&tower.app, &chen, robot, "").await.unwrap();
    tower.delivery(|_| {}).await;
    tower.bench.jobs.refuse(true);
    assert!(tower.ticker.tick(&tower.app, SENDING_LIMIT).await.is_err());
    let asked = tower.rows.all(TableName::Main, "JOB#");
    assert!(asked.iter().any(|item| item.body.contains("alerts_due")), "{asked:?}");
}

#[tokio::test]
async fn thousands_that_are_due_come_within_a_few_ticks() {
    let tower = Tower::new().await;
    for _ in 0..1_500 {
        tower.delivery(|_| {}).await;
    }
    let first = tower.tick().await.sends;
    let second = tower.tick().await.sends;
    assert_eq!((first, second), (1_000, 500), "of one resident, so of one shard");
}

#[tokio::test]
async fn while_nobody_calls_the_platform_what_is_due_is_parked_and_not_enqueued() {
    let mut tower = Tower::new().await;
    tower.app.work.egress = Egress::None;
    let id = tower.delivery(|_| {}).await;
    assert_eq!(tower.tick().await, Ticked { parked: 1, ..Ticked::default() });
    let row = tower.row(&id).await;
    assert_eq!((row.state, row.parked, tower.pointers()), (State::Due, Some(Parked::EgressOff), 1));
    tower.pass(3_600);
    assert_eq!(tower.tick().await, Ticked::default(), "its pointer waits for another mode");
    assert!(tower.bench.jobs.outbound().is_empty());

    tower.app.work.egress = Egress::Direct;
    assert_eq!(tower.tick().await, Ticked { released: 1, sends: 1, ..Ticked::default() });
    assert_eq!(tower.row(&id).await.parked, None);
    tower.pass(60);
    assert_eq!(tower.tick().await.released, 0);
}

#[tokio::test]
async fn what_the_account_was_not_allowed_is_set_free_by_a_change_alone_and_all_of_it() {
    let mut tower = Tower::new().await;
    assert_eq!(tower.tick().await, Ticked::default(), "the first tick only notes the mode");
    for _ in 0..1_100 {
        tower.delivery(|delivery| delivery.park(Parked::NotAllowed, None)).await;
        tower.pass(1);
    }
    assert_eq!(tower.tick().await, Ticked::default());
    tower.app.work.egress = Egress::CourierToken;
    let mut released = Vec::new();
    for _ in 0..6 {
        released.push(tower.tick().await.released);
    }
    assert_eq!(released.iter().sum::<usize>(), 1_100, "{released:?}");
    assert!(released[0] < 1_100, "a tick is bounded");
    tower.delivery(|delivery| delivery.park(Parked::NotAllowed, None)).await;
    assert_eq!(tower.tick().await.released, 0, "the change is over");
}

#[tokio::test]
async fn a_pointer_that_can_not_be_read_or_is_left_over_stops_no_change() {
    let mut tower = Tower::new().await;
    tower.app.work.egress = Egress::None;
    let id = tower.delivery(|delivery| delivery.park(Parked::EgressOff, None)).await;
    let gone = DuePointer {
        at: WHEN_THERE_IS_A_WAY,
        follower: tower.follower.clone(),
        delivery: DeliveryId::new(1, [1; 5]),
    };
    tower.commit(|batch| batch.insert(&gone).unwrap()).await;
    let mut key = gone.key();
    key.sk.push_str("#x");
    let put = Op::Put { key, body: "{".to_owned(), expires_at: None, expect: Expect::Absent };
    tower.rows.transact(vec![put]).await.unwrap();
    tower.tick().await;
    tower.app.work.egress = Egress::Direct;
    let ticked = tower.tick().await;
    assert_eq!((ticked.released, ticked.failed, ticked.sends), (2, 1, 1));
    assert_eq!(tower.row(&id).await.parked, None);
    tower.app.work.egress = Egress::None;
    tower.tick().await;
    tower.app.work.egress = Egress::Direct;
    assert_eq!(tower.tick().await.failed, 1);
}

#[tokio::test]
async fn a_look_for_alerts_is_asked_for_once_a_minute_while_they_go_somewhere() {
    let tower = Tower::new().await;
    assert_eq!(tower.tick().await.looks, 0);
    let wang = tower.bench.member("wang", "王", Role::Administrator).await;
    let address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k".to_owned();
    let robot = app::alerts::NewRobot { address, mentions: Vec::new() };
    app::alerts::set_robot(&tower.app, &wang, robot, "https://w.example.gov.cn").await.unwrap();
    tower.pass(60);
    assert_eq!((tower.tick().await.looks, tower.tick().await.looks), (1, 0));
    let asked = |job: &WorkerJob| job.work == Work::AlertsDue;
    assert_eq!(tower.bench.jobs.worker().iter().filter(|job| asked(job)).count(), 1);
    tower.pass(60);
    assert_eq!(tower.tick().await.looks, 1);
}

#[tokio::test]
async fn the_groups_are_tended_every_ten_minutes_when_there_is_anything_to_do() {
    let tower = Tower::new().await;
    assert_eq!(tower.tick().await.groups, 0);
    let question = app::testing::asks(&tower.app, "oU2", "停水了，什么时候恢复供水").await;
    app::groups::place(&tower.app, &question).await.unwrap();
    assert_eq!(tower.tick().await.groups, 0, "within the ten minutes in which it has looked");
    tower.pass(600);
    assert_eq!((tower.tick().await.groups, tower.tick().await.groups), (1, 0));
    assert_eq!(
        Ticker::new().tick(&tower.app, SENDING_LIMIT).await.unwrap().groups,
        0,
        "another process knows"
    );
    let asked = tower.bench.jobs.worker();
    assert_eq!(asked.iter().filter(|job| job.work == Work::Groups).count(), 1);
    app::groups::tend(&tower.app).await.unwrap();
    tower.pass(600);
    assert_eq!(tower.tick().await.groups, 0, "nothing has happened since");
}
