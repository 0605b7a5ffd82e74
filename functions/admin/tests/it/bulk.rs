//! Officers do one thing to several questions, without JavaScript; programs too.

use crate::support::Console;
use app::testing::asks;
use axum::http::StatusCode;
use domain::{ids::QuestionId, staff::Role};
use serde_json::json;

const BULK: &str = "/admin/inbox/bulk";

async fn three(console: &Console) -> [QuestionId; 3] {
    [
        asks(&console.app, "o1", "停水了？").await,
        asks(&console.app, "o2", "公交改道了吗？").await,
        asks(&console.app, "o3", "Is the park open?").await,
    ]
}

fn ticks(questions: &[QuestionId]) -> Vec<String> {
    questions.iter().map(|question| format!("q-{question}")).collect()
}

#[tokio::test]
async fn ticked_questions_are_given_to_a_colleague_in_one_act() {
    let console = Console::open().await;
    let questions = three(&console).await;
    console.member("li", "值班员 李", Role::Officer).await;
    let zhang = console.officer("zhang", "张").await;
    let list = zhang.get("/admin/inbox?state=waiting&language=zh").await;
    for name in ticks(&questions[..2]) {
        list.shows(&[&format!("<input type=\"checkbox\" form=\"bulk\" name=\"{name}\"")]);
    }
    list.shows(&[
        "<option value=\"li\">值班员 李</option>",
        "id=\"bulk\" method=\"post\"",
        "把选中的交给这位同事",
    ]);
    let boxes = ticks(&questions[..2]);
    let back = list.hidden("back").replace("&amp;", "&");
    let fields =
        [(&*boxes[0], "1"), (&*boxes[1], "1"), ("colleague", "li"), ("then", "assign"), ("back", &*back)];
    let page = zhang.follow(BULK, &fields).await;
    page.shows(&["已把 2 个问题交给同事", "value=\"zh\" selected", "没有符合条件的问题"]);
    zhang.get("/admin/inbox?state=taken").await.shows(&["停水了？", "公交改道了吗？", "由 值班员 李 处理"]);
}

#[tokio::test]
async fn ending_several_is_asked_for_first_and_says_which_were_over() {
    let console = Console::open().await;
    let questions = three(&console).await;
    let zhang = console.officer("zhang", "张").await;
    let boxes = ticks(&questions);
    let mut fields: Vec<(&str, &str)> = boxes.iter().map(|name| (&**name, "1")).collect();
    fields.push(("then", "end"));
    let asked = zhang.follow(BULK, &fields).await;
    asked.shows(&["结束 3 个问题？", "停水了？", "Is the park open?", "返回，不结束"]);
    zhang.get("/admin/inbox").await.shows(&["停水了？"]);
    // A colleague is faster with one of them.
    let li = console.officer("li", "李").await;
    li.follow(&format!("/admin/questions/{}/end", questions[1]), &[]).await;
    *fields.last_mut().unwrap() = ("then", "end-now");
    let done = zhang.follow(BULK, &fields).await;
    done.shows(&["已结束 2 个问题", "1 个问题没有处理", "已经结束"]);
    done.shows(&[&format!("href=\"/admin/questions/{}\"", questions[1])]);
    zhang.get("/admin/inbox").await.shows(&["没有待接入的问题"]);
}

#[tokio::test]
async fn what_was_ticked_stays_when_something_has_to_be_mended() {
    let console = Console::open().await;
    let questions = three(&console).await;
    let zhang = console.officer("zhang", "张").await;
    let none = zhang.post(BULK, &[("then", "assign"), ("colleague", "zhang")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.shows(&["<title>错误：", "请先勾选问题", "href=\"#list\""]);
    let name = &ticks(&questions)[0];
    let nobody = zhang.post(BULK, &[(name, "1"), ("then", "assign"), ("colleague", "x")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.shows(&["请选择一位能答复的同事", &format!("name=\"{name}\" value=\"1\" checked")]);
    // An address that was tampered with leads to a list of ours.
    let answer = zhang.post(BULK, &[(name, "1"), ("then", "end-now"), ("back", "state=x\r\n&from=")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("location").starts_with("/admin/inbox?state=waiting&done=end.1"));
}

#[tokio::test]
async fn a_reader_has_no_boxes() {
    let console = Console::open().await;
    let questions = three(&console).await;
    console.member("reader", "督查", Role::Reader).await;
    let reader = console.browser("reader").await;
    reader.get("/admin/inbox").await.shows(&["停水了？"]).hides(&["checkbox", "id=\"bulk\""]);
    let name = &ticks(&questions)[0];
    let answer = reader.post(BULK, &[(name, "1"), ("then", "end-now")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_program_ends_and_gives_several_and_is_told_of_each() {
    let console = Console::open().await;
    let questions = three(&console).await;
    let program = console.program(Role::Officer).await;
    let body = json!({ "questions": &questions[..2], "to": "program-officer" });
    let given = program.call("POST", "/questions/assign", Some(body)).await;
    assert_eq!((given.status, given.json()["done"].as_array().unwrap().len()), (StatusCode::OK, 2));
    let body = json!({ "questions": [&questions[0]] });
    program.call("POST", "/questions/end", Some(body)).await;
    let again = program.call("POST", "/questions/end", Some(json!({ "questions": &questions }))).await.json();
    assert_eq!(again["done"].as_array().unwrap().len(), 2);
    assert_eq!(again["refused"][0]["question"], json!(questions[0]));
    assert_eq!(again["refused"][0]["problem"]["type"], json!("urn:wenqu:problem:conflict"));
    let none = program.call("POST", "/questions/end", Some(json!({ "questions": [] }))).await;
    assert_eq!((none.status, &none.json()["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("questions")));
    let open = program.call("GET", "/questions?state=open", None).await.json();
    assert_eq!(open["items"], json!([]), "all three are ended");
}
