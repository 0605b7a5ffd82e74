//! The access token: shared, fetched once, renewed by the rules.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::{
    keys,
    ports::{Expect, Op, Table, TableName},
};
use common::{Desk, Does, SEND, TOKEN, Write};
use domain::delivery::{Parked, State};
use sender::Handled;

fn tokens(made: &[Option<String>]) -> Vec<&str> {
    made.iter().map(|token| token.as_deref().unwrap_or("-")).collect()
}

async fn share(desk: &Desk, token: &str, seconds: i64) {
    let expires_at = desk.now() + jiff::SignedDuration::from_secs(seconds);
    let body = format!("{{\"access_token\":\"{token}\",\"expires_at\":\"{expires_at}\"}}");
    let put = Op::Put { key: keys::access_token(), body, expires_at: None, expect: Expect::Any };
    desk.rows.transact(vec![put]).await.unwrap();
}

fn shared(desk: &Desk) -> String {
    desk.rows.all(TableName::Delivery, "TOKEN")[0].body.clone()
}

#[tokio::test]
async fn it_is_fetched_once_and_shared() {
    let mut desk = Desk::new();
    for text in ["一", "二"] {
        let id = desk.due(text, |_| {}).await;
        assert_eq!(desk.send(&id).await, Handled::Done);
    }
    desk.restart();
    let id = desk.due("三", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.platform.made(TOKEN).len(), 1);
    assert_eq!(tokens(&desk.platform.made(SEND)), ["T1", "T1", "T1"]);
    assert!(shared(&desk).contains("T1"));
}

#[tokio::test]
async fn sends_at_once_wait_for_one_fetch() {
    let desk = Desk::new();
    let go = std::sync::Arc::new(tokio::sync::Notify::new());
    let body = b"{\"access_token\":\"T1\",\"expires_in\":7200}".to_vec();
    desk.platform.next(TOKEN, [Does::Waits(go.clone(), Box::new(Does::Answers(body)))]);
    let (one, two) = (desk.due("一", |_| {}).await, desk.due("二", |_| {}).await);
    let release = async {
        tokio::task::yield_now().await;
        go.notify_one();
    };
    let _ = tokio::join!(desk.send(&one), desk.send(&two), release);
    assert_eq!(desk.platform.made(TOKEN).len(), 1);
}

#[tokio::test]
async fn with_less_than_five_minutes_left_the_next_one_is_fetched() {
    let desk = Desk::new();
    share(&desk, "OLD", 299).await;
    let id = desk.due("您好", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(tokens(&desk.platform.made(SEND)), ["T1"]);
    assert!(shared(&desk).contains("T1"));
}

#[tokio::test]
async fn the_old_one_serves_on_while_the_next_one_can_not_be_had() {
    let desk = Desk::new();
    share(&desk, "OLD", 200).await;
    desk.platform.next(TOKEN, [Does::NotSent]);
    let id = desk.due("您好", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(tokens(&desk.platform.made(SEND)), ["OLD"]);
}

#[tokio::test]
async fn an_older_token_never_replaces_a_newer_one() {
    let desk = Desk::new();
    share(&desk, "REFUSED", 7_200).await;
    let older = b"{\"access_token\":\"OLDER\",\"expires_in\":600}".to_vec();
    desk.platform.next(TOKEN, [Does::Answers(older)]);
    desk.platform.next(SEND, [Does::Refuses(42001)]);
    let id = desk.due("您好", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(tokens(&desk.platform.made(SEND)), ["REFUSED", "OLDER"]);
    assert!(shared(&desk).contains("REFUSED"));
}

#[tokio::test]
async fn a_refused_token_is_renewed_within_the_same_attempt() {
    for code in [40001, 40014, 42001] {
        let desk = Desk::new();
        desk.platform.next(SEND, [Does::Refuses(code)]);
        let id = desk.due("您好", |_| {}).await;
        assert_eq!(desk.send(&id).await, Handled::Done);
        let row = desk.row(&id).await;
        assert_eq!((row.state, row.attempts), (State::Delivered, 1), "{code}");
        assert_eq!(tokens(&desk.platform.made(SEND)), ["T1", "T2"], "{code}");
    }
}

#[tokio::test]
async fn somebody_elses_newer_token_is_tried_before_one_is_fetched() {
    let desk = Desk::new();
    let first = desk.due("一", |_| {}).await;
    assert_eq!(desk.send(&first).await, Handled::Done);
    share(&desk, "THEIRS", 7_300).await;
    desk.platform.next(SEND, [Does::Refuses(40001), Does::Refuses(40001)]);
    let second = desk.due("二", |_| {}).await;
    assert_eq!(desk.send(&second).await, Handled::Done);
    assert_eq!(desk.row(&second).await.state, State::Delivered);
    assert_eq!(tokens(&desk.platform.made(SEND)), ["T1", "T1", "THEIRS", "T2"]);
}

#[tokio::test]
async fn a_fetched_token_that_is_refused_too_ends_the_attempt_without_force() {
    let desk = Desk::new();
    desk.platform.next(SEND, [Does::Refuses(40001), Does::Refuses(40001)]);
    let id = desk.due("您好", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    let row = desk.row(&id).await;
    assert_eq!((row.state, row.parked), (State::Due, None));
    assert!(row.retry_at.is_some());
    assert_eq!((desk.platform.made(SEND).len(), desk.platform.made(TOKEN).len()), (2, 2));
    assert_eq!(desk.used().await.message, 0);
}

#[tokio::test]
async fn refused_credentials_park_say_why_and_are_not_asked_again_at_once() {
    for code in [40001, 40125, 40013, 40164, 40243] {
        let desk = Desk::new();
        desk.platform.next(TOKEN, [Does::Refuses(code)]);
        for text in ["一", "二"] {
            let id = desk.due(text, |_| {}).await;
            assert_eq!(desk.send(&id).await, Handled::Done);
            let row = desk.row(&id).await;
            assert_eq!(
                (row.state, row.parked, row.attempts),
                (State::Due, Some(Parked::NotAllowed), 0),
                "{code}"
            );
            assert_eq!(row.outcome.unwrap().code, Some(code));
        }
        assert_eq!(desk.platform.made(TOKEN).len(), 1, "{code}");
        assert!(desk.platform.made(SEND).is_empty());
    }
}

#[tokio::test]
async fn a_platform_that_gives_no_token_is_asked_less_and_less_often() {
    let desk = Desk::new();
    desk.platform.next(TOKEN, [Does::NotSent, Does::LostBefore, Does::Refuses(-1)]);
    let id = desk.due("您好", |_| {}).await;
    for pause in [1, 3, 10] {
        assert_eq!(desk.send(&id).await, Handled::Done);
        let row = desk.row(&id).await;
        assert_eq!((row.state, row.attempts), (State::Due, 0));
        assert_eq!(row.retry_at.unwrap().duration_since(desk.now()).as_secs(), pause);
        desk.pass(pause);
    }
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.row(&id).await.state, State::Delivered);
}

#[tokio::test]
async fn a_store_that_keeps_no_token_does_not_turn_into_a_fetch_for_each_send() {
    let desk = Desk::new();
    desk.table.next([Write::Unavailable]);
    for text in ["一", "二", "三"] {
        let id = desk.due(text, |_| {}).await;
        assert_eq!(desk.send(&id).await, Handled::Done);
    }
    assert_eq!(desk.platform.made(TOKEN).len(), 1);
}
