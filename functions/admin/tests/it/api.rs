//! A program at the staff API.

use crate::support::{Answer, Console, encoded};
use admin::Settings;
use app::testing::{asks, says_more, settles_at};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{
    delivery::{Delivery, Outcome},
    staff::Role,
};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// Checks a problem and gives its detail.
#[track_caller]
fn problem(answer: &Answer, status: StatusCode, kind: &str) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body = answer.json();
    assert_eq!(
        (&body["type"], &body["status"]),
        (&json!(format!("urn:wenqu:problem:{kind}")), &json!(status.as_u16()))
    );
    assert!(!body["title"].as_str().unwrap().is_empty());
    body["detail"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_program_lists_reads_answers_and_follows_the_delivery() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let long = format!("{}？", "很长的问题".repeat(60));
    let question = asks(&console.app, "o1", &long).await;
    console.clock.advance(SignedDuration::from_mins(5));
    let page = program.call("GET", "/questions?state=waiting", None).await.json();
    assert_eq!(page["next"], Value::Null);
    let item = &page["items"][0];
    assert_eq!((item["text"].as_str(), item["waiting_seconds"].as_i64()), (Some(long.as_str()), Some(300)));
    assert_eq!(
        (&item["state"], &item["urgent"], &item["language"]),
        (&json!("waiting"), &json!(false), &json!("zh"))
    );

    let answers = format!("/questions/{question}/answers");
    let answer = program.call("POST", &answers, Some(json!({ "text": "本周修好。" }))).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let delivery = answer.json();
    assert_eq!(
        (&delivery["state"], &delivery["text"]),
        (&json!("due"), &json!("本周修好。")),
        "as it was sent"
    );
    let thread = program.call("GET", &format!("/questions/{question}"), None).await.json();
    assert_eq!((&thread["state"], &thread["deliveries"][0]), (&json!("answered"), &delivery));
    assert_eq!((&thread["window"]["state"], &thread["window"]["left"]), (&json!("open"), &json!(5)));
    assert_eq!(
        (&thread["messages"][0]["text"], &thread["entries"][0]["kind"]),
        (&json!(long), &json!("answer"))
    );
    assert_eq!(program.call("GET", "/questions", None).await.json()["items"], json!([]));
}

#[tokio::test]
async fn pages_lead_through_all_questions() {
    let console = Console::open().await;
    let program = console.program(Role::Reader).await;
    for n in 0..7 {
        asks(&console.app, &format!("o{n}"), &format!("第 {n} 个")).await;
        console.clock.advance(SignedDuration::from_secs(1));
    }
    let (mut texts, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = program.call("GET", &format!("/questions?limit=3{cursor}"), None).await.json();
        texts.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(texts, (0..7).map(|n| format!("第 {n} 个")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_repeated_request_with_its_key_is_one_answer() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let path = format!("/questions/{question}/answers");
    let send = async |text: &str| {
        let body = Some(json!({ "text": text }).to_string());
        program.call_with("POST", &path, &[("idempotency-key", "once")], body).await
    };
    let (first, again) = (send("好").await, send("好").await);
    assert_eq!((first.status, first.json()["id"].clone()), (again.status, again.json()["id"].clone()));
    problem(&send("不好").await, StatusCode::UNPROCESSABLE_ENTITY, "input");
    let thread = program.call("GET", &format!("/questions/{question}"), None).await.json();
    assert_eq!(thread["deliveries"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_stale_answer_is_refused_when_the_program_says_what_it_saw() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let seen = program.call("GET", &format!("/questions/{question}"), None).await.json()["seen"].clone();
    says_more(&console.app, &question, "来水了").await;
    let path = format!("/questions/{question}/answers");
    let answer = program.call("POST", &path, Some(json!({ "text": "好", "seen": seen }))).await;
    problem(&answer, StatusCode::CONFLICT, "stale");
    let answer = program.call("POST", &path, Some(json!({ "text": "好", "seen": "x" }))).await;
    problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "input");
}

#[tokio::test]
async fn take_note_release_end_and_settle_are_the_same_acts() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let act =
        async |verb: &str, body| program.call("POST", &format!("/questions/{question}/{verb}"), body).await;
    assert_eq!(act("take", None).await.json()["state"], "taken");
    assert_eq!(act("release", None).await.json()["state"], "waiting");
    assert_eq!(act("notes", Some(json!({ "text": "记一笔" }))).await.status, StatusCode::CREATED);
    let row = act("answers", Some(json!({ "text": "好", "signed": true, "end": true }))).await.json();
    assert_eq!(row["text"], "好\n—测试");
    problem(&act("take", None).await, StatusCode::CONFLICT, "conflict");
    problem(&act("end", None).await, StatusCode::CONFLICT, "conflict");

    let (follower, id) = (row["follower"].as_str().unwrap(), row["id"].as_str().unwrap());
    let path = format!("/deliveries/{follower}/{}", encoded(id));
    problem(&program.call("POST", &format!("{path}/resend"), None).await, StatusCode::CONFLICT, "conflict");
    let lost = |row: &mut Delivery| {
        row.lost(Outcome { code: None, message: "timed out".to_owned(), at: row.created_at });
    };
    settles_at(&console.app, &follower.into(), &id.into(), lost).await;
    let again = program.call("POST", &format!("{path}/resend"), None).await.json();
    assert_eq!((&again["state"], &again["may_repeat"]), (&json!("due"), &json!(true)));
    settles_at(&console.app, &follower.into(), &id.into(), lost).await;
    assert_eq!(program.call("POST", &format!("{path}/settle"), None).await.json()["state"], "delivered");
}

#[tokio::test]
async fn only_administrators_issue_tokens_and_they_work() {
    let console = Console::open().await;
    let body = json!({ "name": "大屏", "login": "wall", "roles": ["reader"] });
    let officer = console.program(Role::Officer).await;
    problem(&officer.call("POST", "/tokens", Some(body.clone())).await, StatusCode::FORBIDDEN, "denied");
    let administrator = console.program(Role::Administrator).await;
    let issued = administrator.call("POST", "/tokens", Some(body)).await;
    assert_eq!(issued.status, StatusCode::CREATED);
    let mut wall = console.program(Role::Reader).await;
    wall.token = issued.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(wall.call("GET", "/questions", None).await.status, StatusCode::OK);
    let question = asks(&console.app, "o1", "停水了？").await;
    let denied = wall.call("POST", &format!("/questions/{question}/take"), None).await;
    problem(&denied, StatusCode::FORBIDDEN, "denied");
}

#[tokio::test]
async fn every_mistake_is_a_problem_in_the_callers_language() {
    let console = Console::open().await;
    let program = console.program(Role::Officer).await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let path = format!("/questions/{question}/answers");
    let json = |text: &str| Some(text.to_owned());
    let text = [("content-type", "text/plain")];
    for (method, path, headers, body, status, kind) in [
        ("POST", &*path, &[][..], json("{"), StatusCode::BAD_REQUEST, "unreadable"),
        ("POST", &path, &[], json("{}"), StatusCode::UNPROCESSABLE_ENTITY, "input"),
        ("POST", &path, &[], json(r#"{"text":"x","txet":1}"#), StatusCode::UNPROCESSABLE_ENTITY, "input"),
        ("POST", &path, &[], json(r#"{"text":"  "}"#), StatusCode::UNPROCESSABLE_ENTITY, "input"),
        ("POST", &path, &text, json(r#"{"text":"x"}"#), StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json"),
        ("POST", &path, &[], Some("9".repeat(70_000)), StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        ("POST", "/questions/NOPE/take", &[], None, StatusCode::NOT_FOUND, "not-found"),
        ("GET", "/nope", &[], None, StatusCode::NOT_FOUND, "not-found"),
        ("DELETE", "/questions", &[], None, StatusCode::METHOD_NOT_ALLOWED, "wrong-method"),
        ("GET", "/questions?state=lost", &[], None, StatusCode::UNPROCESSABLE_ENTITY, "input"),
        ("GET", "/questions?limit=x", &[], None, StatusCode::UNPROCESSABLE_ENTITY, "input"),
        ("GET", "/questions?cursor=x", &[], None, StatusCode::UNPROCESSABLE_ENTITY, "input"),
    ] {
        let chinese = problem(&program.call_with(method, path, headers, body.clone()).await, status, kind);
        let headers = [headers, &[("accept-language", "en")]].concat();
        let english = problem(&program.call_with(method, path, &headers, body).await, status, kind);
        assert!(
            chinese.chars().any(|c| c > '\u{3000}') && !english.chars().any(|c| c > '\u{3000}'),
            "{chinese} {english}"
        );
    }
}

#[tokio::test]
async fn without_a_valid_token_there_is_nothing() {
    let console = Console::open().await;
    for path in ["/questions", "/questions/X", "/openapi.json", "/nope", "/tokens"] {
        for authorization in
            [None, Some("Bearer wenqu_wrong"), Some("Bearer "), Some("Basic eDp5"), Some("x")]
        {
            let mut request = Request::get(format!("/admin/api/v1{path}"));
            if let Some(authorization) = authorization {
                request = request.header("authorization", authorization);
            }
            let answer = console.send(request.body(Body::empty()).unwrap()).await;
            problem(&answer, StatusCode::UNAUTHORIZED, "unauthenticated");
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
    }
    let zhang = console.officer("zhang", "张").await;
    let answer = zhang.get("/admin/api/v1/questions").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "a browser's cookie is no token");
}

#[tokio::test]
async fn a_token_has_so_many_requests_a_minute_and_is_told_when_to_come_back() {
    let console = Console::with(Settings { api_per_minute: Some(3), ..Settings::default() }).await;
    let (one, other) = (console.program(Role::Officer).await, console.program(Role::Reader).await);
    for _ in 0..3 {
        assert_eq!(one.call("GET", "/questions", None).await.status, StatusCode::OK);
    }
    let answer = one.call("GET", "/questions", None).await;
    let detail = problem(&answer, StatusCode::TOO_MANY_REQUESTS, "too-many");
    let wait = answer.header("retry-after").parse::<i64>().unwrap();
    assert!((1..=60).contains(&wait) && detail.contains(&format!("{wait} 秒")), "{detail}");
    assert_eq!(other.call("GET", "/questions", None).await.status, StatusCode::OK, "another token");
    console.clock.advance(SignedDuration::from_secs(wait));
    assert_eq!(one.call("GET", "/questions", None).await.status, StatusCode::OK);
}
