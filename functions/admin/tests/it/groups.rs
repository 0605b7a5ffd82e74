//! Questions that ask the same, on the console's pages and over the API: put together in the inbox, seen in its rows, found
//! from the group.

use crate::support::Console;
use app::{
    groups::{self, To},
    testing::asks,
};
use axum::http::StatusCode;
use domain::{
    ids::{GroupId, QuestionId},
    staff::Role,
};
use serde_json::json;

const BULK: &str = "/admin/inbox/bulk";
/// About the same, in words that no program takes for the same.
const ODD: [&str; 3] = ["家里水龙头不出水", "No water at home", "楼上说今天没法洗澡"];
const WATER: [&str; 3] = [
    "三农场小区从早上开始停水，什么时候恢复供水？",
    "请问三农场小区停水什么时候恢复供水",
    "三农场小区停水了，几点恢复供水？",
];

async fn placed(console: &Console, who: &str, texts: &[&str]) -> Vec<QuestionId> {
    let mut asked = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let question = asks(&console.app, &format!("{who}{number}"), text).await;
        groups::place(&console.app, &question).await.unwrap();
        console.clock.advance(jiff::SignedDuration::from_secs(1));
        asked.push(question);
    }
    asked
}

fn ticks(questions: &[QuestionId]) -> Vec<String> {
    questions.iter().map(|question| format!("q-{question}")).collect()
}

#[tokio::test]
async fn ticked_questions_become_one_group_and_their_rows_lead_to_it() {
    let console = Console::open().await;
    let asked = placed(&console, "o", &ODD).await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/inbox").await.shows(&["归为同类", "归入哪一组（可不填）"]).hides(&["class=\"alike\""]);
    let boxes = ticks(&asked);
    let group = GroupId::of(&asked[0]);
    let fields = [
        (&*boxes[0], "1"),
        (&*boxes[1], "1"),
        (&*boxes[2], "1"),
        ("then", "group"),
        ("into", " "),
        ("back", "state=waiting"),
    ];
    let page = zhang.follow(BULK, &fields).await;
    let link = format!("href=\"/admin/groups/{group}\"");
    page.shows(&["已把 3 个问题归为同类：", &link, &group.short(), "class=\"alike\"", "同类 3"]);
    page.hides(&["没有处理", "原来在别的组"]);
    zhang.get("/admin/inbox?part=1").await.shows(&["同类 3"]);
    zhang.get("/admin/inbox?lang=en").await.shows(&["3 alike", "Put together"]);
    zhang.get(&format!("/admin/groups/{group}")).await.shows(&[ODD[0], ODD[1], ODD[2], "由值班员归入"]);
    zhang.get("/admin/groups").await.shows(&["3 个待接入"]);
    zhang.get("/admin/groups?lang=en").await.shows(&["3 waiting"]);
}

#[tokio::test]
async fn the_group_that_is_named_takes_them_and_the_result_says_what_was_not_done_and_why() {
    let console = Console::open().await;
    let (water, odd) = (placed(&console, "w", &WATER).await, placed(&console, "o", &ODD).await);
    let zhang = console.officer("zhang", "张").await;
    let group = GroupId::of(&water[0]);
    let boxes = ticks(&[odd[0].clone(), water[1].clone(), "0000000000000000".into()]);
    let mut fields: Vec<(&str, &str)> = boxes.iter().map(|name| (&**name, "1")).collect();
    fields.push(("then", "group"));
    let li = console.member("li", "李", Role::Officer).await;
    let into = groups::together(&console.app, &li, &odd[1..], None).await.unwrap().group;
    let named = into.short().to_lowercase();
    fields.push(("into", &named));
    let page = zhang.follow(BULK, &fields).await;
    page.shows(&[
        "已把 2 个问题归为同类：",
        &into.short(),
        "其中 1 个原来在别的组",
        "1 个问题没有处理",
        "已不存在",
    ]);
    assert_ne!(into, group);
    page.shows(&[&format!("href=\"/admin/questions/{}\"", water[1])]);
    zhang.get("/admin/inbox").await.shows(&["同类 4", "同类 2"]);
}

#[tokio::test]
async fn what_has_to_be_mended_keeps_ticks_and_the_number() {
    let console = Console::open().await;
    let asked = placed(&console, "o", &ODD).await;
    let zhang = console.officer("zhang", "张").await;
    let name = &ticks(&asked)[0];
    let one = zhang.post(BULK, &[(name, "1"), ("then", "group")]).await;
    assert_eq!(one.status, StatusCode::UNPROCESSABLE_ENTITY);
    one.shows(&["请勾选至少两个", "href=\"#list\"", &format!("name=\"{name}\" value=\"1\" checked")]);
    let nowhere = zhang.post(BULK, &[(name, "1"), ("then", "group"), ("into", "G-000000")]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    nowhere.shows(&["没有这个编号", "href=\"#into\"", "value=\"G-000000\"", "checked"]);
    let reader = console.member("reader", "督查", Role::Reader).await;
    let browser = console.browser(reader.login.as_str()).await;
    browser.get("/admin/inbox").await.hides(&["归为同类"]);
    let denied = browser.post(BULK, &[(name, "1"), ("then", "group")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_row_says_that_a_group_is_suggested() {
    let console = Console::open().await;
    placed(&console, "w", &WATER).await;
    let there = placed(&console, "o", &["滨河花园小区停水了，什么时候恢复供水？"]).await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/inbox").await.shows(&["可能同类", "同类 3"]);
    let actor = console.member("li", "李", Role::Officer).await;
    groups::move_to(&console.app, &actor, &there[0], &To::Alone).await.unwrap();
    zhang.get("/admin/inbox").await.hides(&["可能同类"]);
}

#[tokio::test]
async fn a_group_finds_more_that_may_belong_and_takes_those_ticked() {
    let console = Console::open().await;
    let water = placed(&console, "w", &WATER).await;
    // These were told from it, or say something else, or the same of another estate.
    let there = placed(
        &console,
        "x",
        &["滨河花园小区停水了，什么时候恢复供水？", "老年卡在哪里办理？", "公租房什么时候开始申请？"],
    )
    .await;
    let zhang = console.officer("zhang", "张").await;
    let actor = console.member("li", "李", Role::Officer).await;
    groups::move_to(&console.app, &actor, &water[2], &To::Alone).await.unwrap();
    let group = GroupId::of(&water[0]);
    let at = format!("/admin/groups/{group}");
    zhang.get(&at).await.shows(&["找还没归入本组的问题"]);
    let more = zhang.get(&format!("{at}/more")).await;
    more.shows(&["滨河花园", "相似 ", "把选中的归入本组"]).hides(&["老年卡", "公租房", WATER[2], WATER[1]]);
    let none = zhang.post(&format!("{at}/in"), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.shows(&["请先勾选问题", "href=\"#near\""]);
    let name = &ticks(&there)[0];
    let put = zhang.follow(&format!("{at}/in"), &[(name, "1")]).await;
    put.shows(&["已把 1 个问题归为同类：", "滨河花园"]);
    zhang.get(&format!("{at}/more")).await.shows(&["没有找到相近的未结问题"]);
    console.member("reader", "督查", Role::Reader).await;
    let reader = console.browser("reader").await;
    reader.get(&at).await.hides(&["找还没归入本组的问题"]);
    let denied = reader.post(&format!("{at}/in"), &[(name, "1")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_program_puts_several_together_and_is_told_of_each() {
    let console = Console::open().await;
    let asked = placed(&console, "o", &ODD).await;
    let program = console.program(Role::Officer).await;
    let mut chosen: Vec<&str> = asked.iter().map(QuestionId::as_str).collect();
    chosen.push("0000000000000000");
    let done = program.call("POST", "/questions/group", Some(json!({ "questions": chosen }))).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let done = done.json();
    let group = GroupId::of(&asked[0]);
    assert_eq!((&done["group"], &done["number"]), (&json!(group), &json!(group.short())));
    assert_eq!((done["done"].as_array().unwrap().len(), &done["out_of_others"]), (3, &json!([])));
    assert_eq!(done["refused"][0]["problem"]["status"], json!(404));
    let few = program.call("POST", "/questions/group", Some(json!({ "questions": [&asked[0]] }))).await;
    assert_eq!((few.status, &few.json()["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("questions")));
    let body = json!({ "questions": [&asked[0]], "group": "NOPE" });
    assert_eq!(program.call("POST", "/questions/group", Some(body)).await.status, StatusCode::NOT_FOUND);
}
