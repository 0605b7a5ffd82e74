//! Officers answer, send again and settle.

use crate::support::Office;
use app::{
    AppError,
    jobs::OutboundJob,
    keys,
    ports::{Query, TableName},
    questions::{self, ANSWER_LIMIT_BYTES, Answer},
    rows::load,
    testing::{asks, leaves, says_more, settles_at},
};
use domain::{
    conversation::EntryBody,
    delivery::{Delivery, Outcome, Parked, State as Sent},
    follower::Follower,
    question::{QuestionError, State},
};
use jiff::SignedDuration;

fn answer(text: &str) -> Answer {
    Answer { text: text.to_owned(), signed: true, ..Answer::default() }
}

/// Pointers that the ticker would find now.
async fn pointers(office: &Office) -> usize {
    let mut found = 0;
    for shard in 0..keys::SHARDS {
        let now = keys::millis(office.app.clock.now());
        let due = Query::partition(TableName::Delivery, keys::due_partition(shard), 100);
        found += office.app.table.query(&due.between("0", format!("{now}~"))).await.unwrap().items.len();
    }
    found
}

fn outcome(office: &Office, code: Option<i64>) -> Outcome {
    Outcome { code, message: "no answer".to_owned(), at: office.app.clock.now() }
}

#[tokio::test]
async fn an_answer_is_due_for_the_resident_with_the_officers_name() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let done = questions::answer(&office.app, &officer, &question, answer(" 带身份证\r\n到便民服务中心 "))
        .await
        .unwrap();
    assert_eq!(done.delivery.text(), "带身份证\n到便民服务中心\n—值班员 张");
    assert_eq!((done.question.state, done.question.assignee), (State::Answered, Some("zhang".into())));
    let (follower, delivery) = (done.delivery.follower.clone(), done.delivery.id.clone());
    assert_eq!(
        office.jobs.outbound(),
        [OutboundJob::Send { follower: follower.clone(), delivery: delivery.clone() }]
    );
    assert_eq!(pointers(&office).await, 1);
    assert!(done.delivery.contacts.message_at.is_some(), "the sender knows the window");
    let thread = questions::thread(&office.app, &officer, &question).await.unwrap();
    assert!(thread.follower.unwrap().deliveries_due);
    assert_eq!(thread.deliveries, [done.delivery]);
    assert!(matches!(&thread.entries[0].body, EntryBody::Answer { delivery: id, .. } if *id == delivery));
}

#[tokio::test]
async fn a_queue_that_is_down_loses_no_answer() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    office.jobs.refuse(true);
    questions::answer(&office.app, &officer, &question, answer("好")).await.unwrap();
    assert_eq!(pointers(&office).await, 1, "the ticker finds it");
}

#[tokio::test]
async fn an_answer_to_who_left_waits_until_they_come_back() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    leaves(&office.app, "o1").await;
    let done = questions::answer(&office.app, &officer, &question, answer("好")).await.unwrap();
    assert_eq!((done.delivery.parked, done.delivery.openid), (Some(Parked::Unfollowed), None));
    assert_eq!((office.jobs.outbound().len(), pointers(&office).await), (0, 0));
}

#[tokio::test]
async fn the_limit_counts_bytes_with_the_signature() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let signature = questions::signature(&officer.name).len();
    let fits = "a".repeat(ANSWER_LIMIT_BYTES - signature);
    for (text, zh) in
        [("", "请写下答复内容"), (" \n ", "请写下答复内容"), (&format!("{fits}b"), "共 2031 字节")]
    {
        let error = questions::answer(&office.app, &officer, &question, answer(text)).await.unwrap_err();
        let AppError::Input { field: "text", zh: said, .. } = error else { panic!("{error:?}") };
        assert!(said.contains(zh), "{said}");
    }
    let done = questions::answer(&office.app, &officer, &question, answer(&fits)).await.unwrap();
    assert_eq!(done.delivery.text().len(), ANSWER_LIMIT_BYTES);
    let unsigned = Answer { signed: false, ..answer("just this") };
    let done = questions::answer(&office.app, &officer, &question, unsigned).await.unwrap();
    assert_eq!(done.delivery.text(), "just this");
}

#[tokio::test]
async fn an_answer_written_against_an_older_thread_is_not_sent() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let seen = questions::thread(&office.app, &zhang, &question).await.unwrap().seen;
    office.clock.advance(SignedDuration::from_secs(5));
    says_more(&office.app, &question, "已经办好了，谢谢").await;
    let stale = Answer { seen: Some(seen.clone()), ..answer("请带身份证") };
    assert_eq!(questions::answer(&office.app, &zhang, &question, stale).await.unwrap_err(), AppError::Stale);
    let thread = questions::thread(&office.app, &zhang, &question).await.unwrap();
    assert!(thread.deliveries.is_empty());
    assert!(
        seen.is_before(thread.messages[1].received_at) && !seen.is_before(thread.messages[0].received_at)
    );
    let fresh = Answer { seen: Some(thread.seen.clone()), ..answer("好的") };
    questions::answer(&office.app, &zhang, &question, fresh.clone()).await.unwrap();
    let error = questions::answer(&office.app, &li, &question, fresh).await.unwrap_err();
    assert_eq!(error, AppError::Stale, "a colleague's answer is something new too");
    let notes = questions::thread(&office.app, &zhang, &question).await.unwrap().seen;
    questions::note(&office.app, &li, &question, "x").await.unwrap();
    let unmoved = Answer { seen: Some(notes), ..answer("再补一句") };
    questions::answer(&office.app, &zhang, &question, unmoved).await.unwrap();
}

#[tokio::test]
async fn of_two_officers_who_answer_at_once_one_is_sent() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    for round in 0..20 {
        let question = asks(&office.app, &format!("o{round}"), "老年卡在哪里办？").await;
        let seen = Some(questions::thread(&office.app, &zhang, &question).await.unwrap().seen);
        let write = |text| Answer { seen: seen.clone(), ..answer(text) };
        let (a, b) = tokio::join!(
            questions::answer(&office.app, &zhang, &question, write("甲")),
            questions::answer(&office.app, &li, &question, write("乙"))
        );
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "round {round}");
        let thread = questions::thread(&office.app, &zhang, &question).await.unwrap();
        assert_eq!(thread.deliveries.len(), 1);
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_delivery_and_no_second_one() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let other = asks(&office.app, "o2", "停水了？").await;
    let keyed = |text: &str| Answer { idempotency_key: Some("k1".to_owned()), ..answer(text) };
    let (a, b) = tokio::join!(
        questions::answer(&office.app, &officer, &question, keyed("好")),
        questions::answer(&office.app, &officer, &question, keyed("好"))
    );
    let (a, b) = (a.unwrap().delivery, b.unwrap().delivery);
    assert_eq!(a.id, b.id);
    settles_at(&office.app, &a.follower, &a.id, |row| row.delivered(row.created_at)).await;
    let again = questions::answer(&office.app, &officer, &question, keyed("好")).await.unwrap();
    assert_eq!(
        (again.delivery.id, again.delivery.state),
        (a.id.clone(), Sent::Delivered),
        "as it stands now"
    );
    let error = questions::answer(&office.app, &officer, &question, keyed("不好")).await.unwrap_err();
    assert!(matches!(error, AppError::Input { field: "idempotency_key", .. }));
    let elsewhere = questions::answer(&office.app, &officer, &other, keyed("好")).await.unwrap();
    assert_ne!(elsewhere.delivery.id, a.id, "a key belongs to its question");
    assert_eq!(questions::thread(&office.app, &officer, &question).await.unwrap().deliveries.len(), 1);
    office.clock.advance(SignedDuration::from_hours(8 * 24));
    let forgotten = questions::answer(&office.app, &officer, &question, keyed("好")).await.unwrap();
    assert_ne!(forgotten.delivery.id, a.id, "kept for seven days");
}

#[tokio::test]
async fn answer_and_end_is_one_act() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let done = questions::answer(&office.app, &officer, &question, Answer { end: true, ..answer("好") })
        .await
        .unwrap();
    assert_eq!((done.question.state, done.delivery.state), (State::Ended, Sent::Due));
    let profile =
        load::<Follower>(&*office.app.table, &keys::follower(&done.delivery.follower)).await.unwrap();
    let profile = profile.unwrap().value;
    assert!(profile.open_questions.is_empty() && profile.deliveries_due);
    let thread = questions::thread(&office.app, &officer, &question).await.unwrap();
    assert!(matches!(thread.entries[1].body, EntryBody::Change { .. }), "the end stands below the answer");
    let error = questions::answer(&office.app, &officer, &question, answer("又")).await.unwrap_err();
    assert_eq!(error, AppError::Question(QuestionError::Over));
}

/// A question with an answer that became `change`.
async fn answered(office: &Office, change: impl FnOnce(&mut Delivery)) -> Delivery {
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let done = questions::answer(&office.app, &officer, &question, answer("好")).await.unwrap();
    let _ = office.jobs.outbound();
    settles_at(&office.app, &done.delivery.follower, &done.delivery.id, change).await
}

#[tokio::test]
async fn an_unknown_delivery_sent_again_says_that_it_may_be_a_repeat() {
    let office = Office::open().await;
    let lost = outcome(&office, None);
    let row = answered(&office, |row| {
        row.start(row.created_at).unwrap();
        row.lost(lost);
    })
    .await;
    let li = office.officer("li").await;
    assert_eq!(pointers(&office).await, 0);
    office.clock.advance(SignedDuration::from_mins(3));
    let again = questions::resend(&office.app, &li, &row.follower, &row.id).await.unwrap();
    assert_eq!((again.state, again.text().starts_with("（可能重复）")), (Sent::Due, true));
    assert_eq!((office.jobs.outbound().len(), pointers(&office).await), (1, 1));
    let error = questions::resend(&office.app, &li, &row.follower, &row.id).await.unwrap_err();
    assert!(matches!(error, AppError::Delivery(_)), "only once: {error:?}");
}

#[tokio::test]
async fn an_unknown_delivery_can_be_settled_as_arrived_and_a_failed_one_given_up() {
    let office = Office::open().await;
    let lost = outcome(&office, None);
    let row = answered(&office, |row| {
        row.start(row.created_at).unwrap();
        row.lost(lost);
    })
    .await;
    let li = office.officer("li").await;
    let settled = questions::settle(&office.app, &li, &row.follower, &row.id).await.unwrap();
    assert_eq!(settled.state, Sent::Delivered);
    assert!(questions::settle(&office.app, &li, &row.follower, &row.id).await.is_err());
    let failed =
        settles_at(&office.app, &row.follower, &row.id, |row| row.fail(outcome(&office, Some(40003)))).await;
    let given_up = questions::settle(&office.app, &li, &row.follower, &failed.id).await.unwrap();
    assert_eq!(given_up.state, Sent::Withdrawn);
}

#[tokio::test]
async fn a_failed_delivery_to_who_left_waits_for_them() {
    let office = Office::open().await;
    let failed = outcome(&office, Some(43004));
    let row = answered(&office, |row| row.fail(failed)).await;
    leaves(&office.app, "o1").await;
    let li = office.officer("li").await;
    let again = questions::resend(&office.app, &li, &row.follower, &row.id).await.unwrap();
    assert_eq!((again.state, again.parked, again.may_repeat), (Sent::Due, Some(Parked::Unfollowed), false));
    assert_eq!((office.jobs.outbound().len(), pointers(&office).await), (0, 0));
}

#[tokio::test]
async fn the_longest_answer_has_room_for_the_mark_of_a_copy() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let long = Answer { signed: false, ..answer(&"a".repeat(ANSWER_LIMIT_BYTES)) };
    let row = questions::answer(&office.app, &officer, &question, long).await.unwrap().delivery;
    settles_at(&office.app, &row.follower, &row.id, |row| row.lost(outcome(&office, None))).await;
    let again = questions::resend(&office.app, &officer, &row.follower, &row.id).await.unwrap();
    assert!(again.may_repeat && again.text().len() <= 2_048, "{}", again.text().len());
}

#[tokio::test]
async fn what_was_erased_never_leaves() {
    let office = Office::open().await;
    let failed = outcome(&office, Some(43004));
    let row = answered(&office, |row| {
        row.fail(failed);
        row.erase(row.created_at);
    })
    .await;
    let li = office.officer("li").await;
    let error = questions::resend(&office.app, &li, &row.follower, &row.id).await.unwrap_err();
    assert!(matches!(error, AppError::Delivery(_)), "{error:?}");
    assert!(office.jobs.outbound().is_empty());
}
