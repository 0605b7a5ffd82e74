//! One resident's deliveries go in the order in which they were written.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::jobs::Record;
use common::{Desk, Does, SEND, Write, follower};
use domain::delivery::{Parked, State};
use sender::Handled;

#[tokio::test]
async fn an_earlier_one_that_is_ready_goes_first() {
    let desk = Desk::new();
    let (_, second) = (desk.due("一", |_| {}).await, desk.due("二", |_| {}).await);
    assert_eq!(desk.send(&second).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["一", "二"]);
}

#[tokio::test]
async fn a_later_one_waits_for_an_earlier_ones_next_try() {
    let desk = Desk::new();
    desk.platform.next(SEND, [Does::NotSent]);
    let (first, second) = (desk.due("一", |_| {}).await, desk.due("二", |_| {}).await);
    assert_eq!(desk.send(&first).await, Handled::Done);
    assert_eq!(desk.send(&second).await, Handled::Done);
    let (first, row) = (desk.row(&first).await, desk.row(&second).await);
    assert_eq!((row.state, row.retry_at), (State::Due, first.retry_at));
    desk.pass(1);
    assert_eq!(desk.send(&second).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["一", "二"]);
}

#[tokio::test]
async fn a_later_one_waits_while_an_earlier_one_is_being_sent() {
    let desk = Desk::new();
    desk.platform.next(SEND, [Does::DiesAfter]);
    let (first, second) = (desk.due("一", |_| {}).await, desk.due("二", |_| {}).await);
    assert_eq!(desk.send_or_die(&first).await, None);
    assert_eq!(desk.send(&second).await, Handled::Done);
    assert_eq!((desk.row(&first).await.state, desk.row(&second).await.state), (State::Sending, State::Due));
    desk.pass(60);
    assert_eq!(desk.send(&second).await, Handled::Done);
    assert_eq!(desk.row(&first).await.state, State::Unknown);
    assert_eq!(desk.platform.arrived(), ["一", "二"]);
}

#[tokio::test]
async fn parked_held_failed_and_unknown_ones_are_not_waited_for() {
    let desk = Desk::new();
    desk.due("停", |delivery| delivery.park(Parked::NotAllowed, None)).await;
    let until = desk.now() + jiff::SignedDuration::from_hours(1);
    desk.due("押", |delivery| delivery.hold_until = Some(until)).await;
    desk.due("败", |delivery| delivery.state = State::Failed).await;
    desk.due("疑", |delivery| delivery.state = State::Unknown).await;
    let last = desk.due("走", |_| {}).await;
    assert_eq!(desk.send(&last).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["走"]);
}

#[tokio::test]
async fn many_waiting_ones_are_sent_over_several_jobs() {
    let desk = Desk::new();
    let policy = domain::window::WindowPolicy { message_sends: 100, ..Default::default() };
    let mut last = desk.due("0", |_| {}).await;
    let contacts = desk.row(&last).await.contacts;
    for n in 1..15 {
        last = desk.due(&n.to_string(), |delivery| delivery.contacts = contacts).await;
    }
    let desk = desk.with_policy(policy);
    assert_eq!(desk.send(&last).await, Handled::Done);
    let mut jobs = desk.jobs.outbound();
    while let Some(job) = jobs.pop() {
        assert_eq!(desk.sender.handle(&job).await, Handled::Done);
        jobs.extend(desk.jobs.outbound());
    }
    let expected: Vec<String> = (0..15).map(|n| n.to_string()).collect();
    assert_eq!(desk.platform.arrived(), expected);
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_the_rest_of_the_group_is_given_back_in_a_batch() {
    let desk = Desk::new();
    let (first, second) = (desk.due("一", |_| {}).await, desk.due("二", |_| {}).await);
    let record = |id: &str, body: String| Record { id: id.to_owned(), body, receive_count: 1 };
    let body = |delivery| serde_json::to_string(&desk.job(delivery)).unwrap();
    let other = body(&first).replace(follower().as_str(), "ANOTHER000000000");
    let records = [
        record("a", "no job".to_owned()),
        record("b", body(&first)),
        record("c", other),
        record("d", body(&second)),
    ];
    desk.table.next([Write::Works, Write::Unavailable]);
    assert_eq!(desk.sender.handle_batch(&records).await, ["b", "d"]);
    assert!(desk.platform.made(SEND).is_empty());
    assert_eq!(desk.sender.handle_batch(&records[1..]).await, Vec::<String>::new());
    assert_eq!(desk.platform.arrived(), ["一", "二"]);
}
