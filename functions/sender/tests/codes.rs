//! Every class of error codes, and every way in which a send may end, through the whole sender.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::{
    keys::millis,
    rows::{AccountAlarm, parse},
};
use common::{Desk, Does, SEND, Write};
use domain::{
    delivery::{Delivery, Parked, State},
    window::{Contacts, Grant},
};
use sender::Handled;

/// Sends one delivery to a platform that does this.
async fn sent(does: Does) -> (Desk, Delivery) {
    let desk = Desk::new();
    desk.platform.next(SEND, [does]);
    let id = desk.due("带身份证。", |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    let row = desk.row(&id).await;
    let expected: Vec<String> = row.try_at().map(millis).into_iter().collect();
    assert_eq!(desk.pointers(), expected, "the pointer is where the delivery is to be tried");
    (desk, row)
}

#[tokio::test]
async fn accepted_is_delivered_and_counts() {
    let (desk, row) = sent(Does::Answers(b"{\"errcode\":0}".to_vec())).await;
    assert_eq!((row.state, row.attempts, row.done_at), (State::Delivered, 1, Some(desk.now())));
    assert_eq!(desk.platform.arrived(), ["带身份证。"]);
    assert_eq!(desk.used().await.message, 1);
}

#[tokio::test]
async fn code_45011_too_fast_waits_a_minute_with_the_whole_account() {
    let (desk, row) = sent(Does::Refuses(45011)).await;
    assert_eq!((row.state, row.parked), (State::Due, None));
    assert_eq!(row.retry_at.unwrap().duration_since(desk.now()).as_secs(), 60);
    assert_eq!(desk.used().await.message, 0, "a refused send does not count");
    let other = desk.due("另一条", |other| other.contacts = row.contacts).await;
    desk.pass(10);
    assert_eq!(desk.send(&other).await, Handled::Done);
    assert_eq!(desk.row(&other).await.retry_at, row.retry_at);
    assert_eq!(desk.platform.made(SEND).len(), 1, "nobody knocks while the account rests");
    desk.pass(51);
    assert_eq!(desk.send(&other).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["带身份证。", "另一条"], "the earlier one goes first");
}

#[tokio::test]
async fn code_45009_quota_waits_until_after_midnight_in_beijing() {
    let (desk, row) = sent(Does::Refuses(45009)).await;
    assert_eq!(row.retry_at, Some("2026-11-25T00:00:10+08:00".parse().unwrap()));
    assert_eq!((row.parked, desk.used().await.message), (None, 0));
}

#[tokio::test]
async fn what_somebody_has_to_mend_becomes_a_row_that_officers_see_and_other_refusals_none() {
    for (code, kind) in [(45009, Some("quota")), (40164, Some("configuration")), (45015, None), (40003, None)]
    {
        let (desk, row) = sent(Does::Refuses(code)).await;
        let rows = |partition: &str| desk.rows.all(app::ports::TableName::Delivery, partition);
        let alarms = rows(app::keys::ALARM_PARTITION);
        let found: Vec<AccountAlarm> = alarms.iter().map(|item| parse(item).unwrap().value).collect();
        let shown: Vec<_> = found.iter().map(|alarm| (alarm.kind.as_str(), alarm.at)).collect();
        let wanted: Vec<_> = kind.into_iter().map(|kind| (kind, desk.now())).collect();
        assert_eq!(shown, wanted, "{code}");
        let open = if code == 40003 { "STUCK#" } else { "PARKED#" };
        let listed = usize::from(row.parked.is_some() || row.state == State::Failed);
        assert_eq!(rows(open).len(), listed, "{code}");
    }
}

#[tokio::test]
async fn code_45015_window_closed_parks_until_the_next_contact() {
    let (desk, row) = sent(Does::Refuses(45015)).await;
    assert_eq!((row.state, row.parked, row.try_at()), (State::Due, Some(Parked::WindowClosed), None));
    assert_eq!(row.outcome.unwrap().code, Some(45015));
    let used = desk.used().await;
    assert!(used.closed && used.message == 0);
    let other = desk.due("另一条", |other| other.contacts = row.contacts).await;
    assert_eq!(desk.send(&other).await, Handled::Done);
    assert_eq!(desk.row(&other).await.parked, Some(Parked::WindowClosed));
    assert_eq!(desk.platform.made(SEND).len(), 1, "the platform is not asked again for these contacts");
}

#[tokio::test]
async fn code_45047_used_up_parks_until_the_next_contact() {
    let (desk, row) = sent(Does::Refuses(45047)).await;
    assert_eq!((row.state, row.parked), (State::Due, Some(Parked::UsedUp)));
    let other = desk.due("另一条", |other| other.contacts = row.contacts).await;
    assert_eq!(desk.send(&other).await, Handled::Done);
    assert_eq!(desk.row(&other).await.parked, Some(Parked::UsedUp));
    assert_eq!(desk.platform.made(SEND).len(), 1);
    desk.pass(60);
    let contacts = Contacts::default().with(Grant::Message, desk.now());
    desk.change(&other, |other| other.unpark(&"oU1".into(), contacts).unwrap()).await;
    assert_eq!(desk.send(&other).await, Handled::Done);
    assert_eq!(desk.row(&other).await.state, State::Delivered, "a new contact opens the window again");
}

#[tokio::test]
async fn codes_of_wrong_settings_park_and_say_what_to_mend() {
    for code in [40013, 40164, 48001, 50002, 61004] {
        let (desk, row) = sent(Does::Refuses(code)).await;
        assert_eq!((row.state, row.parked), (State::Due, Some(Parked::NotAllowed)), "{code}");
        let outcome = row.outcome.unwrap();
        assert_eq!(outcome.code, Some(code));
        assert!(!outcome.message.contains("rid"), "{}", outcome.message);
        assert_eq!(desk.used().await.message, 0);
    }
}

#[tokio::test]
async fn codes_of_one_who_left_park_and_other_recipients_fail() {
    for code in [43004, 50005] {
        assert_eq!(sent(Does::Refuses(code)).await.1.parked, Some(Parked::Unfollowed), "{code}");
    }
    for code in [40003, 43019, 48002] {
        let (_, row) = sent(Does::Refuses(code)).await;
        assert_eq!((row.state, row.outcome.unwrap().code), (State::Failed, Some(code)), "{code}");
    }
}

#[tokio::test]
async fn permanent_and_unknown_codes_fail() {
    for code in [45002, 47001, 40033, 987_654] {
        let (desk, row) = sent(Does::Refuses(code)).await;
        assert_eq!(row.state, State::Failed, "{code}");
        assert_eq!(desk.used().await.message, 0);
    }
}

#[tokio::test]
async fn code_minus_1_is_tried_once_more_marked_and_then_unknown() {
    let (desk, row) = sent(Does::BusyAfterEffect).await;
    assert_eq!((row.state, row.may_repeat), (State::Due, true));
    assert_eq!(desk.used().await.message, 1, "it may have been delivered");
    desk.pass(2);
    desk.platform.next(SEND, [Does::BusyAfterEffect]);
    assert_eq!(desk.send(&row.id).await, Handled::Done);
    assert_eq!(desk.row(&row.id).await.state, State::Unknown);
    assert_eq!(desk.platform.arrived(), ["带身份证。", "（可能重复）带身份证。"]);
}

#[tokio::test]
async fn a_busy_answer_to_a_text_without_room_for_the_mark_is_unknown() {
    let desk = Desk::new();
    desk.platform.next(SEND, [Does::Refuses(-1)]);
    let id = desk.due(&"字".repeat(682), |_| {}).await;
    assert_eq!(desk.send(&id).await, Handled::Done);
    let row = desk.row(&id).await;
    assert_eq!((row.state, row.may_repeat), (State::Unknown, false));
}

#[tokio::test]
async fn what_never_left_is_tried_again_later_and_later() {
    let (desk, row) = sent(Does::NotSent).await;
    assert_eq!((row.state, row.may_repeat, desk.used().await.message), (State::Due, false, 0));
    let mut pauses = vec![row.retry_at.unwrap().duration_since(desk.now()).as_secs()];
    for _ in 0..3 {
        desk.platform.next(SEND, [Does::NotSent]);
        desk.pass(*pauses.last().unwrap());
        assert_eq!(desk.send(&row.id).await, Handled::Done);
        pauses.push(desk.row(&row.id).await.retry_at.unwrap().duration_since(desk.now()).as_secs());
    }
    assert_eq!(pauses, [1, 3, 10, 30]);
    desk.pass(30);
    assert_eq!(desk.send(&row.id).await, Handled::Done);
    assert_eq!(desk.platform.arrived(), ["带身份证。"]);
}

#[tokio::test]
async fn no_answer_means_unknown_and_never_again_by_itself() {
    for does in [Does::LostBefore, Does::LostAfter, Does::Status(502), Does::Answers(b"<html>".to_vec())] {
        let (desk, row) = sent(does.clone()).await;
        assert_eq!((row.state, row.try_at()), (State::Unknown, None), "{does:?}");
        desk.pass(3_600);
        assert_eq!(desk.send(&row.id).await, Handled::Done);
        assert_eq!(desk.platform.made(SEND).len(), 1, "{does:?}");
        assert_eq!(desk.used().await.message, 1);
    }
}

#[tokio::test]
async fn another_http_status_is_something_before_the_platform() {
    assert_eq!(sent(Does::Status(403)).await.1.parked, Some(Parked::NotAllowed));
}

#[tokio::test(start_paused = true)]
async fn an_outcome_is_written_although_the_store_fails_for_a_while() {
    let desk = Desk::new();
    let id = desk.due("带身份证。", |_| {}).await;
    // The token's row, `sending`, and then a store that is down for a while.
    desk.table.next([Write::Works, Write::Works, Write::Unavailable, Write::LostBefore, Write::LostAfter]);
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.row(&id).await.state, State::Delivered);
    assert_eq!(desk.used().await.message, 1);
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_can_not_be_written_leaves_sending_and_then_unknown() {
    let desk = Desk::new();
    let id = desk.due("带身份证。", |_| {}).await;
    desk.table.next([Write::Works, Write::Works]);
    desk.table.next(std::iter::repeat_n(Write::Unavailable, 20));
    assert_eq!(desk.send(&id).await, Handled::Again);
    assert_eq!(desk.row(&id).await.state, State::Sending);
    desk.table.works_again();
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.row(&id).await.state, State::Sending, "another sender may still be at it");
    desk.pass(60);
    assert_eq!(desk.send(&id).await, Handled::Done);
    assert_eq!(desk.row(&id).await.state, State::Unknown);
    assert_eq!(desk.platform.arrived().len(), 1);
}
