//! The reply window, contacts and what changes while a request is under way.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::sync::Arc;

use common::{Desk, Does, SEND};
use domain::{
    delivery::{Delivery, Parked, State},
    window::{Contacts, Grant},
};
use sender::Handled;
use tokio::sync::Notify;

#[tokio::test]
async fn the_sixth_answer_to_one_message_waits_for_the_next() {
    let desk = Desk::new();
    let contacts = Contacts::default().with(Grant::Message, desk.now());
    for n in 1..=6 {
        let id = desk.due(&format!("{n}"), |delivery| delivery.contacts = contacts).await;
        assert_eq!(desk.send(&id).await, Handled::Done);
        let row = desk.row(&id).await;
        match n {
            1..=5 => assert_eq!(row.state, State::Delivered),
            _ => assert_eq!((row.state, row.parked), (State::Due, Some(Parked::UsedUp))),
        }
    }
    assert_eq!(desk.platform.made(SEND).len(), 5);
}

#[tokio::test]
async fn two_days_later_nothing_is_sent() {
    let desk = Desk::new();
    let id = desk.due("迟到的答复", |_| {}).await;
    desk.pass(48 * 3_600);
    assert_eq!(desk.send(&id).await, Handled::Done);
    let row = desk.row(&id).await;
    assert_eq!((row.parked, row.attempts), (Some(Parked::WindowClosed), 0));
    assert!(desk.pointers().is_empty() && desk.platform.made(SEND).is_empty());
}

#[tokio::test]
async fn without_an_address_it_waits() {
    let desk = Desk::new();
    let id = desk.due("您好", |delivery| delivery.openid = None).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.row(&id).await.parked, Some(Parked::Unfollowed));
}

#[tokio::test]
async fn a_held_delivery_waits_for_its_time() {
    let desk = Desk::new();
    let until = desk.now() + jiff::SignedDuration::from_secs(20);
    let id = desk.due("您好", |delivery| delivery.hold_until = Some(until)).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert!(desk.platform.made(SEND).is_empty());
    desk.pass(20);
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["您好"]);
}

/// Sends to a platform that does this, while somebody else changes the row.
async fn sent_meanwhile(does: Does, meanwhile: impl FnOnce(&Desk, &mut Delivery)) -> (Desk, Delivery) {
    let desk = Desk::new();
    let id = desk.due("您好", |_| {}).await;
    let go = Arc::new(Notify::new());
    desk.platform.next(SEND, [Does::Waits(go.clone(), Box::new(does))]);
    let somebody = async {
        while desk.platform.made(SEND).is_empty() {
            tokio::task::yield_now().await;
        }
        desk.pass(5);
        desk.change(&id, |delivery| meanwhile(&desk, delivery)).await;
        go.notify_one();
    };
    let (handled, ()) = tokio::join!(desk.send(&id), somebody);
    assert_eq!(handled, Handled::Done);
    let row = desk.row(&id).await;
    (desk, row)
}

#[tokio::test]
async fn a_contact_during_a_refused_request_means_another_try_instead_of_parking() {
    let (desk, row) = sent_meanwhile(Does::Refuses(45015), |desk, delivery| {
        assert_eq!(delivery.state, State::Sending);
        delivery.contacts = delivery.contacts.with(Grant::Message, desk.now());
    })
    .await;
    assert_eq!((row.state, row.parked), (State::Due, None));
    desk.pass(1);
    assert_eq!(desk.send(&row.id).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["您好"]);
}

#[tokio::test]
async fn an_outcome_that_comes_late_still_tells_the_truth() {
    // A jump of the clock made the ticker give it up while the request was under way.
    let give_up = |_: &Desk, delivery: &mut Delivery| delivery.abandon(delivery.created_at);
    let (_, row) = sent_meanwhile(Does::Answers(b"{}".to_vec()), give_up).await;
    assert_eq!(row.state, State::Delivered);
    let (_, row) = sent_meanwhile(Does::Refuses(45015), give_up).await;
    assert_eq!((row.state, row.parked, row.may_repeat), (State::Due, Some(Parked::WindowClosed), false));
}

#[tokio::test]
async fn an_outcome_that_comes_after_an_officers_decision_changes_nothing() {
    let (_, row) = sent_meanwhile(Does::Refuses(45002), |_, delivery| {
        delivery.abandon(delivery.created_at);
        delivery.settle(delivery.created_at).unwrap();
    })
    .await;
    assert_eq!(row.state, State::Delivered);
    let (desk, row) = sent_meanwhile(Does::Refuses(45002), |_, delivery| {
        delivery.abandon(delivery.created_at);
        delivery.resend(delivery.contacts).unwrap();
    })
    .await;
    assert_eq!((row.state, row.may_repeat), (State::Delivered, true));
    assert_eq!(
        desk.platform.arrived(),
        ["（可能重复）您好"],
        "the same job sends what the officer sent again"
    );
}

#[tokio::test]
async fn what_is_erased_while_it_is_sent_is_taken_back_unless_it_arrived() {
    let erase = |desk: &Desk, delivery: &mut Delivery| delivery.erase(desk.now());
    let (_, row) = sent_meanwhile(Does::NotSent, erase).await;
    assert_eq!((row.state, row.openid), (State::Withdrawn, None));
    let (_, row) = sent_meanwhile(Does::Answers(b"{}".to_vec()), erase).await;
    assert_eq!((row.state, row.content.text()), (State::Delivered, ""));
}

#[tokio::test]
async fn erased_words_never_leave() {
    let desk = Desk::new();
    let id = desk
        .due("您好", |delivery| delivery.content = domain::delivery::Content::Text { text: String::new() })
        .await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.row(&id).await.state, State::Withdrawn);
    assert!(desk.platform.made(SEND).is_empty());
}

#[tokio::test]
async fn what_an_officer_sends_again_is_marked() {
    let desk = Desk::new();
    desk.platform.next(SEND, [Does::LostAfter]);
    let id = desk.due("您好", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    desk.change(&id, |delivery| delivery.resend(delivery.contacts).unwrap()).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["您好", "（可能重复）您好"]);
}
