//! Alert channels, as an administrator sets and tries them.

use crate::support::Console;
use app::alerts::{self, Channel};
use axum::http::StatusCode;
use domain::staff::Role;

const ROBOT: &str = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-SECRET-wxyz";
const PAGE: &str = "/admin/settings/alerts";

#[tokio::test]
async fn a_robot_is_set_shown_by_its_end_and_turned_off() {
    let console = Console::open().await;
    console.member("wang", "王", Role::Administrator).await;
    let wang = console.browser("wang").await;
    wang.get("/admin/settings").await.shows(&["href=\"/admin/settings/alerts\""]);
    wang.get(PAGE).await.shows(&["还没有设置渠道", "Webhook 地址"]);
    let fields = [("address", ROBOT), ("mentions", "13800000000，13900000000")];
    let page = wang.follow(&format!("{PAGE}/robot"), &fields).await;
    page.shows(&["机器人已保存", "末四位 wxyz", "13800000000, 13900000000", "http://wenqu.test"])
        .hides(&["SECRET"]);
    let page = wang.follow(&format!("{PAGE}/robot"), &[("address", ""), ("mentions", "")]).await;
    page.shows(&["末四位 wxyz"]).hides(&["13800000000"]);
    wang.follow(&format!("{PAGE}/robot/forget"), &[]).await.shows(&["渠道已删除", "还没有设置渠道"]);
}

#[tokio::test]
async fn a_wrong_field_is_named_and_nothing_typed_is_lost() {
    let console = Console::open().await;
    console.member("wang", "王", Role::Administrator).await;
    let wang = console.browser("wang").await;
    let page =
        wang.post(&format!("{PAGE}/robot"), &[("address", "https://example.com/"), ("mentions", "1")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&[
        "href=\"#address\"",
        "id=\"address-error\"",
        "value=\"https://example.com/\"",
        "<title>错误：",
    ]);
    let fields = [
        ("host", "smtp.example.gov.cn"),
        ("port", "25"),
        ("security", "none"),
        ("from", "wenqu@example.gov.cn"),
        ("to", "a@example.gov.cn"),
        ("password", "PASSWORD"),
    ];
    let page = wang.post(&format!("{PAGE}/mail"), &fields).await;
    page.shows(&[
        "id=\"security-error\"",
        "value=\"25\"",
        "value=\"a@example.gov.cn\"",
        "value=\"none\" selected",
    ]);
    page.hides(&["PASSWORD"]);
    let page = wang.post(&format!("{PAGE}/when"), &[("quiet_from", "22:00"), ("stuck", "on")]).await;
    page.shows(&["id=\"quiet_to-error\"", "value=\"22:00\"", "name=\"stuck\" value=\"on\" checked"]);
    page.hides(&["name=\"new_question\" value=\"on\" checked"]);
}

#[tokio::test]
async fn quiet_hours_and_kinds_are_kept() {
    let console = Console::open().await;
    console.member("wang", "王", Role::Administrator).await;
    let wang = console.browser("wang").await;
    let fields = [("quiet_from", "22：00"), ("quiet_to", "07:00"), ("stuck", "on")];
    let page = wang.follow(&format!("{PAGE}/when"), &fields).await;
    page.shows(&["value=\"22:00\"", "value=\"07:00\"", "name=\"stuck\" value=\"on\" checked"]);
    page.hides(&["name=\"new_question\" value=\"on\" checked"]);
}

#[tokio::test]
async fn a_test_shows_what_the_service_answered() {
    let console = Console::open().await;
    console.member("wang", "王", Role::Administrator).await;
    let wang = console.browser("wang").await;
    wang.follow(&format!("{PAGE}/robot"), &[("address", ROBOT)]).await.shows(&["还没有测试过"]);
    let worker = async {
        let job = loop {
            match console.jobs.worker().pop() {
                Some(job) => break job,
                None => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            }
        };
        alerts::try_channel(&console.app, &job, Channel::Robot).await.unwrap();
    };
    let address = format!("{PAGE}/robot/test");
    let (page, ()) = tokio::join!(wang.follow(&address, &[]), worker);
    page.shows(&["测试失败，服务回答：", "this process sends no alerts"]);
}

#[tokio::test]
async fn nobody_but_an_administrator_sees_or_sets_channels() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/settings").await.hides(&["/admin/settings/alerts"]);
    assert_eq!(zhang.get(PAGE).await.status, StatusCode::FORBIDDEN);
    for (path, fields) in [
        ("robot", vec![("address", ROBOT)]),
        ("when", vec![]),
        ("robot/test", vec![]),
        ("mail/forget", vec![]),
    ] {
        assert_eq!(
            zhang.post(&format!("{PAGE}/{path}"), &fields).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test]
async fn health_says_what_is_wrong_and_what_to_do() {
    let console = Console::open().await;
    console.member("wang", "王", Role::Administrator).await;
    let wang = console.browser("wang").await;
    let page = wang.get("/admin/settings/health").await;
    page.shows(&[
        "id=\"OPS-01\"",
        "还没有发布任何栏目",
        "id=\"OPS-07\"",
        "还没有设置告警渠道",
        "怎么办",
        "id=\"SEC-03\"",
    ]);
    let zhang = console.officer("zhang", "张").await;
    assert_eq!(zhang.get("/admin/settings/health").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn programs_set_channels_and_read_health() {
    let console = Console::open().await;
    let program = console.program(Role::Administrator).await;
    let body = serde_json::json!({ "address": ROBOT, "mentions": ["13800000000"] });
    let answer = program.call("POST", "/settings/alerts/robot", Some(body)).await;
    assert_eq!(answer.json()["robot"]["ends"], "wxyz", "{}", answer.text());
    let body = serde_json::json!({ "quiet": { "from": "22:00", "to": "07:00" }, "kinds": ["stuck"] });
    let answer = program.call("POST", "/settings/alerts/when", Some(body)).await;
    assert_eq!(answer.json()["quiet"]["to"], "07:00", "{}", answer.text());
    let answer = program.call("POST", "/settings/alerts/robot/test", None).await;
    assert_eq!((answer.status, &answer.json()["state"]), (StatusCode::ACCEPTED, &"pending".into()));
    answer.hides(&["SECRET"]);
    let health = program.call("GET", "/settings/health", None).await.json();
    assert!(health["checks"].as_array().unwrap().len() > 8);
    assert_eq!(program.call("GET", "/settings/retention", None).await.json()["days_after_leaving"], 365);
    let none = program.call("POST", "/settings/alerts/mail/test", None).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let officer = console.program(Role::Officer).await;
    assert_eq!(officer.call("GET", "/settings/alerts", None).await.status, StatusCode::FORBIDDEN);
}
