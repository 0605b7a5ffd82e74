//! A program at the audit, at what is stuck, and at the hand-over: as the document says.

use crate::support::{Console, encoded};
use app::{
    dead,
    jobs::Work,
    keys,
    ports::{Expect, Op},
    questions,
    rows::{AccountAlarm, Batch, FailedFile, RawCallback, new_job},
    testing::{asks, settles_at},
};
use axum::http::StatusCode;
use domain::{delivery::Outcome, staff::Role};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference}")),
        None => value,
    }
}

/// Names that an answer has and its schema has not, or the other way round; in its lists, too.
fn differs(document: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let schema = resolved(document, schema);
    let mut found = Vec::new();
    if let (Value::Object(fields), Some(properties)) = (value, schema["properties"].as_object()) {
        found.extend(
            fields.keys().filter(|name| !properties.contains_key(*name)).map(|name| format!("{path}.{name}")),
        );
        let required = schema["required"].as_array().unwrap();
        let missing = required.iter().filter(|name| !fields.contains_key(name.as_str().unwrap()));
        found.extend(missing.map(|name| format!("{path}: no {name}")));
        for (name, value) in fields {
            if let Some(schema) = properties.get(name) {
                found.extend(differs(document, schema, value, &format!("{path}.{name}")));
            }
        }
    }
    if let Value::Array(items) = value {
        found.extend(
            items.iter().flat_map(|item| differs(document, &schema["items"], item, &format!("{path}[]"))),
        );
    }
    found
}

/// One of everything that may be stuck; gives the delivery's follower and id.
async fn trouble(console: &Console) -> (String, String) {
    let (app, now) = (&console.app, console.app.clock.now());
    let officer = console.member("li", "", Role::Officer).await;
    let question = asks(app, "o1", "停水了？").await;
    let answer = questions::Answer { text: "好".to_owned(), ..Default::default() };
    let row = questions::answer(app, &officer, &question, answer).await.unwrap().delivery;
    let outcome = Outcome { code: Some(45002), message: "too long".to_owned(), at: now };
    settles_at(app, &row.follower, &row.id, |row| row.fail(outcome)).await;
    let job = new_job(Work::Profile { follower: "F".into() }, now, [1; 10]);
    dead::bury(app, &serde_json::to_string(&job).unwrap(), "failed").await.unwrap();
    let until = now + SignedDuration::from_hours(72);
    let mut batch = Batch::new();
    batch.replace(&AccountAlarm { kind: "quota".to_owned(), reason: "why".to_owned(), at: now }).unwrap();
    let message = keys::message_key(1, "x");
    let file =
        FailedFile { follower: "F".into(), message, question: None, at: now, why: "x".to_owned(), until };
    batch.replace(&file).unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    let raw = RawCallback { received_at: now, about: "broken".to_owned(), raw: "<xml>".to_owned() };
    let body = serde_json::to_string(&raw).unwrap();
    let put = Op::Put { key: keys::unreadable("0A"), body, expires_at: None, expect: Expect::Absent };
    app.table.transact(vec![put]).await.unwrap();
    (row.follower.to_string(), row.id.to_string())
}

#[tokio::test]
async fn what_the_api_gives_is_what_the_document_says() {
    let console = Console::open().await;
    let program = console.program(Role::Administrator).await;
    let (follower, delivery) = trouble(&console).await;
    asks(&console.app, "o2", "路灯坏了").await;
    let document = program.call("GET", "/openapi.json", None).await.json();
    let jobs = program.call("GET", "/stuck", None).await.json()["jobs"].clone();
    let job = format!("/stuck/jobs/{}/{}", jobs[0]["at_ms"], jobs[0]["id"].as_str().unwrap());
    let at = format!("/stuck/deliveries/{follower}/{}", encoded(&delivery));
    let file = format!("/stuck/files/F/{}", encoded(keys::message_key(1, "x").as_str()));
    let note = Some(json!({ "text": "已恢复" }));
    for (method, template, path, body, status) in [
        ("get", "/audit", "/audit?limit=1".to_owned(), None, 200),
        ("get", "/audit", "/audit?from=x".to_owned(), None, 422),
        ("get", "/audit/verification", "/audit/verification".to_owned(), None, 200),
        ("get", "/audit/verification", "/audit/verification?from=2026-01-01".to_owned(), None, 422),
        ("get", "/stuck", "/stuck".to_owned(), None, 200),
        ("get", "/stuck/callbacks/{kind}/{callback}", "/stuck/callbacks/unreadable/0A".to_owned(), None, 200),
        (
            "post",
            "/stuck/callbacks/{kind}/{callback}/dismiss",
            "/stuck/callbacks/unreadable/0A/dismiss".to_owned(),
            None,
            204,
        ),
        (
            "post",
            "/stuck/callbacks/{kind}/{callback}/dismiss",
            "/stuck/callbacks/nothing/0A/dismiss".to_owned(),
            None,
            404,
        ),
        ("post", "/stuck/jobs/{at_ms}/{job}/forget", format!("{job}/forget"), None, 422),
        ("post", "/stuck/jobs/{at_ms}/{job}/rerun", format!("{job}/rerun"), None, 204),
        ("post", "/stuck/files/{follower}/{message}/fetch", format!("{file}/fetch"), None, 404),
        ("post", "/stuck/files/{follower}/{message}/forget", format!("{file}/forget"), None, 204),
        ("post", "/stuck/deliveries/{follower}/{delivery}/resend", format!("{at}/resend"), None, 200),
        ("post", "/stuck/deliveries/{follower}/{delivery}/settle", format!("{at}/settle"), None, 409),
        ("post", "/stuck/release", "/stuck/release".to_owned(), None, 200),
        ("post", "/hand-over/notes", "/hand-over/notes".to_owned(), note, 201),
        ("post", "/hand-over/notes", "/hand-over/notes".to_owned(), Some(json!({ "text": " " })), 422),
        ("get", "/hand-over", "/hand-over?who=x".to_owned(), None, 422),
        ("get", "/audit", "/audit?limit=201".to_owned(), None, 422),
        ("get", "/hand-over", "/hand-over?who=everyone".to_owned(), None, 200),
    ] {
        let answer = program.call(&method.to_uppercase(), &path, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text());
        let described = document["paths"][template][method]["responses"].get(status.to_string());
        let described = resolved(&document, described.unwrap_or_else(|| panic!("{method} {path}: {status}")));
        if status != 204 {
            let schema = &described["content"][answer.header("content-type")]["schema"];
            assert_eq!(differs(&document, schema, &answer.json(), template), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn pages_of_the_audit_lead_through_all_entries_and_only_for_who_may_read_it() {
    let console = Console::open().await;
    let program = console.program(Role::Administrator).await;
    trouble(&console).await;
    let (mut actions, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = program.call("GET", &format!("/audit?limit=1{cursor}"), None).await.json();
        let items = page["items"].as_array().unwrap().clone();
        actions.extend(items.iter().map(|item| item["action"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={}", encoded(next));
    }
    actions.sort();
    assert_eq!(actions, ["added_staff", "answered", "issued_token"]);
    let officer = console.program(Role::Officer).await;
    for path in ["/audit", "/audit/verification"] {
        assert_eq!(officer.call("GET", path, None).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(officer.call("POST", "/stuck/release", None).await.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.call("GET", "/stuck", None).await.status, StatusCode::OK);
}
