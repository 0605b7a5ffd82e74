//! An officer at a thread, without JavaScript: giving, filing, drafts, canned responses, pictures, who else is here.

use crate::support::{Console, encoded};
use app::{content, questions, testing::asks};
use axum::http::StatusCode;
use domain::{
    content::{Bilingual, Category, Snapshot},
    delivery::Content,
    ids::QuestionId,
    staff::{Actor, Role},
};
use image::{ImageFormat, RgbImage};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

fn at(question: &QuestionId, rest: &str) -> String {
    format!("/admin/questions/{question}{rest}")
}

async fn topics(console: &Console) {
    let category = Category {
        number: 4,
        title: Bilingual { zh: "社保医保".to_owned(), en: "Social insurance".to_owned() },
        body: Bilingual::default(),
        source: Bilingual::default(),
        updated_at: Timestamp::UNIX_EPOCH,
        fresh_hours: None,
        ..Category::default()
    };
    let snapshot = Snapshot { categories: vec![category], ..Snapshot::default() };
    content::publish(&*console.app.table, snapshot).await.unwrap();
    console.app.content.refresh().await.unwrap();
}

async fn thread(console: &Console, question: &QuestionId) -> questions::Thread {
    let roles = [Role::Reader].into();
    let reader = Actor::new("test".into(), String::new(), &roles);
    questions::thread(&console.app, &reader, question).await.unwrap()
}

#[tokio::test]
async fn a_question_is_given_filed_and_its_resident_named() {
    let console = Console::open().await;
    topics(&console).await;
    let zhang = console.officer("zhang", "值班员 张").await;
    console.officer("li", "值班员 李").await;
    let question = asks(&console.app, "o1", "老年卡在哪里办？").await;
    zhang.get(&at(&question, "")).await.shows(&["交给", "值班员 李</option>", "4 社保医保", "备注名"]);
    let given = zhang.follow(&at(&question, "/assign"), &[("assignee", "li")]).await;
    given.shows(&["已交给同事", "值班员 张 把问题交给了 值班员 李", "由 值班员 李 处理"]);
    let nobody = zhang.post(&at(&question, "/assign"), &[("assignee", "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.shows(&["href=\"#assignee\"", "请选择一位能答复的同事"]);
    zhang
        .follow(&at(&question, "/category"), &[("category", "4")])
        .await
        .shows(&["栏目已保存", "栏目 社保医保"]);
    zhang.get("/admin/inbox?state=taken").await.shows(&["栏目 4 社保医保"]);
    let wrong = zhang.post(&at(&question, "/category"), &[("category", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    zhang
        .follow(&at(&question, "/remark"), &[("remark", "王阿姨")])
        .await
        .shows(&["备注名已保存", "王阿姨</b>"]);
    let long = "长".repeat(31);
    zhang.post(&at(&question, "/remark"), &[("remark", &long)]).await.shows(&["最多 30 个字", &long]);
    console.clock.advance(SignedDuration::from_mins(20));
    let later = asks(&console.app, "o1", "还要照片吗？").await;
    zhang.get(&at(&later, "")).await.shows(&["这位居民的其他问题", "老年卡在哪里办？", "王阿姨"]);
}

#[tokio::test]
async fn a_draft_comes_back_in_the_form_until_it_is_sent() {
    let console = Console::open().await;
    let (zhang, li) = (console.officer("zhang", "张").await, console.officer("li", "李").await);
    let question = asks(&console.app, "o1", "停水了？").await;
    let page = zhang.follow(&at(&question, "/draft"), &[("text", "正在查 <b>")]).await;
    page.shows(&[
        "草稿已保存",
        "正在查 &lt;b&gt;</textarea>",
        "草稿已于 11月24日 10:10 保存",
        "正在查 &lt;b&gt;\n—张",
    ]);
    li.get(&at(&question, "")).await.hides(&["正在查 "]);
    let quiet = zhang.post(&at(&question, "/draft"), &[("text", "查到了"), ("quiet", "1")]).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT);
    zhang.get(&at(&question, "")).await.shows(&["查到了</textarea>"]);
    zhang.follow(&at(&question, "/answer"), &[("text", "查到了")]).await.hides(&["查到了</textarea>"]);
}

#[tokio::test]
async fn what_a_conflict_refused_is_kept_on_the_server_too() {
    let console = Console::open().await;
    let (zhang, li) = (console.officer("zhang", "张").await, console.officer("li", "李").await);
    let question = asks(&console.app, "o1", "停水了？").await;
    let seen = zhang.get(&at(&question, "")).await.hidden("seen");
    li.follow(&at(&question, "/answer"), &[("text", "李的答复")]).await;
    let refused = zhang.post(&at(&question, "/answer"), &[("text", "张的答复"), ("seen", &seen)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.shows(&["李的答复", "张的答复</textarea>", "仍然发送"]);
    zhang.get(&at(&question, "")).await.shows(&["张的答复</textarea>"]);
}

#[tokio::test]
async fn two_officers_answer_the_same_question_200_times_and_each_loser_keeps_the_words() {
    let console = Console::open().await;
    let (zhang, li) = (console.officer("zhang", "张").await, console.officer("li", "李").await);
    let mut won = [0, 0];
    for round in 0..200 {
        let question = asks(&console.app, &format!("o{round}"), "停水了？").await;
        let seen = zhang.get(&at(&question, "")).await.hidden("seen");
        let path = at(&question, "/answer");
        let fields = |text| [("text", text), ("seen", seen.as_str())];
        let (ours, theirs) = (fields("张的答复"), fields("李的答复"));
        let (a, b) = tokio::join!(zhang.post(&path, &ours), li.post(&path, &theirs));
        let zhang_won = a.status == StatusCode::SEE_OTHER;
        let (winner, loser, words) = if zhang_won { (a, b, "李的答复") } else { (b, a, "张的答复") };
        assert_eq!((winner.status, loser.status), (StatusCode::SEE_OTHER, StatusCode::CONFLICT));
        loser.shows(&[&format!("{words}</textarea>")]);
        won[usize::from(!zhang_won)] += 1;
    }
    println!("answer by forms: 200 races, zhang won {}, li won {}, lost drafts 0", won[0], won[1]);
}

#[tokio::test]
async fn after_sending_the_question_that_waits_longest_comes_next() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let first = asks(&console.app, "o1", "一").await;
    console.clock.advance(SignedDuration::from_secs(60));
    let second = asks(&console.app, "o2", "二").await;
    let next = zhang.post(&at(&second, "/answer"), &[("text", "好"), ("then", "next")]).await;
    assert_eq!(next.header("location"), at(&first, "?done=answer-next"));
    zhang.get(next.header("location")).await.shows(&["这是等待最久的问题"]);
    let last = zhang.post(&at(&first, "/answer"), &[("text", "好"), ("then", "end-next")]).await;
    assert_eq!(last.header("location"), "/admin/inbox");
    assert!(thread(&console, &first).await.question.state.is_final());
    let third = asks(&console.app, "o3", "三").await;
    console.clock.advance(SignedDuration::from_secs(60));
    let fourth = asks(&console.app, "o4", "四").await;
    assert_eq!(zhang.get(&at(&third, "/next")).await.header("location"), at(&fourth, ""));
    assert_eq!(zhang.get(&at(&fourth, "/previous")).await.header("location"), at(&third, ""));
    assert_eq!(zhang.get(&at(&fourth, "/next")).await.header("location"), "/admin/inbox");
}

#[tokio::test]
async fn a_colleague_who_writes_is_seen() {
    let console = Console::open().await;
    let (zhang, li) = (console.officer("zhang", "张").await, console.officer("li", "李").await);
    let question = asks(&console.app, "o1", "停水了？").await;
    li.get(&at(&question, "")).await.hides(&["正在查看"]);
    zhang.get(&at(&question, "")).await.shows(&["李 正在查看"]).hides(&["张 正在查看"]);
    let etag = zhang.get(&at(&question, "?part=1")).await.header("etag").to_owned();
    li.get(&at(&question, "?part=1&doing=write")).await;
    let changed = zhang.get_with(&at(&question, "?part=1"), &[("if-none-match", &etag)]).await;
    assert_eq!(changed.status, StatusCode::OK);
    changed.shows(&["李 正在回复"]);
    console.clock.advance(SignedDuration::from_secs(21));
    zhang.get(&at(&question, "?part=1")).await.hides(&["正在回复", "正在查看"]);
}

#[tokio::test]
async fn a_canned_response_is_written_inserted_kept_from_an_answer_and_removed() {
    let console = Console::open().await;
    topics(&console).await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/settings").await.shows(&["快捷回复"]);
    zhang.get("/admin/settings/canned").await.shows(&["还没有快捷回复", "新建"]);
    zhang.get("/admin/settings/canned/new").await.shows(&["{称呼}", "拼音首字母"]);
    let wrong = [("code", "lnk"), ("title", "老年卡"), ("zh", "{姓名}好")];
    let page = zhang.post("/admin/settings/canned", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&[
        "<title>错误：",
        "没有“{姓名}”这个变量",
        "href=\"#zh\"",
        "value=\"老年卡\"",
        "{姓名}好</textarea>",
    ]);
    let right = [("code", "lnk"), ("title", "老年卡"), ("zh", "{称呼}您好，{编号}"), ("category", "4")];
    zhang.follow("/admin/settings/canned", &right).await.shows(&[
        "快捷回复已保存",
        "lnk",
        "用过 0 次",
        "社保医保",
    ]);

    let question = asks(&console.app, "o1", "老年卡在哪里办？").await;
    let number = thread(&console, &question).await.question.number.to_string();
    zhang.get(&at(&question, "")).await.shows(&["lnk · 老年卡</option>", "/insert\""]);
    let fields = [("text", "您好。"), ("canned", "lnk")];
    let page = zhang.follow(&at(&question, "/insert"), &fields).await;
    page.shows(&["已插入快捷回复", &format!("您好。\n居民朋友您好，{number}</textarea>")]);
    let none = zhang.post(&at(&question, "/insert"), &[("text", "您好。"), ("canned", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.shows(&["请先选择一条快捷回复", "您好。</textarea>"]);
    let choices = zhang.get(&at(&question, "/canned")).await.json();
    assert_eq!(choices[0]["text"], json!(format!("居民朋友您好，{number}")));
    assert_eq!(
        zhang.post(&at(&question, "/canned"), &[("canned", "lnk")]).await.status,
        StatusCode::NO_CONTENT
    );
    zhang.get("/admin/settings/canned").await.shows(&["用过 2 次"]);

    zhang.follow(&at(&question, "/answer"), &[("text", "带身份证")]).await.shows(&["存为快捷回复"]);
    let entry = thread(&console, &question).await.entries[0].id.clone();
    let keep = format!("/admin/settings/canned/new?question={question}&entry={}", encoded(entry.as_str()));
    zhang.get(&keep).await.shows(&["带身份证</textarea>"]).hides(&["—张"]);
    zhang.get("/admin/settings/canned/lnk/remove").await.shows(&["删除这条快捷回复？", "确认删除"]);
    zhang.follow("/admin/settings/canned/lnk/remove", &[]).await.shows(&["快捷回复已删除", "还没有快捷回复"]);
    console.member("reader", "督查", Role::Reader).await;
    let reader = console.browser("reader").await;
    assert_eq!(reader.get("/admin/settings/canned/new").await.status, StatusCode::FORBIDDEN);
    reader.get("/admin/settings/canned").await.hides(&["新建"]);
}

fn png(side: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(side, side, image::Rgb([200, 30, 30])).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn a_picture_is_decoded_encoded_again_and_shown() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "表怎么填？").await;
    let path = at(&question, "/answer");
    let sent =
        zhang.upload(&path, &[("text", "见图"), ("then", "")], ("picture", "a.png", &png(2_000))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let thread = thread(&console, &question).await;
    assert_eq!((thread.deliveries.len(), thread.entries.len()), (2, 2));
    assert!(matches!(thread.deliveries[1].content, Content::Picture { .. }));
    let page = zhang.get(&at(&question, "")).await;
    page.shows(&["我们发给居民的图片", "见图\n—张"]);
    let picture = at(&question, &format!("/pictures/{}", encoded(thread.entries[1].id.as_str())));
    let shown = zhang.get(&picture).await;
    assert_eq!(shown.header("content-type"), "image/jpeg");
    let jpeg = image::load_from_memory_with_format(&shown.bytes, ImageFormat::Jpeg).unwrap();
    assert_eq!((jpeg.width(), jpeg.height()), (1_600, 1_600));

    let cases: [(&[u8], &str); 3] = [
        (b"GIF89a...", "请选择 jpg 或 png 图片"),
        (&png(9)[..40], "读不出这张图片"),
        (&[0; 4_194_305], "超过 4 MB"),
    ];
    for (bytes, words) in cases {
        let refused = zhang.upload(&path, &[("text", "说明文字")], ("picture", "a.png", bytes)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        refused.shows(&[words, "href=\"#picture\"", "说明文字</textarea>"]);
    }
    let large = zhang.upload(&path, &[], ("picture", "a.png", &[0; 4_300_000])).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let forged = zhang.upload(&path, &[("csrf", "x")], ("picture", "a.png", &png(9))).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}
