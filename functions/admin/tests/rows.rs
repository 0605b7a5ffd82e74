//! What a row of the inbox says.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use app::{
    ports::Blob,
    testing::{asks, attaches},
};
use support::Console;

#[tokio::test]
async fn a_row_says_who_asked_what_how_long_they_wait_and_who_has_it() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "Where is the water office?").await;
    let blob = Blob { content_type: "image/png".to_owned(), bytes: vec![1] };
    attaches(&console.app, &question, blob, vec![2]).await;
    console.clock.advance(jiff::SignedDuration::from_mins(20));
    let zhang = console.officer("zhang", "张").await;
    let alias = console.app.key.follower("o1").short().to_owned();
    let page = zhang.get("/admin/inbox").await;
    page.shows(&[
        "● </span>待接入",
        &alias,
        ">EN<",
        "Where is the water office?",
        "附件 1",
        "等 20 分钟",
        "无人接入",
        &format!("<a href=\"/admin/questions/{question}\">"),
    ]);
    zhang.follow(&format!("/admin/questions/{question}/take"), &[]).await;
    zhang.get("/admin/inbox?state=taken").await.shows(&["◐ </span>处理中", "zhang"]);
}

#[tokio::test]
async fn a_broken_promise_is_said_in_words() {
    let console = Console::open().await;
    asks(&console.app, "o1", "停水了？").await;
    console.clock.advance(jiff::SignedDuration::from_hours(72));
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/inbox").await.shows(&["▲ </span>超时"]);
}
