//! A program that is not sure whether its request arrived sends it again under the same key.

use crate::support::{Answer, Console, Program};
use app::testing::asks;
use axum::http::StatusCode;
use domain::staff::Role;
use serde_json::{Value, json};

async fn send(program: &Program<'_>, path: &str, key: &str, body: Option<Value>) -> Answer {
    program.call_with("POST", path, &[("idempotency-key", key)], body.map(|body| body.to_string())).await
}

#[tokio::test]
async fn every_request_that_changes_something_is_done_once() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let note = Some(json!({ "text": "已问水务局" }));
    let path = format!("/questions/{question}/notes");
    let (first, again) =
        (send(&program, &path, "n1", note.clone()).await, send(&program, &path, "n1", note.clone()).await);
    assert_eq!((first.status, first.header("idempotency-replayed")), (StatusCode::CREATED, ""));
    assert_eq!((again.status, again.header("idempotency-replayed")), (StatusCode::CREATED, "true"));
    assert_eq!(
        (first.bytes, first.headers.get("content-type")),
        (again.bytes, again.headers.get("content-type"))
    );
    let thread = program.call("GET", &format!("/questions/{question}"), None).await.json();
    assert_eq!(thread["entries"].as_array().unwrap().len(), 1);

    let other = send(&program, &path, "n1", Some(json!({ "text": "另一条" }))).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.json()["field"], "Idempotency-Key");
    let elsewhere = send(&program, &format!("/questions/{question}/take"), "n1", None).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY, "the path is part of the request");
}

#[tokio::test]
async fn a_refusal_is_repeated_too_until_a_new_key_is_used() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let take = format!("/questions/{question}/take");
    program.call("POST", &format!("/questions/{question}/end"), None).await;
    let (first, again) = (send(&program, &take, "t1", None).await, send(&program, &take, "t1", None).await);
    assert_eq!((first.status, again.status), (StatusCode::CONFLICT, StatusCode::CONFLICT));
    assert_eq!(again.header("content-type"), "application/problem+json");
    for key in ["", &"k".repeat(201)] {
        let refused = send(&program, &take, key, None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["field"], "Idempotency-Key");
    }
}

#[tokio::test]
async fn a_token_is_issued_once_and_shown_to_its_caller_again() {
    let console = Console::open().await;
    let administrator = console.program(Role::Administrator).await;
    let body = Some(json!({ "name": "大屏", "login": "wall", "roles": ["reader"] }));
    let first = send(&administrator, "/tokens", "t1", body.clone()).await.json();
    let again = send(&administrator, "/tokens", "t1", body.clone()).await.json();
    assert_eq!(first["token"], again["token"]);
    let officer = console.program(Role::Officer).await;
    let foreign = send(&officer, "/tokens", "t1", body).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "another token's keys are other keys");
}

#[tokio::test]
async fn what_is_refused_before_a_handler_is_a_problem_too() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    for (method, path, headers, status) in [
        ("GET", "/questions/%ff", &[][..], StatusCode::BAD_REQUEST),
        ("GET", "/questions?limit=201", &[], StatusCode::UNPROCESSABLE_ENTITY),
        ("GET", "/questions?limit=0", &[], StatusCode::UNPROCESSABLE_ENTITY),
        ("PUT", "/questions", &[], StatusCode::METHOD_NOT_ALLOWED),
        ("POST", "/nope", &[("origin", "https://elsewhere.example")], StatusCode::NOT_FOUND),
    ] {
        for (language, is_chinese) in [("zh", true), ("en", false)] {
            let headers = [headers, &[("accept-language", language)]].concat();
            let answer = program.call_with(method, path, &headers, None).await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
            let detail = answer.json()["detail"].as_str().unwrap().to_owned();
            assert_eq!(detail.chars().any(|c| c > '\u{3000}'), is_chinese, "{detail}");
        }
    }
    let allowed = program.call("PUT", "/questions", None).await;
    assert!(allowed.header("allow").contains("GET"), "{:?}", allowed.headers);
}
