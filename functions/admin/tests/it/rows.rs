//! What a row of the inbox says.

use crate::support::Console;
use app::{
    followers, keys,
    ports::{Blob, Expect},
    presence, questions,
    rows::Batch,
    testing::{asks, attaches, leaves},
};
use domain::{
    staff::Role,
    window::{Contacts, Grant, Used},
};
use jiff::SignedDuration;

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

#[tokio::test]
async fn a_row_says_when_the_window_ends_who_it_is_and_who_has_it_open() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let zhang = console.officer("zhang", "张").await;
    let li = console.member("li", "值班员 李", Role::Officer).await;
    zhang.get("/admin/inbox").await.hides(&["还可主动发送", "只剩 1 条", "正在回复"]);
    followers::remark(&console.app, &li, &console.app.key.follower("o1"), "王阿姨").await.unwrap();
    presence::show(&console.app, &li, &question, true).await.unwrap();
    zhang.get("/admin/inbox").await.shows(&[">王阿姨</span>", "值班员 李 正在回复"]);
    console.clock.advance(SignedDuration::from_hours(37));
    let zhang = console.browser("zhang").await;
    zhang.get("/admin/inbox").await.shows(&["还可主动发送 11 小时 0 分"]).hides(&["正在回复"]);
    console.clock.advance(SignedDuration::from_hours(12));
    let zhang = console.browser("zhang").await;
    zhang.get("/admin/inbox").await.shows(&["现在不能主动发送"]).hides(&["还可主动发送"]);
    leaves(&console.app, "o1").await;
    zhang.get("/admin/inbox").await.shows(&["已取消关注"]).hides(&["王阿姨", "现在不能主动发送"]);
    questions::end(&console.app, &li, &question).await.unwrap();
    zhang.get("/admin/inbox?state=ended").await.hides(&["现在不能主动发送"]);
}

#[tokio::test]
async fn a_row_says_when_one_message_is_left() {
    let console = Console::open().await;
    asks(&console.app, "o1", "停水了？").await;
    let follower = console.app.key.follower("o1");
    let mut used = Used::default().seen(Contacts::default().with(Grant::Message, console.app.clock.now()));
    let zhang = console.officer("zhang", "张").await;
    for (sends, words) in [(3, None), (1, Some("只剩 1 条")), (1, Some("可主动发送的条数已用完"))]
    {
        (0..sends).for_each(|_| used = used.spend(Grant::Message));
        let mut batch = Batch::new();
        batch.put(keys::used(&follower), &used, None, Expect::Any).unwrap();
        batch.commit(console.app.table.as_ref()).await.unwrap();
        let page = zhang.get("/admin/inbox").await;
        match words {
            Some(words) => page.shows(&[words]),
            None => page.hides(&["只剩 1 条", "已用完"]),
        };
    }
}

#[tokio::test]
async fn what_is_due_soon_has_a_tab() {
    let console = Console::open().await;
    asks(&console.app, "o1", "停水了？").await;
    console.clock.advance(SignedDuration::from_hours(2));
    asks(&console.app, "o2", "公交改道了吗？").await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/inbox?state=due").await.shows(&["快超时", "停水了？", "▲ </span>超时"]);
    zhang.get("/admin/inbox?state=open").await.shows(&["全部未结", "停水了？", "公交改道了吗？"]);
}
