//! What must hold whatever happens: effects once, answers that wait are handed over once, nothing stored unverified.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use app::{
    keys,
    ports::{Query, TableName},
    rows::{self, Batch, Stored},
};
use domain::{
    delivery::{Content, Delivery, Parked, State},
    follower::Follower,
    ids::{DeliveryId, QuestionNumber},
    language::Language,
    window::Contacts,
};
use jiff::SignedDuration;
use support::{District, Resident};

async fn count(district: &District, pk: &str) -> usize {
    let query = Query::partition(TableName::Main, pk, 1000);
    district.app.table.query(&query).await.unwrap().items.len()
}

async fn inbox(district: &District) -> usize {
    let mut lines = 0;
    for shard in 0..keys::SHARDS {
        lines += count(district, &keys::inbox_partition(domain::question::State::Waiting, shard)).await;
    }
    lines
}

/// An officer's answer that waits for the next contact.
async fn waits(resident: &Resident<'_>, text: &str, parked: Option<Parked>) -> DeliveryId {
    let district = resident.district;
    district.passes(SignedDuration::from_millis(1));
    let (table, now) = (district.app.table.as_ref(), district.now());
    let id = DeliveryId::new(now.as_millisecond(), app::random().unwrap());
    let delivery = Delivery {
        id: id.clone(),
        follower: resident.id(),
        openid: Some(resident.openid.into()),
        question: None,
        number: Some(QuestionNumber::candidate(&"0123456789ABCDEF".into(), 0)),
        entry: "1".into(),
        author: "zhang".into(),
        content: Content::Text { text: text.to_owned() },
        language: Language::Chinese,
        created_at: now,
        state: State::Due,
        hold_until: None,
        retry_at: None,
        parked,
        contacts: Contacts::default(),
        attempts: 0,
        sending_since: None,
        may_repeat: false,
        outcome: None,
        done_at: None,
        handed_over_with: None,
    };
    let mut batch = Batch::new();
    rows::put_delivery(&mut batch, &delivery, None, None).unwrap();
    let mut profile: Stored<Follower> =
        rows::load(table, &keys::follower(&resident.id())).await.unwrap().unwrap();
    profile.value.deliveries_due = true;
    batch.update(&profile).unwrap();
    batch.commit(table).await.unwrap();
    id
}

async fn delivery(resident: &Resident<'_>, id: &DeliveryId) -> Delivery {
    rows::delivery(resident.district.app.table.as_ref(), &resident.id(), id).await.unwrap().unwrap().value
}

#[tokio::test]
async fn a_retry_gets_the_same_bytes_and_has_no_second_effect() {
    let district = District::open().await;
    let li = district.resident("oLi");
    for xml in [
        li.event("subscribe", "<EventKey></EventKey>"),
        li.message("text", "<Content>3</Content>"),
        li.message("text", "<Content>老年卡在哪里办？</Content>"),
        li.message("image", "<PicUrl>http://p/1</PicUrl><MediaId>m1</MediaId>"),
    ] {
        let first = district.receives(&xml).await;
        district.passes(SignedDuration::from_secs(5));
        assert_eq!(district.receives(&xml).await, first);
        for _ in 0..8 {
            li.says("1").await;
        }
        assert_eq!(district.receives(&xml).await, first, "a late repetition, behind newer messages");
    }
    assert_eq!(inbox(&district).await, 1);
}

#[tokio::test]
async fn a_picture_rides_on_no_reply_and_is_pushed_after_it() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("1").await;
    let id = waits(&li, "", Some(Parked::WindowClosed)).await;
    let picture = Content::Picture { object: "sent/Q/1.jpg".to_owned(), uploaded: None };
    app::testing::settles_at(&district.app, &li.id(), &id, |row| row.content = picture).await;
    let words = waits(&li, "见图", Some(Parked::WindowClosed)).await;
    let _ = district.bench.jobs.worker();
    li.says("3").await.says("见图").says("【公交路况】");
    assert_eq!(delivery(&li, &words).await.state, State::HandedOver);
    assert_eq!(delivery(&li, &id).await.state, State::Due);
    let jobs = district.bench.jobs.worker();
    assert!(jobs.iter().any(|job| matches!(job.work, app::jobs::Work::DeliveriesDue { .. })), "{jobs:?}");
}

#[tokio::test]
async fn two_taps_in_one_second_are_two_contacts() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.taps("topic1").await.says("【今日提醒】");
    li.taps("topic3").await.says("【公交路况】");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_copies_at_once_have_one_effect_and_one_reply() {
    let district = Arc::new(District::open().await);
    let xml = district.resident("oLi").message("text", "<Content>老年卡在哪里办？</Content>");
    let copies: Vec<_> = (0..50)
        .map(|_| {
            let (district, xml) = (district.clone(), xml.clone());
            tokio::spawn(async move { district.receives(&xml).await })
        })
        .collect();
    let mut answers = Vec::new();
    for copy in copies {
        answers.push(copy.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    answers[0].says("已收到，编号");
    assert_eq!(inbox(&district).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_one_burst_at_once_lose_nothing() {
    let district = Arc::new(District::open().await);
    let number = district.resident("oLi").says("第一句").await.number();
    let sent: Vec<_> = (0..6)
        .map(|n| {
            let district = district.clone();
            tokio::spawn(async move { district.resident("oLi").says(&format!("第{n}句补充说明")).await })
        })
        .collect();
    for answer in sent {
        answer.await.unwrap().is_silent();
    }
    let progress = district.resident("oLi").says("查进度").await;
    progress.says("1 个未结束").says(&number);
}

#[tokio::test]
async fn an_answer_that_waits_rides_on_the_next_reply_once() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("3").await;
    let id = waits(&li, "请带身份证。\n—值班员 张", Some(Parked::WindowClosed)).await;
    let xml = li.message("text", "<Content>3</Content>");
    let first = district.receives(&xml).await;
    first.says("的答复】\n请带身份证。\n—值班员 张").says("【公交路况】");
    let handed = delivery(&li, &id).await;
    assert_eq!(handed.state, State::HandedOver);
    assert_eq!(district.receives(&xml).await, first);
    li.says("3").await.does_not_say("请带身份证");
}

#[tokio::test]
async fn what_does_not_fit_stays_due_and_our_own_words_give_way_to_an_answer() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("3").await;
    let long = "长".repeat(655);
    let (first, second) =
        (waits(&li, &long, Some(Parked::UsedUp)).await, waits(&li, &long, Some(Parked::UsedUp)).await);
    let answer = li.says("3").await;
    answer.says(&long).says("请再发一次").does_not_say("【公交路况】");
    assert!(answer.text.as_ref().unwrap().len() <= 2048);
    assert_eq!(delivery(&li, &first).await.state, State::HandedOver);
    assert_eq!(delivery(&li, &second).await.state, State::Due);
    li.says("3").await.says(&long);
    assert_eq!(delivery(&li, &second).await.state, State::HandedOver);
    li.says("3").await.says("【公交路况】");
}

#[tokio::test]
async fn a_receipt_keeps_its_number_when_an_answer_needs_the_room() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("3").await;
    let long = "长".repeat(655);
    waits(&li, &long, None).await;
    li.says("老年卡在哪里办？").await.says(&long).says("已收到，编号 Q-").does_not_say("补充");
}

#[tokio::test]
async fn nothing_rides_on_a_reply_that_is_not_shown() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("3").await;
    let id = waits(&li, "请带身份证。", Some(Parked::WindowClosed)).await;
    li.does("VIEW", "<EventKey>https://a.example</EventKey>").await.is_silent();
    li.does("unsubscribe", "").await.is_silent();
    assert_eq!(delivery(&li, &id).await.state, State::Due);
    district.passes(SignedDuration::from_secs(1));
    li.follows().await.says("请带身份证。").says("欢迎回来");
}

#[tokio::test]
async fn leaving_starts_the_erasure_clock_and_coming_back_stops_it() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.follows().await;
    li.does("unsubscribe", "").await.is_silent();
    let profile = || async {
        let stored: Stored<Follower> =
            rows::load(district.app.table.as_ref(), &keys::follower(&li.id())).await.unwrap().unwrap();
        stored.value
    };
    let left = profile().await;
    assert!(!left.following && left.openid.is_none() && left.erase_at.is_some());
    assert_eq!(count(&district, keys::ERASE_PARTITION).await, 1);
    district.passes(SignedDuration::from_secs(1));
    li.says("3").await;
    let back = profile().await;
    assert!(back.following && back.openid.is_some() && back.erase_at.is_none());
    assert_eq!(count(&district, keys::ERASE_PARTITION).await, 0);
}

#[tokio::test]
async fn a_withdrawn_consent_is_audited_and_queued_once() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("老年卡在哪里办？").await;
    let fields = "<OpenID>oLi</OpenID><AppID>wx0000000000000001</AppID><RevokeInfo>301</RevokeInfo>";
    let xml = district.resident("oPlatform").event("user_authorization_revoke", fields);
    district.receives(&xml).await.is_silent();
    district.receives(&xml).await.is_silent();
    let query = Query::partition(TableName::Audit, keys::audit_partition("2026-11-24#webhook"), 10);
    let page = district.app.table.query(&query).await.unwrap();
    assert_eq!(page.items.len(), 1);
    assert!(page.items[0].body.contains("consent_withdrawn") && !page.items[0].body.contains("oLi"));
}

#[tokio::test]
async fn what_is_not_genuine_is_refused_without_a_word_and_stores_nothing() {
    let district = District::open().await;
    let rows_before = rows_in_all(&district).await;
    let body = "<xml><Encrypt>AAAA</Encrypt></xml>".to_owned();
    let fresh = district.now().as_second();
    for (uri, status) in [
        (format!("/wechat?timestamp={fresh}&nonce=1&encrypt_type=aes&msg_signature=0000"), 403),
        (format!("/wechat?timestamp={fresh}&nonce=1&signature=0000"), 403),
        ("/wechat".to_owned(), 403),
    ] {
        let answer = district.posts(&uri, body.clone()).await;
        assert!(answer.status == status || answer.status == 400, "{uri}: {answer:?}");
        assert_eq!(answer.body, "", "{uri}");
    }
    let huge = "x".repeat(300 * 1024);
    assert_eq!(district.posts("/wechat", huge).await.status, 413);
    assert_eq!(rows_in_all(&district).await, rows_before);
}

async fn rows_in_all(district: &District) -> usize {
    let mut rows =
        count(district, keys::EVENTS_PARTITION).await + count(district, keys::UNREADABLE_PARTITION).await;
    rows += inbox(district).await;
    rows
}

#[tokio::test]
async fn genuine_but_unreadable_is_kept_raw_and_accepted() {
    let district = District::open().await;
    for raw in ["<xml><broken", "<xml><ToUserName>gh_000000000001</ToUserName></xml>", "not xml"] {
        district.receives(raw).await.is_silent();
        district.receives(raw).await.is_silent();
    }
    assert_eq!(count(&district, keys::UNREADABLE_PARTITION).await, 3);
}
