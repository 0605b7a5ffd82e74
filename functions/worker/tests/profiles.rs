//! What the platform knows of a new follower.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::{
    jobs::{OutboundJob, Work},
    keys,
    ports::TableName,
    rows::{PlatformRequest, RequestOutcome, RequestRow, load},
};
use common::{OPENID, Shop};
use domain::language::Language;
use worker::{Worked, handle};

fn known() -> RequestOutcome {
    RequestOutcome::Profile {
        subscribe: true,
        subscribe_scene: Some("ADD_SCENE_QR_CODE".to_owned()),
        language: Some("en".to_owned()),
        remark: None,
    }
}

#[tokio::test]
async fn a_new_follower_is_asked_about_once() {
    let shop = Shop::new().await;
    let job = shop.job(Work::Profile { follower: shop.follower.clone() }).await;
    assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Waiting));
    let asked = OutboundJob::Request { follower: shop.follower.clone(), job: job.clone() };
    assert_eq!(shop.bench.jobs.outbound(), [asked]);
    let row = load::<RequestRow>(shop.rows.as_ref(), &keys::request(&job.id)).await.unwrap().unwrap();
    assert_eq!(row.value.request, PlatformRequest::FetchProfile { openid: OPENID.into() });
    shop.outcome(&job, known()).await;
    shop.done(&job).await;
    let profile = shop.profile().await.value;
    assert_eq!(profile.subscribe_scene.as_deref(), Some("ADD_SCENE_QR_CODE"));
    assert_eq!(profile.language, Language::English);
    assert!(shop.rows.all(TableName::Delivery, "O#").is_empty());
}

#[tokio::test]
async fn a_refusal_leaves_the_profile_as_it_is() {
    let shop = Shop::new().await;
    let before = shop.profile().await.value;
    let job = shop.job(Work::Profile { follower: shop.follower.clone() }).await;
    assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Waiting));
    shop.outcome(&job, RequestOutcome::Failed { code: Some(48001), why: "not granted".to_owned() }).await;
    shop.done(&job).await;
    assert_eq!(shop.profile().await.value, before);
}

#[tokio::test]
async fn one_who_left_or_a_day_later_nobody_asks() {
    let shop = Shop::new().await;
    let job = shop.job(Work::Profile { follower: shop.follower.clone() }).await;
    app::testing::leaves(&shop.app, OPENID).await;
    shop.done(&job).await;

    let shop = Shop::new().await;
    let job = shop.job(Work::Profile { follower: shop.follower.clone() }).await;
    assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Waiting));
    shop.pass(24 * 3_600 + 1);
    shop.done(&job).await;
    assert!(shop.rows.all(TableName::Delivery, "O#").is_empty());
}
