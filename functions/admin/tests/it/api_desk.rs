//! A program at the staff API does what officers do around an answer.

use crate::support::{Console, encoded};
use app::testing::asks;
use axum::http::StatusCode;
use domain::staff::Role;
use image::{ImageFormat, RgbImage};
use serde_json::{Value, json};

#[tokio::test]
async fn a_program_gives_names_keeps_a_draft_and_is_seen() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    console.member("li", "值班员 李", Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let at = |rest: &str| format!("/questions/{question}{rest}");
    let colleagues = program.call("GET", "/colleagues", None).await.json();
    assert!(colleagues["items"].as_array().unwrap().contains(&json!({ "login": "li", "name": "值班员 李" })));
    let given = program.call("POST", &at("/assign"), Some(json!({ "to": "li" }))).await.json();
    assert_eq!((&given["assignee"], &given["state"]), (&json!("li"), &json!("taken")));
    let thread = program.call("GET", &at(""), None).await.json();
    assert_eq!(
        (&thread["entries"][0]["kind"], &thread["entries"][0]["to"]),
        (&json!("assigned"), &json!("li"))
    );
    let nobody = program.call("POST", &at("/assign"), Some(json!({ "to": "x" }))).await;
    assert_eq!(
        (nobody.status, &nobody.json()["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("assignee"))
    );
    for (category, status) in [("9", 422), ("a", 422), ("", 200)] {
        let body = Some(json!({ "category": category }));
        assert_eq!(program.call("POST", &at("/category"), body).await.status.as_u16(), status, "{category}");
    }
    let follower = given["follower"].as_str().unwrap();
    let remark = Some(json!({ "remark": "王阿姨" }));
    let done = program.call("POST", &format!("/followers/{follower}/remark"), remark).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    let past = program.call("GET", &format!("/followers/{follower}/questions"), None).await.json();
    assert_eq!(past["items"][0]["id"], json!(question));

    let saved = program.call("PUT", &at("/draft"), Some(json!({ "text": "正在查" }))).await;
    assert_eq!(saved.status, StatusCode::NO_CONTENT);
    assert_eq!(program.call("GET", &at("/draft"), None).await.json()["text"], json!("正在查"));
    let alone = program.call("POST", &at("/presence"), Some(json!({ "writes": true }))).await.json();
    assert_eq!(alone["items"], json!([]));
    let other = console.program(Role::Reviewer).await;
    let seen = other.call("GET", &at("/presence"), None).await.json();
    assert_eq!(seen["items"][0]["writes"], json!(true));
    let around = program.call("GET", &at("/neighbours"), None).await.json();
    assert_eq!(around, json!({ "older": null, "newer": null, "oldest_waiting": null }));
}

#[tokio::test]
async fn a_program_keeps_canned_responses() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let row = json!({ "code": "lnk", "title": "老年卡", "zh": "{编号} 好" });
    let written = program.call("POST", "/canned", Some(row.clone())).await;
    assert_eq!((written.status, &written.json()["initials"]), (StatusCode::CREATED, &json!("lnk")));
    let twice = program.call("POST", "/canned", Some(row)).await;
    assert_eq!((twice.status.as_u16(), &twice.json()["field"]), (422, &json!("code")));
    let changed = json!({ "code": "lnk", "title": "老年优待卡", "zh": "{编号} 好" });
    let changed = program.call("PUT", "/canned/lnk", Some(changed)).await.json();
    assert_eq!(changed["initials"], json!("lnydk"));
    let question = asks(&console.app, "o1", "？").await;
    let choices = program.call("GET", &format!("/questions/{question}/canned"), None).await.json();
    assert!(choices["items"][0]["text"].as_str().unwrap().starts_with("Q-"));
    assert_eq!(program.call("DELETE", "/canned/lnk", None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.call("GET", "/canned/lnk", None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(program.call("GET", "/canned", None).await.json()["items"], Value::Array(vec![]));
}

#[tokio::test]
async fn a_program_sends_a_picture_once() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "表怎么填？").await;
    let mut png = std::io::Cursor::new(Vec::new());
    RgbImage::new(9, 9).write_to(&mut png, ImageFormat::Png).unwrap();
    let path = format!("/questions/{question}/pictures");
    let send = async |bytes: Vec<u8>, key: &str| {
        let headers = [("content-type", "image/png"), ("idempotency-key", key)];
        program.call_bytes("POST", &path, &headers, bytes).await
    };
    let first = send(png.get_ref().clone(), "one").await;
    assert_eq!((first.status, &first.json()["kind"]), (StatusCode::CREATED, &json!("picture")));
    assert_eq!(send(png.get_ref().clone(), "one").await.json()["id"], first.json()["id"]);
    assert_eq!(send(b"GIF89a".to_vec(), "two").await.json()["field"], json!("picture"));
    assert_eq!(send(vec![0; 4_300_000], "three").await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let thread = program.call("GET", &format!("/questions/{question}"), None).await.json();
    assert_eq!(thread["deliveries"].as_array().unwrap().len(), 1);
    let entry = thread["entries"][0]["id"].as_str().unwrap();
    let shown = program.call("GET", &format!("{path}/{}", encoded(entry)), None).await;
    assert_eq!(shown.header("content-type"), "image/jpeg");
}
