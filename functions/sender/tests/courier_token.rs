//! Tokens that the district's computer brings: used while they live, waited for, never asked of the platform.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use app::ports::TableName;
use common::{Desk, Does, SEND, TOKEN};
use domain::{delivery::State, egress::Egress};
use jiff::SignedDuration;
use sender::{Handled, NoSecret, Token, Way};

/// What the courier has put, and how often it was read.
#[derive(Clone)]
struct Put(Arc<Mutex<Result<Option<String>, String>>>, Arc<AtomicUsize>);

impl Put {
    fn token(&self, desk: &Desk, token: &str, seconds: i64) {
        let ends = desk.now() + SignedDuration::from_secs(seconds);
        self.text(&format!("{{\"access_token\":\"{token}\",\"expires_at\":\"{ends}\"}}"));
    }

    fn text(&self, text: &str) {
        *self.0.lock().unwrap() = Ok(Some(text.to_owned()));
    }

    fn reads(&self) -> usize {
        self.1.load(Ordering::SeqCst)
    }

    fn way(&self) -> Way {
        let put = self.clone();
        let read = move || {
            put.1.fetch_add(1, Ordering::SeqCst);
            std::future::ready(put.0.lock().unwrap().clone().map(|text| text.map(Into::into)))
        };
        Way::in_the_cloud(Egress::CourierToken, None, read).unwrap()
    }
}

fn desk() -> (Desk, Put) {
    let put = Put(Arc::new(Mutex::new(Ok(None))), Arc::default());
    (Desk::new().with_way(put.way()), put)
}

async fn sends(desk: &Desk, text: &str) -> domain::delivery::Delivery {
    let id = desk.due(text, |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    desk.row(&id).await
}

#[tokio::test]
async fn a_token_that_was_put_is_used_and_kept() {
    let (desk, put) = desk();
    put.token(&desk, "THEIRS", 7_200);
    for text in ["一", "二"] {
        assert_eq!(sends(&desk, text).await.state, State::Delivered);
    }
    assert_eq!(desk.platform.made(SEND), vec![Some("THEIRS".to_owned()); 2]);
    assert_eq!((put.reads(), desk.platform.made(TOKEN).len()), (1, 0));
    assert!(desk.rows.all(TableName::Delivery, "TOKEN").is_empty(), "it is not copied anywhere");
}

#[tokio::test]
async fn without_a_token_it_waits_says_why_and_asks_nobody() {
    let (desk, put) = desk();
    let row = sends(&desk, "一").await;
    assert_eq!((row.state, row.parked, row.attempts), (State::Due, None, 0));
    assert_eq!(row.retry_at.unwrap().duration_since(desk.now()).as_secs(), 30);
    let why = row.outcome.unwrap().message;
    assert!(why.contains("waiting for an access token from the district's computer"), "{why}");
    let other = sends(&desk, "二").await;
    assert!(other.retry_at.is_some());
    assert_eq!(put.reads(), 1, "the others wait with it");

    desk.pass(30);
    put.token(&desk, "THEIRS", 7_200);
    assert_eq!(desk.send(&row.id).await, Handled::Done);
    assert_eq!(desk.row(&row.id).await.state, State::Delivered);
    assert!(desk.platform.made(TOKEN).is_empty());
}

#[tokio::test]
async fn an_old_token_is_as_good_as_none() {
    let (desk, put) = desk();
    put.token(&desk, "OLD", 4);
    let row = sends(&desk, "一").await;
    let why = row.outcome.unwrap().message;
    assert!(why.contains("the courier's last one ended at 2026-11-24T02:10:04Z"), "{why}");
    assert!(!why.contains("OLD"));
    assert_eq!(desk.platform.made(SEND).len() + desk.platform.made(TOKEN).len(), 0);
}

#[tokio::test]
async fn what_can_not_be_read_is_waited_for() {
    for wrong in [Ok(Some("not JSON".to_owned())), Err("the parameter store did not answer".to_owned())] {
        let (desk, put) = desk();
        *put.0.lock().unwrap() = wrong;
        let row = sends(&desk, "一").await;
        assert!(row.state == State::Due && row.retry_at.is_some());
        assert_eq!(desk.platform.made(TOKEN).len(), 0);
    }
}

#[tokio::test]
async fn the_next_one_is_taken_over_before_the_last_one_ends() {
    let (desk, put) = desk();
    put.token(&desk, "FIRST", 600);
    assert_eq!(sends(&desk, "一").await.state, State::Delivered);
    put.token(&desk, "SECOND", 7_800);
    assert_eq!(sends(&desk, "二").await.state, State::Delivered);
    desk.pass(400);
    assert_eq!(sends(&desk, "三").await.state, State::Delivered);
    let used: Vec<_> = desk.platform.made(SEND).into_iter().flatten().collect();
    assert_eq!(used, ["FIRST", "FIRST", "SECOND"]);
}

#[tokio::test]
async fn a_refused_token_is_read_again_and_then_waited_for() {
    let (desk, put) = desk();
    put.token(&desk, "DEAD", 7_200);
    desk.platform.next(SEND, [Does::Refuses(40001), Does::Refuses(40001)]);
    let row = sends(&desk, "一").await;
    assert_eq!((row.state, row.parked, desk.used().await.message), (State::Due, None, 0));
    assert!(row.retry_at.is_some());
    assert_eq!(desk.platform.made(TOKEN).len(), 0, "never asked by the cloud");

    desk.platform.next(SEND, [Does::Refuses(42001)]);
    put.token(&desk, "ALIVE", 7_300);
    desk.pass(5);
    assert_eq!(desk.send(&row.id).await, Handled::Done);
    assert_eq!(desk.row(&row.id).await.state, State::Delivered);
    assert_eq!(desk.platform.made(SEND).last().unwrap().as_deref(), Some("ALIVE"));
}

#[test]
fn a_token_is_put_as_it_is_read() {
    let json = "{\"access_token\":\"A\",\"expires_at\":\"2026-11-24T02:10:04Z\"}";
    let token = Token::from_json(&json.to_owned().into()).unwrap();
    assert_eq!(secrecy::ExposeSecret::expose_secret(&token.to_json().unwrap()), json);
    assert!(Token::from_json(&"{}".to_owned().into()).is_none());
}

#[test]
fn only_direct_calls_need_the_app_secret() {
    let nothing = || std::future::ready(Ok(None));
    for mode in Egress::ALL {
        let way = Way::in_the_cloud(mode, None, nothing);
        assert_eq!(way.err(), (mode == Egress::Direct).then_some(NoSecret), "{mode}");
    }
}
