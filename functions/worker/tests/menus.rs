//! What an officer asks about the account's menu.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::{
    jobs::{OutboundJob, WorkerJob},
    keys, menu,
    ports::TableName,
    rows::{MenuCall, MenuState, RequestOutcome, load},
};
use common::Shop;
use domain::{
    menu::Button,
    staff::{Actor, Role},
};
use worker::{Worked, handle};

fn view(url: &str) -> Vec<Button> {
    vec![Button {
        kind: Some("view".into()),
        name: "网站".into(),
        url: Some(url.into()),
        ..Button::default()
    }]
}

async fn reviewer(shop: &Shop) -> Actor {
    shop.bench.member("chen", "陈", Role::Reviewer).await
}

async fn state(shop: &Shop) -> MenuState {
    load(shop.rows.as_ref(), &keys::menu_state()).await.unwrap().unwrap().value
}

/// The call that was just asked for, as it travels.
fn asked(shop: &Shop) -> WorkerJob {
    match shop.bench.jobs.outbound().pop() {
        Some(OutboundJob::Request { follower, job }) if follower == OutboundJob::account() => job,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_residents_see_reaches_the_officer() {
    let shop = Shop::new().await;
    menu::look(&shop.app, &reviewer(&shop).await).await.unwrap();
    let job = asked(&shop);
    assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Waiting));
    assert_eq!(asked(&shop), job, "a job that the ticker found goes to the sender again");
    let button = view("https://a.gov.cn");
    shop.outcome(&job, RequestOutcome::Menu { is_open: true, button: button.clone() }).await;
    shop.done(&job).await;
    let state = state(&shop).await;
    assert_eq!(state.live.unwrap().button, button);
    assert_eq!((state.pending, state.last.unwrap().failure), (None, None));
    assert!(shop.rows.all(TableName::Delivery, "O#").is_empty());
}

#[tokio::test]
async fn a_published_version_is_what_residents_see_and_a_refused_one_is_not() {
    let shop = Shop::new().await;
    let chen = reviewer(&shop).await;
    for (number, url) in [(1, "https://a.gov.cn"), (2, "https://b.gov.cn")] {
        menu::save(&shop.app, &chen, menu::Save { button: view(url), seen: None }).await.unwrap();
        menu::publish(&shop.app, &chen, None).await.unwrap();
        let job = asked(&shop);
        let refused = RequestOutcome::Failed { code: Some(40018), why: "name".to_owned() };
        shop.outcome(&job, if number == 1 { RequestOutcome::Done } else { refused }).await;
        shop.done(&job).await;
    }
    let seen = menu::view(&shop.app, &chen).await.unwrap();
    assert_eq!(seen.state.live.unwrap().button, view("https://a.gov.cn"));
    assert_eq!(seen.state.last.unwrap().failure.unwrap().code, Some(40018));
    let ends: Vec<_> = seen.versions.iter().map(|row| row.end.as_ref().unwrap().failure.is_some()).collect();
    assert_eq!(ends, [true, false]);
}

#[tokio::test]
async fn a_call_that_reaches_nobody_is_given_up_and_says_so() {
    let shop = Shop::new().await;
    let chen = reviewer(&shop).await;
    menu::look(&shop.app, &chen).await.unwrap();
    let job = asked(&shop);
    shop.pass(31 * 60);
    shop.done(&job).await;
    let last = state(&shop).await.last.unwrap();
    assert_eq!(last.call, MenuCall::Look);
    assert!(last.failure.unwrap().why.contains("in time"));
    menu::look(&shop.app, &chen).await.unwrap();
}
