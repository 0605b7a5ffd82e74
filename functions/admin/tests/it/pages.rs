//! A day at the console, without JavaScript.

use crate::support::{Answer, Browser, Console, encoded};
use app::{
    ports::Blob,
    questions,
    rows::{Batch, CourierLease},
    testing::{asks, attaches, leaves, says_more, settles_at},
};
use axum::http::StatusCode;
use domain::{
    delivery::{Delivery, Outcome, Parked},
    egress::Egress,
    ids::QuestionId,
    staff::Role,
};
use jiff::{SignedDuration, Timestamp};

fn at(question: &QuestionId, verb: &str) -> String {
    format!("/admin/questions/{question}{verb}")
}

#[tokio::test]
async fn an_officer_signs_in_takes_answers_and_sees_it_said() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "老年卡在哪里办？").await;
    console.clock.advance(SignedDuration::from_mins(18));
    let zhang = console.officer("zhang", "值班员 张").await;
    zhang.get("/admin/inbox").await.shows(&[
        "待接入",
        "老年卡在哪里办？",
        "等 18 分钟",
        "剩 42 分钟",
        "无人接入",
    ]);
    let thread = zhang.get(&at(&question, "")).await;
    thread.shows(&[
        "老年卡在哪里办？",
        "自动",
        "可主动发送至 11月26日（周四）10:10 · 余 5 条",
        "接入",
        "17/2030 字节",
    ]);
    zhang.follow(&at(&question, "/take"), &[]).await.shows(&["已接入", "处理中", "值班员 张 接入", "退回"]);
    zhang.get("/admin/inbox?state=taken").await.shows(&["老年卡在哪里办？", "由 值班员 张 处理"]);
    zhang.get("/admin/inbox").await.shows(&["没有待接入的问题", "居民在服务号里提出的问题会出现在这里"]);

    let seen = zhang.get(&at(&question, "")).await;
    let (seen, key) = (seen.hidden("seen"), seen.hidden("key"));
    let fields = [("text", "带身份证\r\n到便民服务中心"), ("seen", &*seen), ("key", &*key), ("then", "")];
    let page = zhang.follow(&at(&question, "/answer"), &fields).await;
    page.shows(&["答复已保存，正在送出", "带身份证\n到便民服务中心\n—值班员 张", "正在排队", "已答复"]);
    zhang.follow(&at(&question, "/answer"), &fields).await;
    let thread = questions::thread(&console.app, &actor(&console).await, &question).await.unwrap();
    assert_eq!(thread.deliveries.len(), 1, "pressed twice, sent once");

    zhang.follow(&at(&question, "/note"), &[("text", "已问民政局")]).await.shows(&["内部备注", "已问民政局"]);
    let ended = zhang.follow(&at(&question, "/end"), &[]).await;
    ended.shows(&["问题已结束", "不能再答复"]).hides(&["发送给居民"]);
}

async fn actor(console: &Console) -> domain::staff::Actor {
    console.member(&format!("m{}", console.app.clock.now().as_millisecond()), "", Role::Officer).await
}

#[tokio::test]
async fn two_officers_race_to_take_and_the_loser_reads_who_won() {
    let console = Console::open().await;
    let (zhang, li) = (console.officer("zhang", "张").await, console.officer("li", "李").await);
    for round in 0..10 {
        let question = asks(&console.app, &format!("o{round}"), "老年卡在哪里办？").await;
        let path = at(&question, "/take");
        let (a, b) = tokio::join!(zhang.post(&path, &[]), li.post(&path, &[]));
        let (winner, loser, name) =
            if a.status == StatusCode::SEE_OTHER { (a, b, "张") } else { (b, a, "李") };
        assert_eq!((winner.status, loser.status), (StatusCode::SEE_OTHER, StatusCode::CONFLICT));
        loser.shows(&[&format!("{name} 已接入这个问题")]);
    }
}

#[tokio::test]
async fn an_answer_against_a_stale_thread_comes_back_with_the_draft() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let seen = zhang.get(&at(&question, "")).await.hidden("seen");
    console.clock.advance(SignedDuration::from_secs(30));
    says_more(&console.app, &question, "来水了，谢谢 <b>").await;
    let draft = "我们马上派人 <script>";
    let page = zhang.post(&at(&question, "/answer"), &[("text", draft), ("seen", &seen)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    page.shows(&[
        "您写的时候有了新内容",
        "来水了，谢谢 &lt;b&gt;",
        "我们马上派人 &lt;script&gt;</textarea>",
        "仍然发送",
        "class=\"new\"",
    ]);
    assert_eq!(page.text().matches("class=\"new\"").count(), 1, "only what came later is marked");
    let fields = [("text", draft), ("seen", &*page.hidden("seen")), ("key", &*page.hidden("key"))];
    zhang.follow(&at(&question, "/answer"), &fields).await.shows(&["答复已保存"]);
}

#[tokio::test]
async fn a_field_that_has_to_change_says_so_and_keeps_what_was_written() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let long = "长".repeat(700);
    let page = zhang.post(&at(&question, "/answer"), &[("text", &long)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&[
        "<title>错误：",
        "有问题需要修改",
        "href=\"#text\"",
        "2107 字节",
        "请删去约 26 个汉字",
        &long,
    ]);
    let page = zhang.post(&at(&question, "/note"), &[("text", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&["href=\"#note\"", "请写下备注内容"]);
}

/// The thread after its one answer became something.
async fn thread_with(
    console: &Console,
    zhang: &Browser<'_>,
    openid: &str,
    change: impl FnOnce(&mut Delivery),
) -> (Answer, Delivery) {
    let question = asks(&console.app, openid, "老年卡在哪里办？").await;
    zhang.follow(&at(&question, "/answer"), &[("text", "好")]).await;
    let actor = actor(console).await;
    let row = questions::thread(&console.app, &actor, &question).await.unwrap().deliveries.remove(0);
    let row = settles_at(&console.app, &row.follower, &row.id, change).await;
    console.clock.advance(SignedDuration::from_secs(1));
    (zhang.get(&at(&question, "")).await, row)
}

fn outcome(code: Option<i64>, at: Timestamp) -> Outcome {
    Outcome { code, message: "as recorded".to_owned(), at }
}

#[tokio::test]
async fn what_is_known_of_a_delivery_is_said_in_words() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let now = console.app.clock.now();
    type Change = Box<dyn FnOnce(&mut Delivery)>;
    let states: [(&str, Change); 9] = [
        ("正在排队", Box::new(|_| ())),
        (
            "正在排队，今天 12:10 再试",
            Box::new(move |row| row.retry(now + SignedDuration::from_hours(2), outcome(None, now))),
        ),
        ("正在发送", Box::new(move |row| row.start(row.created_at).unwrap())),
        ("已送达", Box::new(move |row| row.delivered(now))),
        ("已随回复送出", Box::new(move |row| row.hand_over("m".into(), row.created_at).unwrap())),
        ("等待下次联系时送出", Box::new(move |row| row.park(Parked::UsedUp, None))),
        ("结果不明", Box::new(move |row| row.lost(outcome(None, now)))),
        ("未送达", Box::new(move |row| row.fail(outcome(Some(45002), now)))),
        ("不再发送", Box::new(move |row| row.withdraw(now).unwrap())),
    ];
    for (n, (words, change)) in states.into_iter().enumerate() {
        let (page, _) = thread_with(&console, &zhang, &format!("o{n}"), change).await;
        page.shows(&[words]);
        let asks_for_a_decision = ["结果不明", "未送达"].contains(&words);
        assert_eq!(page.text().contains("/resend\""), asks_for_a_decision, "{words}");
    }
}

#[tokio::test]
async fn an_officer_decides_what_nobody_knows() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let now = console.app.clock.now();
    let lost = move |row: &mut Delivery| row.lost(outcome(None, now));
    let (page, row) = thread_with(&console, &zhang, "o1", lost).await;
    page.shows(&["重发（会标明可能重复）", "已确认送达", "居民可能已经收到"]);
    let address = format!("/admin/deliveries/{}/{}", row.follower, encoded(row.id.as_str()));
    zhang.follow(&format!("{address}/resend"), &[]).await.shows(&[
        "已重新排队发送",
        "标明可能重复",
        "正在排队",
    ]);
    let again = zhang.post(&format!("{address}/resend"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.shows(&["这条答复的状态已经变化"]);
    settles_at(&console.app, &row.follower, &row.id, lost).await;
    zhang
        .follow(&format!("{address}/settle"), &[])
        .await
        .shows(&["已处理", "已确认送达"])
        .hides(&["结果不明"]);

    let (page, _) = thread_with(&console, &zhang, "o2", move |row| row.fail(outcome(Some(40003), now))).await;
    page.shows(&["未送达", "居民再次来信后请重新发送", "平台代码 40003", "重新发送"]);
}

#[tokio::test]
async fn the_composer_says_when_nothing_can_be_pushed() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    leaves(&console.app, "o1").await;
    zhang.get(&at(&question, "")).await.shows(&["居民已取消关注：答复会等到居民回来时送出"]);
    let question = asks(&console.app, "o2", "停水了？").await;
    console.clock.advance(SignedDuration::from_hours(49));
    let zhang = console.browser("zhang").await;
    zhang.get(&at(&question, "")).await.shows(&["现在不能主动发送：答复会等到居民下次联系时送出"]);
}

#[tokio::test]
async fn pictures_are_shown_re_encoded_and_originals_only_downloaded() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "路灯倒了").await;
    let original =
        Blob { content_type: "text/html".to_owned(), bytes: b"<script>alert(1)</script>".to_vec() };
    let key = attaches(&console.app, &question, original, b"jpeg".to_vec()).await;
    let address = format!("/admin/attachments/{}/{}", console.app.key.follower("o1"), encoded(key.as_str()));
    zhang.get(&at(&question, "")).await.shows(&[&address, "下载原文件"]);
    let picture = zhang.get(&address).await;
    assert_eq!((picture.bytes.as_slice(), picture.header("content-type")), (&b"jpeg"[..], "image/jpeg"));
    let original = zhang.get(&format!("{address}?original=1")).await;
    assert_eq!(original.header("content-disposition"), "attachment");
    assert_eq!(original.header("x-content-type-options"), "nosniff");
    assert!(original.header("content-security-policy").contains("sandbox"));
    assert_eq!(original.header("cache-control"), "private, no-store");
    assert_eq!(zhang.get("/admin/attachments/F/M").await.status, StatusCode::NOT_FOUND);
    zhang.get(&format!("{address}?original=1")).await;
    let program = console.program(Role::Administrator).await;
    let taken = async || {
        let page = program.call("GET", "/audit?action=took_file", None).await.json();
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.iter().all(|item| item["object"] == format!("question:{question}")), "{page}");
        items.len()
    };
    assert_eq!(taken().await, 1, "once an hour");
    console.clock.advance(SignedDuration::from_hours(1));
    console.browser("zhang").await.get(&format!("{address}?original=1")).await;
    assert_eq!(taken().await, 2);
}

#[tokio::test]
async fn polling_costs_nothing_while_nothing_changes() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    for path in ["/admin/inbox?part=1".to_owned(), at(&question, "?part=1")] {
        let first = zhang.get(&path).await;
        first.shows(&["停水了？"]).hides(&["<html", "<textarea"]);
        let known = [("if-none-match", first.header("etag"))];
        let again = zhang.get_with(&path, &known).await;
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
        assert!(!again.header("x-now").is_empty());
        console.clock.advance(SignedDuration::from_secs(61));
        says_more(&console.app, &question, "还没水").await;
        assert_eq!(zhang.get_with(&path, &known).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_reader_sees_no_form_to_answer_with() {
    let console = Console::open().await;
    console.member("reader", "督查", Role::Reader).await;
    let reader = console.browser("reader").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    reader.get(&at(&question, "")).await.shows(&["停水了？"]).hides(&["<textarea", "/take\"", "/end\""]);
    let page = reader.post(&at(&question, "/take"), &[]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.shows(&["您没有这项权限", "请联系管理员"]);
}

#[tokio::test]
async fn an_account_that_calls_nobody_says_so_where_answers_wait() {
    let console = Console::open().await.in_mode(Egress::None);
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    zhang.get(&at(&question, "")).await.shows(&["本号设为不主动发送"]).hides(&["可主动发送至"]);
    zhang
        .follow(&at(&question, "/answer"), &[("text", "明早恢复。")])
        .await
        .shows(&["等待下次联系时送出", "没有尝试过发送"]);
    let row = questions::thread(&console.app, &actor(&console).await, &question).await.unwrap();
    assert_eq!(row.deliveries[0].parked, Some(Parked::EgressOff));
    assert!(console.jobs.outbound().is_empty());
    let console = console.in_english();
    let zhang = console.browser("zhang").await;
    zhang.get(&at(&question, "")).await.shows(&["it was never tried", "sends nothing by itself"]);
}

#[tokio::test]
async fn a_courier_that_is_silent_is_told_with_its_last_sign_of_life() {
    let console = Console::open().await.in_mode(Egress::Courier);
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    zhang.get(&at(&question, "")).await.shows(&["还没有运行过", "可主动发送至"]);

    let now = console.app.clock.now();
    let lease = CourierLease {
        holder: "c".to_owned(),
        host: "duty-room".to_owned(),
        program: "0.1.0".to_owned(),
        egress: Egress::Courier,
        since: now,
        heartbeat: now,
        until: now + SignedDuration::from_secs(30),
        done: 0,
        trouble: None,
    };
    let mut batch = Batch::new();
    batch.insert(&lease).unwrap();
    batch.commit(console.app.table.as_ref()).await.unwrap();
    zhang.get(&at(&question, "")).await.shows(&["可主动发送至"]).hides(&["wenqu courier"]);
    console.clock.advance(SignedDuration::from_mins(2));
    zhang.get(&at(&question, "")).await.shows(&["最后一次报到是", "10:10"]);
}
