//! Deliveries when their resident makes contact, leaves and comes back.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::{
    jobs::{OutboundJob, Work},
    ports::TableName,
};
use common::{OPENID, Shop};
use domain::{
    conversation::Said,
    delivery::{Outcome, Parked, State},
    window::Contacts,
};

fn text() -> Said {
    Said::Text { text: "在吗".to_owned() }
}

fn due(shop: &Shop) -> Work {
    Work::DeliveriesDue { follower: shop.follower.clone() }
}

#[tokio::test]
async fn a_contact_gives_what_waits_the_new_window_in_order() {
    let shop = Shop::new().await;
    let mut ids = Vec::new();
    for (text, why) in [("一", Parked::WindowClosed), ("二", Parked::Unfollowed), ("三", Parked::NotAllowed)]
    {
        ids.push(
            shop.delivery(text, |delivery| {
                delivery.openid = None;
                delivery.park(why, None);
            })
            .await,
        );
        shop.pass(1);
    }
    shop.message("1", text(), false).await;
    let now = shop.app.clock.now();
    let job = shop.job(due(&shop)).await;
    shop.done(&job).await;
    for id in &ids {
        let row = shop.delivery_row(id).await;
        assert_eq!((row.state, row.parked, row.openid), (State::Due, None, Some(OPENID.into())));
        assert_eq!(row.contacts.message_at, Some(now));
    }
    let expected: Vec<OutboundJob> = ids
        .into_iter()
        .map(|delivery| OutboundJob::Send { follower: shop.follower.clone(), delivery })
        .collect();
    assert_eq!(shop.bench.jobs.outbound(), expected);
    assert_eq!(shop.rows.all(TableName::Delivery, "DUE#").len(), 3);
}

#[tokio::test]
async fn what_an_officer_holds_is_not_sent_yet() {
    let shop = Shop::new().await;
    shop.message("1", text(), false).await;
    let until = shop.app.clock.now() + jiff::SignedDuration::from_secs(20);
    let id = shop.delivery("您好", |delivery| delivery.hold_until = Some(until)).await;
    let job = shop.job(due(&shop)).await;
    shop.done(&job).await;
    assert!(shop.bench.jobs.outbound().is_empty());
    assert_eq!(shop.delivery_row(&id).await.try_at(), Some(until));
}

#[tokio::test]
async fn what_is_being_sent_learns_of_the_contact() {
    let shop = Shop::new().await;
    let now = shop.app.clock.now();
    let id = shop.delivery("您好", |delivery| delivery.start(now).unwrap()).await;
    shop.message("1", text(), false).await;
    let job = shop.job(due(&shop)).await;
    shop.done(&job).await;
    let row = shop.delivery_row(&id).await;
    assert_eq!((row.state, row.contacts.message_at), (State::Sending, Some(now)));
    assert!(shop.bench.jobs.outbound().is_empty());
}

#[tokio::test]
async fn the_hint_goes_only_when_nothing_waits() {
    let shop = Shop::new().await;
    let mut profile = shop.profile().await;
    profile.value.deliveries_due = true;
    shop.update(&profile).await;
    let id = shop.delivery("您好", |_| {}).await;
    let job = shop.job(due(&shop)).await;
    shop.done(&job).await;
    assert!(shop.profile().await.value.deliveries_due);

    let now = shop.app.clock.now();
    app::testing::settles_at(&shop.app, &shop.follower, &id, |delivery| delivery.delivered(now)).await;
    let unknown = Outcome { code: None, message: "?".to_owned(), at: now };
    shop.delivery("疑", |delivery| delivery.lost(unknown)).await;
    let job = shop.job(due(&shop)).await;
    shop.done(&job).await;
    assert!(!shop.profile().await.value.deliveries_due);
}

#[tokio::test]
async fn a_queue_that_is_down_loses_nothing() {
    let shop = Shop::new().await;
    shop.bench.jobs.refuse(true);
    let id = shop.delivery("您好", |delivery| delivery.park(Parked::WindowClosed, None)).await;
    let job = shop.job(due(&shop)).await;
    shop.done(&job).await;
    assert_eq!(shop.delivery_row(&id).await.parked, None);
    assert_eq!(shop.rows.all(TableName::Delivery, "DUE#").len(), 1, "the ticker will find it");
}

#[tokio::test]
async fn who_leaves_and_comes_back_gets_what_waits() {
    let shop = Shop::new().await;
    let id = shop.delivery("您好", |_| {}).await;
    let done = shop.delivery("早", |delivery| delivery.state = State::Delivered).await;
    app::testing::leaves(&shop.app, OPENID).await;
    let left = shop.job(Work::Unfollowed { follower: shop.follower.clone() }).await;
    shop.done(&left).await;
    let row = shop.delivery_row(&id).await;
    assert_eq!((row.state, row.parked, row.openid), (State::Due, Some(Parked::Unfollowed), None));
    assert!(shop.rows.all(TableName::Delivery, "DUE#").is_empty());
    assert!(shop.delivery_row(&done).await.openid.is_some());

    let mut profile = shop.profile().await;
    profile.value.contacted(&OPENID.into());
    shop.update(&profile).await;
    let late = shop.job(Work::Unfollowed { follower: shop.follower.clone() }).await;
    shop.message("2", text(), false).await;
    let back = shop.job(due(&shop)).await;
    assert_eq!(worker::handle(&shop.app, &back).await, Ok(worker::Worked::Done));
    assert_eq!(worker::handle(&shop.app, &late).await, Ok(worker::Worked::Done), "a late job parks nothing");
    let row = shop.delivery_row(&id).await;
    assert_eq!((row.parked, row.openid), (None, Some(OPENID.into())));
    assert_ne!(row.contacts, Contacts::default());
}
