//! The worker of an account whose API nobody calls: pictures by their links, and nothing else from the platform.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/pictures.rs"]
mod pictures;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use app::{
    jobs::{Work, WorkerJob},
    ports::{PictureError, Pictures, RawAnswer, TableName},
};
use async_trait::async_trait;
use common::Shop;
use domain::{
    conversation::{AttachmentState, InboundMessage, NO_WAY_TO_FETCH, Said},
    delivery::{Parked, State},
    egress::Egress,
    ids::MessageKey,
};
use image::ImageFormat;
use pictures::{encoded, halves};
use worker::{Worked, handle};

const LINK: &str = "http://mmbiz.qpic.cn/mmbiz_jpg/abc/0";

/// A picture host that does these things, one after the other.
#[derive(Default)]
struct Host {
    does: Mutex<VecDeque<Result<Vec<u8>, PictureError>>>,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl Pictures for Host {
    async fn fetch(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, PictureError> {
        assert_eq!(max_bytes, 10 * 1_024 * 1_024);
        self.asked.lock().unwrap().push(url.to_owned());
        let body = self.does.lock().unwrap().pop_front().expect("not asked so often")?;
        Ok(RawAnswer { content_type: Some("text/html".to_owned()), body, filename: None })
    }
}

struct Sent {
    shop: Shop,
    host: Arc<Host>,
    message: MessageKey,
    job: WorkerJob,
}

async fn sent(said: Said, link: Option<&str>, does: Vec<Result<Vec<u8>, PictureError>>) -> Sent {
    let mut shop = Shop::new().await;
    let host = Arc::new(Host { does: Mutex::new(does.into()), ..Host::default() });
    shop.app.work.egress = Egress::None;
    shop.app.pictures = host.clone();
    let message = shop.message("24", said, true).await;
    let key = app::keys::message(&shop.follower, &message);
    let mut row: app::rows::Stored<InboundMessage> =
        app::rows::load(shop.rows.as_ref(), &key).await.unwrap().unwrap();
    row.value.attachment.as_mut().unwrap().picture_url = link.map(str::to_owned);
    shop.update(&row).await;
    let job = shop.job(Work::Attachment { follower: shop.follower.clone(), message: message.clone() }).await;
    Sent { shop, host, message, job }
}

impl Sent {
    async fn state(&self) -> AttachmentState {
        self.shop.message_row(&self.message).await.attachment.unwrap().state
    }

    fn asked(&self) -> usize {
        self.host.asked.lock().unwrap().len()
    }

    async fn waits(&self) {
        assert_eq!(handle(&self.shop.app, &self.job).await, Ok(Worked::Waiting));
        assert_eq!(self.state().await, AttachmentState::Pending);
    }
}

fn nobody_is_asked(shop: &Shop) {
    assert!(shop.bench.jobs.outbound().is_empty(), "nobody would answer");
    assert!(shop.rows.all(TableName::Delivery, "O#").is_empty());
}

fn down() -> Result<Vec<u8>, PictureError> {
    Err(PictureError::Unreached("no connection in time".to_owned()))
}

#[tokio::test]
async fn a_picture_comes_by_its_link_and_is_checked_like_any_other() {
    let sent = sent(Said::Image, Some(LINK), vec![Ok(encoded(&halves(80, 40), ImageFormat::Jpeg))]).await;
    sent.shop.done(&sent.job).await;
    assert_eq!(*sent.host.asked.lock().unwrap(), [LINK]);
    let AttachmentState::Stored { original, preview, content_type, .. } = sent.state().await else {
        panic!("not stored")
    };
    assert_eq!(content_type, "image/jpeg", "the claimed type counts for nothing");
    for object in [original, preview.unwrap()] {
        assert!(sent.shop.app.blobs.get(&object).await.unwrap().is_some());
    }
    nobody_is_asked(&sent.shop);
}

#[tokio::test]
async fn what_has_no_link_can_not_be_had_and_says_why() {
    for said in [Said::Voice { recognition: None }, Said::Video, Said::Image] {
        let sent = sent(said, None, vec![]).await;
        sent.shop.done(&sent.job).await;
        assert_eq!(sent.state().await, AttachmentState::Failed { why: NO_WAY_TO_FETCH.to_owned() });
        assert_eq!(sent.asked(), 0);
        nobody_is_asked(&sent.shop);
    }
    let film = sent(Said::Video, Some(LINK), vec![]).await;
    film.shop.done(&film.job).await;
    assert_eq!(film.asked(), 0, "a link is a picture's");
}

#[tokio::test]
async fn what_will_never_work_fails_with_the_reason() {
    for (error, why) in [
        (PictureError::Forbidden("its address is not one of them"), "its address is not one of them"),
        (PictureError::TooLarge(10 * 1_024 * 1_024), "it is larger than 10 MB"),
        (PictureError::Status(404), "the picture's host answered with HTTP status 404"),
    ] {
        let sent = sent(Said::Image, Some(LINK), vec![Err(error)]).await;
        sent.shop.done(&sent.job).await;
        assert_eq!(sent.state().await, AttachmentState::Failed { why: why.to_owned() });
    }
}

#[tokio::test]
async fn a_host_that_can_not_be_reached_is_asked_less_and_less_often() {
    let picture = Ok(encoded(&halves(8, 8), ImageFormat::Jpeg));
    let sent = sent(Said::Image, Some(LINK), vec![down(), down(), down(), picture]).await;
    for (n, pause) in [2, 5, 16].into_iter().enumerate() {
        sent.waits().await;
        sent.waits().await;
        assert_eq!(sent.asked(), n + 1, "not before its pause is over");
        sent.shop.pass(pause);
    }
    sent.shop.done(&sent.job).await;
    assert!(matches!(sent.state().await, AttachmentState::Stored { .. }));
    assert!(sent.shop.rows.all(TableName::Delivery, "O#").is_empty());
}

#[tokio::test]
async fn after_three_days_it_is_given_up() {
    let sent = sent(Said::Image, Some(LINK), vec![down()]).await;
    sent.waits().await;
    sent.shop.pass(72 * 3_600);
    sent.shop.done(&sent.job).await;
    assert!(matches!(sent.state().await, AttachmentState::Failed { .. }));
    assert_eq!(sent.asked(), 1);
}

#[tokio::test]
async fn what_a_sender_was_asked_for_before_the_mode_changed_comes_by_its_link() {
    let mut sent = sent(Said::Image, Some(LINK), vec![Ok(encoded(&halves(8, 8), ImageFormat::Jpeg))]).await;
    sent.shop.app.work.egress = Egress::Direct;
    sent.waits().await;
    assert_eq!(sent.shop.bench.jobs.outbound().len(), 1);
    sent.shop.app.work.egress = Egress::None;
    sent.shop.done(&sent.job).await;
    assert!(matches!(sent.state().await, AttachmentState::Stored { .. }));
}

#[tokio::test]
async fn a_picture_that_waits_for_its_host_is_asked_of_a_sender_when_the_mode_changes() {
    let mut sent = sent(Said::Image, Some(LINK), vec![down()]).await;
    sent.waits().await;
    sent.shop.app.work.egress = Egress::Direct;
    sent.shop.pass(2);
    sent.waits().await;
    assert_eq!(sent.shop.bench.jobs.outbound().len(), 1);
    assert_eq!(sent.asked(), 1);
}

#[tokio::test]
async fn nothing_is_asked_of_a_courier_that_is_not_at_work() {
    let mut sent = sent(Said::Image, Some(LINK), vec![]).await;
    sent.shop.app.work.egress = Egress::Courier;
    sent.waits().await;
    assert!(sent.shop.bench.jobs.outbound().is_empty(), "the queue would only grow");
    assert_eq!(sent.shop.rows.all(TableName::Delivery, "O#").len(), 1, "the row says what to ask");
}

#[tokio::test]
async fn a_new_followers_profile_is_not_asked_for() {
    let mut shop = Shop::new().await;
    shop.app.work.egress = Egress::None;
    let before = shop.profile().await;
    let job = shop.job(Work::Profile { follower: shop.follower.clone() }).await;
    shop.done(&job).await;
    assert_eq!(shop.profile().await, before);
    nobody_is_asked(&shop);
}

#[tokio::test]
async fn a_contact_leaves_what_its_reply_could_not_carry_for_the_next_one() {
    let mut shop = Shop::new().await;
    shop.app.work.egress = Egress::None;
    let id = shop.delivery("您好", |delivery| delivery.park(Parked::WindowClosed, None)).await;
    shop.message("1", Said::Text { text: "在吗".to_owned() }, false).await;
    let job = shop.job(Work::DeliveriesDue { follower: shop.follower.clone() }).await;
    shop.done(&job).await;
    let row = shop.delivery_row(&id).await;
    assert_eq!((row.state, row.parked), (State::Due, Some(Parked::EgressOff)));
    assert!(row.contacts.message_at.is_some(), "the window is known, should the mode change");
    assert!(shop.bench.jobs.outbound().is_empty());
}
