//! What is stuck is listed until somebody has seen to it.

use crate::support::Office;
use app::{
    App, AppError, WayOut, dead,
    jobs::{Work, WorkerJob},
    keys,
    ports::{Blob, Expect, Op, Query, TableName},
    questions::{self, Answer},
    rows::{AccountAlarm, Batch, FailedFile, RawCallback, Stored, load, new_job},
    shift::{self, Whose},
    stuck::{self, CallbackKind},
    testing::{asks, attaches, leaves, settles_at},
};
use domain::{
    audit::Source,
    conversation::{AttachmentState, InboundMessage},
    delivery::{Delivery, Outcome, Parked, State},
    egress::Egress,
    staff::{Actor, Permission, Role},
};
use jiff::{SignedDuration, Timestamp};

fn outcome(code: Option<i64>, at: Timestamp) -> Outcome {
    Outcome { code, message: "as recorded".to_owned(), at }
}

/// An answer that became something.
async fn answered(app: &App, officer: &Actor, openid: &str, change: impl FnOnce(&mut Delivery)) -> Delivery {
    let question = asks(app, openid, "老年卡在哪里办？").await;
    let answer = Answer { text: "好".to_owned(), ..Answer::default() };
    let row = questions::answer(app, officer, &question, answer).await.unwrap().delivery;
    settles_at(app, &row.follower, &row.id, change).await
}

async fn pointers(app: &App, partition: fn(u8) -> String) -> usize {
    let mut count = 0;
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Delivery, partition(shard), 100);
        count += app.table.query(&query).await.unwrap().items.len();
    }
    count
}

#[tokio::test]
async fn an_unknown_and_a_failed_delivery_are_listed_until_they_are_decided() {
    let office = Office::open().await;
    let (officer, chief) = (office.officer("zhang").await, office.member("chief", "", Role::Reviewer).await);
    let now = office.app.clock.now();
    let unknown = answered(&office.app, &officer, "o1", |row| row.lost(outcome(None, now))).await;
    let failed = answered(&office.app, &officer, "o2", |row| row.fail(outcome(Some(45002), now))).await;
    answered(&office.app, &officer, "o3", |row| row.delivered(now)).await;
    let seen = stuck::overview(&office.app, &officer).await.unwrap();
    let mut ids: Vec<_> = seen.deliveries.iter().map(|row| row.id.clone()).collect();
    ids.sort();
    let mut both = vec![unknown.id.clone(), failed.id.clone()];
    both.sort();
    assert_eq!(ids, both);
    assert_eq!(stuck::count(&office.app, &officer).await.unwrap(), 2);

    let denied = stuck::settle(&office.app, &officer, &unknown.follower, &unknown.id).await.unwrap_err();
    assert!(matches!(denied, AppError::Denied(denied) if denied.0 == Permission::Operate));
    let again = stuck::resend(&office.app, &chief, &unknown.follower, &unknown.id).await.unwrap();
    assert_eq!((again.state, again.may_repeat), (State::Due, true));
    stuck::settle(&office.app, &chief, &failed.follower, &failed.id).await.unwrap();
    assert!(stuck::overview(&office.app, &chief).await.unwrap().is_empty());
    assert_eq!(pointers(&office.app, keys::stuck_partition).await, 0);

    settles_at(&office.app, &unknown.follower, &unknown.id, |row| row.lost(outcome(None, now))).await;
    assert_eq!(stuck::count(&office.app, &chief).await.unwrap(), 1, "it got lost once more");
    settles_at(&office.app, &unknown.follower, &unknown.id, |row| row.delivered(now)).await;
    assert_eq!(stuck::count(&office.app, &chief).await.unwrap(), 0, "its outcome came late");
    settles_at(&office.app, &unknown.follower, &unknown.id, |row| row.lost(outcome(None, now))).await;
    settles_at(&office.app, &unknown.follower, &unknown.id, |row| row.erase(now)).await;
    assert_eq!(stuck::count(&office.app, &chief).await.unwrap(), 0, "erased words are nobody's business");
}

#[tokio::test]
async fn a_delivery_without_a_question_is_decided_too() {
    let office = Office::open().await;
    let (officer, chief) = (office.officer("zhang").await, office.member("chief", "", Role::Reviewer).await);
    let now = office.app.clock.now();
    let lost = |row: &mut Delivery| {
        row.question = None;
        row.lost(outcome(None, now));
    };
    let one = answered(&office.app, &officer, "o1", lost).await;
    let _ = office.jobs.outbound();
    let again = stuck::resend(&office.app, &chief, &one.follower, &one.id).await.unwrap();
    assert_eq!((again.state, office.jobs.outbound().len()), (State::Due, 1));
    settles_at(&office.app, &one.follower, &one.id, lost).await;
    let settled = stuck::settle(&office.app, &chief, &one.follower, &one.id).await.unwrap();
    assert_eq!((settled.state, pointers(&office.app, keys::stuck_partition).await), (State::Delivered, 0));
    let done = office.audit(Source::Admin).await;
    assert!(done.contains(&format!("chief settled follower:{}", one.follower)), "{done:?}");
}

#[tokio::test]
async fn what_waits_for_the_settings_is_set_free_at_once() {
    let office = Office::open().await;
    let (officer, chief) = (office.officer("zhang").await, office.member("chief", "", Role::Reviewer).await);
    let now = office.app.clock.now();
    for n in 0..3 {
        let held = |row: &mut Delivery| row.park(Parked::NotAllowed, Some(outcome(Some(40164), now)));
        answered(&office.app, &officer, &format!("o{n}"), held).await;
    }
    answered(&office.app, &officer, "o9", |row| row.park(Parked::WindowClosed, None)).await;
    assert_eq!(stuck::overview(&office.app, &officer).await.unwrap().held_back, 3);
    assert_eq!(pointers(&office.app, keys::parked_partition).await, 4);
    assert!(stuck::release(&office.app, &officer).await.is_err());
    assert_eq!(stuck::release(&office.app, &chief).await.unwrap(), 3);
    assert_eq!(stuck::overview(&office.app, &chief).await.unwrap().held_back, 0);
    assert_eq!(pointers(&office.app, keys::parked_partition).await, 1, "the one that waits for its resident");
}

#[tokio::test]
async fn a_dead_job_runs_again_and_one_that_can_not_be_read_is_taken_off() {
    let office = Office::open().await;
    let (officer, chief) = (office.officer("zhang").await, office.member("chief", "", Role::Reviewer).await);
    let job = new_job(Work::Profile { follower: "F".into() }, office.app.clock.now(), [1; 10]);
    dead::bury(&office.app, &serde_json::to_string(&job).unwrap(), "the store failed").await.unwrap();
    dead::bury(&office.app, "{", "it can't be read").await.unwrap();
    let jobs = stuck::overview(&office.app, &officer).await.unwrap().jobs;
    assert_eq!((jobs.len(), stuck::count(&office.app, &officer).await.unwrap()), (2, 2));
    for dead in &jobs {
        let at = Timestamp::from_millisecond(dead.at.as_millisecond()).unwrap();
        assert!(stuck::rerun_job(&office.app, &officer, at, &dead.id).await.is_err());
        let readable = dead.task().is_some();
        assert_eq!(stuck::forget_job(&office.app, &chief, at, &dead.id).await.is_ok(), !readable);
        if readable {
            stuck::rerun_job(&office.app, &chief, at, &dead.id).await.unwrap();
        }
    }
    assert_eq!(office.jobs.worker(), std::slice::from_ref(&job));
    assert!(
        load::<WorkerJob>(office.app.table.as_ref(), &keys::job(job.due_ms, &job.id))
            .await
            .unwrap()
            .is_some()
    );
    assert!(stuck::overview(&office.app, &chief).await.unwrap().jobs.is_empty());
}

#[tokio::test]
async fn a_file_that_could_not_be_had_is_asked_for_again_while_the_platform_keeps_it() {
    let office = Office::open().await;
    let chief = office.member("chief", "", Role::Reviewer).await;
    let question = asks(&office.app, "o1", "路灯倒了").await;
    let blob = Blob { content_type: "image/png".to_owned(), bytes: vec![1] };
    let message = attaches(&office.app, &question, blob, vec![2]).await;
    let follower = office.app.key.follower("o1");
    let now = office.app.clock.now();
    let failed = FailedFile {
        follower: follower.clone(),
        message: message.clone(),
        question: Some(question),
        at: now,
        why: "add 1.2.3.4 to the account's IP whitelist".to_owned(),
        until: now + SignedDuration::from_hours(72),
    };
    let put = async || {
        let mut batch = Batch::new();
        batch.replace(&failed).unwrap();
        batch.commit(office.app.table.as_ref()).await.unwrap();
    };
    put().await;
    assert_eq!(stuck::overview(&office.app, &chief).await.unwrap().files, std::slice::from_ref(&failed));
    stuck::fetch_again(&office.app, &chief, &follower, &message).await.unwrap();
    let row: Stored<InboundMessage> =
        load(office.app.table.as_ref(), &keys::message(&follower, &message)).await.unwrap().unwrap();
    assert_eq!(row.value.attachment.unwrap().state, AttachmentState::Pending);
    assert_eq!(office.jobs.worker().len(), 1);
    let gone = stuck::fetch_again(&office.app, &chief, &follower, &message).await.unwrap_err();
    assert_eq!(gone, AppError::NotFound("attachment"));
    put().await;
    stuck::forget_file(&office.app, &chief, &follower, &message).await.unwrap();
    put().await;
    office.clock.advance(SignedDuration::from_hours(73));
    assert!(stuck::overview(&office.app, &chief).await.unwrap().files.is_empty(), "the platform deleted it");
}

#[tokio::test]
async fn a_callback_is_read_under_audit_and_dismissed() {
    let office = Office::open().await;
    let (officer, chief) = (office.officer("zhang").await, office.member("chief", "", Role::Reviewer).await);
    let now = office.app.clock.now();
    for (key, about) in [
        (keys::unreadable("0A"), "no FromUserName"),
        (keys::account_event(&keys::message_key(1_700_000_000, "x")), "MASSSENDJOBFINISH"),
    ] {
        let row =
            RawCallback { received_at: now, about: about.to_owned(), raw: "<xml>秘密</xml>".to_owned() };
        let body = serde_json::to_string(&row).unwrap();
        let put = Op::Put { key, body, expires_at: None, expect: Expect::Absent };
        office.app.table.transact(vec![put]).await.unwrap();
    }
    let seen = stuck::overview(&office.app, &officer).await.unwrap();
    assert_eq!((seen.unreadable.len(), seen.events.len()), (1, 1));
    assert_eq!(stuck::count(&office.app, &officer).await.unwrap(), 1, "events are for information");
    let id = &seen.unreadable[0].id;
    assert!(stuck::open_callback(&office.app, &officer, CallbackKind::Unreadable, id).await.is_err());
    let opened = stuck::open_callback(&office.app, &chief, CallbackKind::Unreadable, id).await.unwrap();
    assert!(opened.callback.raw.contains("秘密"));
    stuck::dismiss_callback(&office.app, &chief, CallbackKind::Unreadable, id).await.unwrap();
    stuck::dismiss_callback(&office.app, &chief, CallbackKind::Event, &seen.events[0].id).await.unwrap();
    let gone = stuck::open_callback(&office.app, &chief, CallbackKind::Unreadable, id).await.unwrap_err();
    assert_eq!(gone, AppError::NotFound("callback"));
    let audit = office.audit(Source::Admin).await;
    assert!(audit.contains(&"chief read_callback callback:unreadable:0A".to_owned()), "{audit:?}");
}

#[tokio::test]
async fn what_is_wrong_with_the_account_is_shown_for_a_day_and_a_silent_courier_always() {
    let mut office = Office::open().await;
    let officer = office.officer("zhang").await;
    let alarm = AccountAlarm {
        kind: "quota".to_owned(),
        reason: "the day's quota is used up".to_owned(),
        at: office.app.clock.now(),
    };
    let mut batch = Batch::new();
    batch.replace(&alarm).unwrap();
    batch.commit(office.app.table.as_ref()).await.unwrap();
    assert_eq!(stuck::overview(&office.app, &officer).await.unwrap().alarms, [alarm]);
    office.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(stuck::count(&office.app, &officer).await.unwrap(), 0);
    office.bench_mut().app.work.egress = Egress::Courier;
    let seen = stuck::overview(&office.app, &officer).await.unwrap();
    assert_eq!((seen.way_out, seen.is_empty()), (WayOut::CourierSilent(None), false));
}

#[tokio::test]
async fn a_shift_hands_over_what_is_open_by_its_promise_mine_or_everyones() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let late = asks(&office.app, "o1", "第一个").await;
    office.clock.advance(SignedDuration::from_mins(61));
    let today = asks(&office.app, "o2", "第二个").await;
    questions::take(&office.app, &zhang, &today).await.unwrap();
    office.clock.advance(SignedDuration::from_secs(1));
    let parked = |row: &mut Delivery| row.park(Parked::WindowClosed, None);
    let waits = answered(&office.app, &li, "o3", parked).await;

    let all = shift::hand_over(&office.app, &zhang, Whose::Everyone).await.unwrap();
    let ids =
        |lines: &[app::rows::InboxLine]| lines.iter().map(|line| line.question.clone()).collect::<Vec<_>>();
    assert_eq!((ids(&all.overdue), ids(&all.today)), (vec![late], vec![today.clone()]));
    assert_eq!((all.open(), all.answered.len(), all.more), (2, 1, false));
    assert_eq!(all.awaiting.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), [waits.id]);
    let mine = shift::hand_over(&office.app, &zhang, Whose::Mine).await.unwrap();
    assert_eq!((ids(&mine.today), mine.open(), mine.awaiting.len()), (vec![today], 1, 0));
    leaves(&office.app, "o3").await;
}

#[tokio::test]
async fn notes_of_the_shift_are_kept_by_day_with_who_wrote_them() {
    let office = Office::open().await;
    let (zhang, reader) = (office.officer("zhang").await, office.member("reader", "", Role::Reader).await);
    let date = domain::time::beijing(office.app.clock.now()).date();
    for wrong in ["", " \r\n", &"长".repeat(2001)] {
        let error = shift::note(&office.app, &zhang, wrong).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field: "note", .. }), "{error:?}");
    }
    assert!(shift::note(&office.app, &reader, "x").await.is_err());
    shift::note(&office.app, &zhang, " 三农场停水\r\n到 18 点 ").await.unwrap();
    office.clock.advance(SignedDuration::from_hours(24));
    shift::note(&office.app, &zhang, "已恢复").await.unwrap();
    let notes = shift::notes(&office.app, &reader, date).await.unwrap();
    assert_eq!(
        (notes.len(), notes[0].text.as_str(), notes[0].by.as_str()),
        (1, "三农场停水\n到 18 点", "zhang")
    );
    assert!(
        office.audit(Source::Admin).await.contains(&"zhang wrote_shift_note shift:2026-11-25".to_owned())
    );
}
