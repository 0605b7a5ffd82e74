//! Officers' pictures: uploaded, sent, uploaded again when the platform has forgotten them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::ports::{Blob, Blobs};
use common::{Desk, Does, SEND, UPLOAD};
use domain::{
    delivery::{Content, Delivery, Parked, State},
    ids::DeliveryId,
    window::{Contacts, Grant},
};
use sender::Handled;

const OBJECT: &str = "sent/Q/1.jpg";

async fn picture(desk: &Desk) -> DeliveryId {
    let blob = Blob { content_type: "image/jpeg".to_owned(), bytes: vec![0xff, 0xd8, 0xff] };
    desk.blobs.put(OBJECT, blob).await.unwrap();
    desk.due("", |delivery| {
        delivery.content = Content::Picture { object: OBJECT.to_owned(), uploaded: None };
    })
    .await
}

async fn sent(desk: &Desk, id: &DeliveryId) -> Delivery {
    assert_eq!(desk.send(id).await, Handled::Done);
    desk.row(id).await
}

#[tokio::test]
async fn a_picture_is_uploaded_and_sent_behind_its_words() {
    let desk = Desk::new();
    let words = desk.due("见图", |_| {}).await;
    let id = picture(&desk).await;
    assert_eq!(sent(&desk, &id).await.state, State::Delivered);
    assert_eq!(desk.row(&words).await.state, State::Delivered, "the words went first");
    assert_eq!(desk.platform.arrived(), ["见图", "[M1]"]);
    assert_eq!((desk.platform.made(UPLOAD).len(), desk.used().await.message), (1, 2));
}

#[tokio::test]
async fn an_upload_may_be_repeated_whatever_came_of_it() {
    for does in [Does::LostAfter, Does::LostBefore, Does::NotSent, Does::Refuses(-1), Does::Refuses(45011)] {
        let desk = Desk::new();
        desk.platform.next(UPLOAD, [does.clone()]);
        let id = picture(&desk).await;
        let row = sent(&desk, &id).await;
        assert_eq!((row.state, row.may_repeat, row.attempts), (State::Due, false, 0), "{does:?}");
        assert!(row.retry_at.unwrap() > desk.now() && desk.platform.arrived().is_empty(), "{does:?}");
        desk.pass(120);
        assert_eq!(sent(&desk, &id).await.state, State::Delivered, "{does:?}");
        assert_eq!(desk.platform.arrived().len(), 1);
    }
}

#[tokio::test]
async fn what_the_platform_will_not_take_is_told_to_officers() {
    let desk = Desk::new();
    desk.platform.next(UPLOAD, [Does::Refuses(40009)]);
    let id = picture(&desk).await;
    let row = sent(&desk, &id).await;
    assert_eq!((row.state, row.outcome.unwrap().code), (State::Failed, Some(40009)));
    let desk = Desk::new();
    desk.platform.next(UPLOAD, [Does::Refuses(48001)]);
    let id = picture(&desk).await;
    assert_eq!(sent(&desk, &id).await.parked, Some(Parked::NotAllowed));
    let desk = Desk::new();
    let id = picture(&desk).await;
    desk.blobs.delete(OBJECT).await.unwrap();
    assert_eq!(sent(&desk, &id).await.state, State::Failed);
}

#[tokio::test]
async fn after_three_days_it_is_uploaded_again() {
    let desk = Desk::new();
    let id = picture(&desk).await;
    desk.platform.next(SEND, [Does::Refuses(45015)]);
    assert_eq!(sent(&desk, &id).await.parked, Some(Parked::WindowClosed));
    desk.pass(3 * 24 * 3_600);
    let contacts = Contacts::default().with(Grant::Message, desk.now());
    desk.change(&id, |row| row.unpark(&"oU1".into(), contacts).unwrap()).await;
    assert_eq!(sent(&desk, &id).await.state, State::Delivered);
    assert_eq!(desk.platform.arrived(), ["[M2]"]);
}

#[tokio::test]
async fn a_picture_that_the_platform_forgot_is_uploaded_again_a_few_times() {
    let desk = Desk::new();
    let id = picture(&desk).await;
    desk.platform.next(SEND, [Does::Refuses(40007)]);
    let row = sent(&desk, &id).await;
    assert_eq!((row.state, row.attempts), (State::Due, 1));
    desk.pass(60);
    assert_eq!(sent(&desk, &id).await.state, State::Delivered);
    assert_eq!(desk.platform.arrived(), ["[M2]"]);

    let desk = Desk::new();
    let id = picture(&desk).await;
    desk.platform.next(SEND, std::iter::repeat_n(Does::Refuses(40007), 20));
    for _ in 0..10 {
        sent(&desk, &id).await;
        desk.pass(1_000);
    }
    assert_eq!(desk.row(&id).await.state, State::Failed);
    assert_eq!(desk.platform.made(SEND).len(), 5);
}

#[tokio::test]
async fn a_picture_that_may_have_arrived_is_never_sent_again() {
    for does in [Does::Refuses(-1), Does::LostAfter] {
        let desk = Desk::new();
        let id = picture(&desk).await;
        desk.platform.next(SEND, [does]);
        let row = sent(&desk, &id).await;
        assert_eq!((row.state, row.may_repeat), (State::Unknown, false));
        let mut again = row.clone();
        assert!(again.resend(row.contacts).is_err());
    }
}
