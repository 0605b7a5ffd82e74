//! The account's menu, as an officer edits and publishes it.

use crate::support::{Answer, Console};
use app::{
    content,
    jobs::{OutboundJob, WorkerJob},
    keys,
    ports::Table,
    rows::{Batch, PlatformRequest, RequestOutcome, RequestRow, Row, load},
};
use axum::http::StatusCode;
use domain::{
    content::{Command, Snapshot},
    egress::Egress,
    menu::Button,
    staff::Role,
};
use serde_json::json;

async fn console() -> Console {
    let console = Console::open().await;
    let menu_commands = [("help".to_owned(), Command::Help), ("person".to_owned(), Command::Person)].into();
    let snapshot = Snapshot { menu_commands, ..Snapshot::default() };
    content::publish(console.app.table.as_ref(), snapshot).await.unwrap();
    console.app.content.refresh().await.unwrap();
    console
}

/// The call that was asked for, which the test ends as worker and sender would.
async fn ends(console: &Console, outcome: RequestOutcome) -> PlatformRequest {
    let Some(OutboundJob::Request { job, .. }) = console.jobs.outbound().pop() else {
        panic!("nothing was asked")
    };
    let table: &dyn Table = console.app.table.as_ref();
    let asked = load::<RequestRow>(table, &keys::request(&job.id)).await.unwrap().unwrap().value;
    let mut batch = Batch::new();
    app::menu::settle(&console.app, &mut batch, &job.id, outcome).await.unwrap();
    batch.delete(WorkerJob::key(&job));
    batch.commit(table).await.unwrap();
    asked.request
}

fn menu() -> Vec<(&'static str, &'static str)> {
    vec![("do", "save"), ("name-1", "全部栏目"), ("kind-1", "click"), ("key-1", "help")]
}

#[tokio::test]
async fn a_menu_is_made_by_the_form_alone_and_published() {
    let console = console().await;
    console.member("chen", "陈", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    chen.get("/admin/menu").await.shows(&["还没有草稿", "添加一列"]);
    let page = chen.follow("/admin/menu", &[("do", "add")]).await;
    page.shows(&["name=\"name-1\"", "value=\"add-1\""]);
    let fields = [("do", "add-1"), ("name-1", "我要"), ("kind-1", "click"), ("key-1", "")];
    let page = chen.follow("/admin/menu", &fields).await;
    page.shows(&["value=\"我要\"", "name=\"name-1-1\"", "这一列点按后展开"]).hides(&["name=\"kind-1\""]);
    let fields = [
        ("do", "save"),
        ("name-1", "我要"),
        ("name-1-1", "转人工"),
        ("kind-1-1", "click"),
        ("key-1-1", "person"),
    ];
    chen.follow("/admin/menu", &fields).await.shows(&["草稿已保存", "6 / 16 字节", "9 / 60 字节"]);
    let check = chen.get("/admin/menu/check").await;
    check.shows(&["发布前检查", "还不知道平台上现在是什么菜单", "发布给全部居民"]);
    let seen = check.hidden("seen");
    chen.follow("/admin/menu/publish", &[("seen", &seen)]).await.shows(&["正在发布第 1 版"]);
    let PlatformRequest::PublishMenu { button } = ends(&console, RequestOutcome::Done).await else {
        panic!()
    };
    assert_eq!(
        serde_json::to_value(&button).unwrap(),
        json!([{ "name": "我要", "sub_button": [{ "type": "click", "name": "转人工", "key": "person" }] }])
    );
    chen.get("/admin/menu").await.shows(&["第 1 版已发布", "草稿与平台上的一致", "约 5 分钟后"]);
    let part = chen.get("/admin/menu?part=1").await;
    let tag = part.header("etag").to_owned();
    let again = chen.get_with("/admin/menu?part=1", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn an_over_long_title_is_refused_with_what_was_typed() {
    let console = console().await;
    let zhang = console.officer("zhang", "张").await;
    let fields = [("do", "save"), ("name-1", "六个汉字太长"), ("kind-1", "click"), ("key-1", "help")];
    let answer = zhang.post("/admin/menu", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows(&[
        "<title>错误：",
        "太长：18 字节，最多 16 字节",
        "href=\"#name-1\"",
        "value=\"六个汉字太长\"",
    ]);
    zhang.get("/admin/menu").await.shows(&["还没有草稿"]);
    let fields = [("do", "save"), ("name-1", "网站"), ("kind-1", "view"), ("url-1", "http://a.gov.cn")];
    let answer = zhang.post("/admin/menu", &fields).await;
    answer.shows(&["网址必须以 https:// 开头", "value=\"http://a.gov.cn\""]);
}

#[tokio::test]
async fn what_is_typed_is_what_is_checked() {
    let console = console().await;
    console.member("chen", "陈", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    chen.follow("/admin/menu", &menu()).await;
    let fields = [("do", "check"), ("name-1", "今日要闻"), ("kind-1", "view"), ("url-1", "https://a.gov.cn")];
    let check = chen.follow("/admin/menu", &fields).await;
    check.shows(&["今日要闻", "发布给全部居民"]);
}

#[tokio::test]
async fn the_platforms_refusal_is_shown_with_what_to_do() {
    let console = console().await;
    console.member("chen", "陈", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    chen.follow("/admin/menu", &menu()).await;
    chen.follow("/admin/menu/publish", &[]).await;
    ends(&console, RequestOutcome::Failed { code: Some(48001), why: "not granted".to_owned() }).await;
    let page = chen.get("/admin/menu").await;
    page.shows(&["第 1 版没有发布", "微信认证", "[48001]", "没有发布"]);
    chen.get_with("/admin/menu?lang=en", &[]).await.shows(&["Version 1 was not published", "verified first"]);
}

#[tokio::test]
async fn what_residents_see_is_compared_and_taken_over() {
    let console = console().await;
    console.member("chen", "陈", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    chen.follow("/admin/menu", &menu()).await;
    chen.follow("/admin/menu/look", &[]).await.shows(&["正在向平台查询"]);
    let refused = chen.post("/admin/menu/look", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows(&["上一次操作还没有结果"]);
    let made = Button { kind: Some("text".into()), name: "旧菜单".into(), ..Button::default() };
    assert_eq!(
        ends(&console, RequestOutcome::Menu { is_open: true, button: vec![made] }).await,
        PlatformRequest::GetMenu
    );
    chen.get("/admin/menu").await.shows(&["旧菜单", "有 1 处不同"]);
    chen.get("/admin/menu/check").await.shows(&["旧菜单", "全部栏目", "发布后"]);
    chen.follow("/admin/menu/adopt", &[]).await.shows(&["已取为草稿", "保持原样：text"]);
    chen.get("/admin/menu/check").await.shows(&["只能在公众平台网页上制作"]).hides(&["发布给全部居民"]);
}

#[tokio::test]
async fn a_version_comes_back_and_the_menu_goes() {
    let console = console().await;
    console.member("chen", "陈", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    chen.follow("/admin/menu", &menu()).await;
    chen.follow("/admin/menu/publish", &[]).await;
    ends(&console, RequestOutcome::Done).await;
    let fields = [("do", "save"), ("name-1", "新名称"), ("kind-1", "click"), ("key-1", "help")];
    chen.follow("/admin/menu", &fields).await.shows(&["value=\"新名称\""]);
    chen.follow("/admin/menu/restore", &[("version", "1")])
        .await
        .shows(&["已取为草稿", "value=\"全部栏目\""]);
    chen.get("/admin/menu/delete").await.shows(&["个性化菜单也一并删除", "不删除，返回"]);
    chen.follow("/admin/menu/delete", &[]).await.shows(&["正在删除菜单"]);
    assert_eq!(ends(&console, RequestOutcome::Done).await, PlatformRequest::DeleteMenu);
    chen.get("/admin/menu").await.shows(&["平台上没有菜单", "第 2 版", "菜单已删除"]);
}

#[tokio::test]
async fn two_officers_do_not_overwrite_each_other() {
    let console = console().await;
    let zhang = console.officer("zhang", "张").await;
    let li = console.officer("li", "李").await;
    let mut mine = menu();
    mine.push(("seen", "0"));
    zhang.follow("/admin/menu", &mine).await;
    let theirs = [("do", "save"), ("name-1", "我的"), ("kind-1", "click"), ("key-1", "help"), ("seen", "0")];
    let answer = li.post("/admin/menu", &theirs).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows(&["别人刚改过草稿", "value=\"我的\"", "仍然保存我的"]);
    let again = [
        ("do", "save"),
        ("name-1", "我的"),
        ("kind-1", "click"),
        ("key-1", "help"),
        ("seen", &answer.hidden("seen")),
    ];
    li.follow("/admin/menu", &again).await.shows(&["草稿已保存", "value=\"我的\""]);
}

#[tokio::test]
async fn officers_edit_and_only_reviewers_publish() {
    let console = console().await;
    console.member("reader", "", Role::Reader).await;
    let (reader, zhang) = (console.browser("reader").await, console.officer("zhang", "张").await);
    reader.get("/admin/menu").await.hides(&["action=\"/admin/menu", "保存草稿"]);
    assert_eq!(reader.post("/admin/menu", &menu()).await.status, StatusCode::FORBIDDEN);
    zhang.follow("/admin/menu", &menu()).await.hides(&["/admin/menu/delete"]);
    zhang.get("/admin/menu/check").await.hides(&["发布给全部居民"]);
    assert_eq!(zhang.post("/admin/menu/publish", &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_a_way_out_the_menu_is_shown_to_be_pasted() {
    let console = console().await.in_mode(Egress::None);
    console.member("chen", "陈", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    chen.follow("/admin/menu", &menu()).await;
    let page: Answer = chen.get("/admin/menu").await;
    page.shows(&["接口调试工具", "&quot;button&quot;", "&quot;key&quot;: &quot;help&quot;"])
        .hides(&["/admin/menu/look"]);
    chen.get("/admin/menu/check").await.shows(&["接口调试工具"]).hides(&["发布给全部居民"]);
    let answer = chen.post("/admin/menu/publish", &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows(&["没有可用的外呼通道"]);
}

#[tokio::test]
async fn programs_do_the_same() {
    let console = console().await;
    let program = console.program(Role::Reviewer).await;
    let button = json!([{ "type": "click", "name": "六个汉字太长", "key": "help" }]);
    let saved = program.call("PUT", "/menu/draft", Some(json!({ "button": button }))).await;
    assert_eq!(saved.json()["faults"][0]["field"], "name-1");
    let refused = program.call("POST", "/menu/publish", Some(json!({}))).await;
    assert_eq!(
        (refused.status, refused.json()["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("menu"))
    );
    let button = json!([{ "type": "click", "name": "栏目", "key": "help" }]);
    let saved = program.call("PUT", "/menu/draft", Some(json!({ "button": button, "edition": 1 }))).await;
    assert_eq!(saved.json()["draft"]["edition"], 2);
    let stale = program.call("PUT", "/menu/draft", Some(json!({ "button": button, "edition": 1 }))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let asked = program.call("POST", "/menu/publish", Some(json!({ "edition": 2 }))).await;
    assert_eq!(
        (asked.status, &asked.json()["pending"]["call"]["call"]),
        (StatusCode::ACCEPTED, &json!("publish"))
    );
    ends(&console, RequestOutcome::Failed { code: Some(45009), why: "quota".to_owned() }).await;
    let read = program.call_with("GET", "/menu", &[("accept-language", "en")], None).await.json();
    assert_eq!(read["last"]["failure"]["code"], 45009);
    assert!(read["last"]["failure"]["advice"].as_str().unwrap().contains("tomorrow"));
    assert_eq!(read["versions"][0]["end"]["failure"]["code"], 45009);
    let restored = program.call("POST", "/menu/restore", Some(json!({ "version": 1 }))).await;
    assert_eq!(restored.status, StatusCode::OK);
}
