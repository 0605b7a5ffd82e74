//! A recording is a transcript that goes through: what a demo recorded plays against a fresh one, with other numbers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, path::PathBuf};

use axum::{Router, body::Body};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use wenqu::{
    demo::{Demo, Options},
    transcript::{self, Settle, Transport},
};

async fn demo(seed: u64) -> Demo {
    let demo = Demo::new(Options { seed, ..Options::in_process().unwrap() }).unwrap();
    demo.begin().await.unwrap();
    demo
}

async fn ask(router: Router, request: Request<Body>) -> (StatusCode, String) {
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// Somebody at the page and an officer at the staff API.
struct Hands {
    demo: Demo,
    token: String,
}

impl Hands {
    async fn begin(demo: Demo, clock: &str) -> Self {
        let reset = post(&demo, "/_sim/reset", json!({ "data": "empty", "clock": clock }), None).await;
        let hands = Hands { token: reset["officers"][1]["token"].as_str().unwrap().to_owned(), demo };
        post(&hands.demo, "/_sim/recording", json!({ "on": true }), None).await;
        hands
    }

    async fn act(&self, persona: &str, act: &str, more: Value) {
        let mut body = json!({ "persona": persona, "act": act });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        post(&self.demo, "/_sim/act", body, None).await;
        self.demo.settle().await;
    }

    async fn says(&self, persona: &str, text: &str) {
        self.act(persona, "text", json!({ "text": text })).await;
    }

    async fn officer(&self, verb: &str, body: Value) {
        let path = "/admin/api/v1/questions?state=";
        let mut questions = Vec::new();
        for state in ["waiting", "taken", "answered"] {
            let (transport, path) = (self.demo.transport(), format!("{path}{state}"));
            let listed = transport.request(Method::GET, &path, None, Some(&self.token)).await.unwrap();
            questions.extend(listed.json["items"].as_array().cloned().unwrap());
        }
        let id = questions[0]["id"].as_str().unwrap();
        post(&self.demo, &format!("/admin/api/v1/questions/{id}/{verb}"), body, Some(&self.token)).await;
        self.demo.settle().await;
    }
}

async fn recorded(demo: &Demo) -> String {
    post(demo, "/_sim/recording", json!({ "on": false }), None).await;
    let request = Request::get("/_sim/recording").body(Body::empty()).unwrap();
    let (status, text) = ask(demo.router(), request).await;
    assert_eq!(status, 200);
    text
}

async fn post(demo: &Demo, path: &str, body: Value, bearer: Option<&str>) -> Value {
    let answer = demo.transport().request(Method::POST, path, Some(body), bearer).await.unwrap();
    assert!((200..300).contains(&answer.status), "{path}: {} {}", answer.status, answer.json);
    answer.json
}

async fn played(demo: &Demo, text: &str) -> (StatusCode, Value) {
    let request = Request::post("/_sim/play").body(Body::from(text.to_owned())).unwrap();
    let (status, body) = ask(demo.router(), request).await;
    (status, serde_json::from_str(&body).unwrap())
}

/// A morning with two residents, an officer, a broken connection, and an evening.
async fn a_day() -> String {
    let hands = Hands::begin(demo(7).await, "2026-11-24T10:05:41+08:00").await;
    hands.act("li", "follow", json!({})).await;
    hands.act("li", "tap", json!({ "text": "3" })).await;
    hands.act("wang", "menu", json!({ "key": "guide" })).await;
    hands.says("li", "老年卡在哪里办？").await;
    hands.says("li", "需要本人去吗\n谢谢").await;
    hands.officer("take", json!({})).await;
    hands.officer("notes", json!({ "text": "已问民政局" })).await;
    hands.officer("answers", json!({ "text": "带身份证和一寸照片，当天可取。", "signed": true })).await;
    post(&hands.demo, "/_sim/clock", json!({ "advance": "9h" }), None).await;
    hands.says("ana", "human").await;
    hands.act("li", "photo", json!({ "exif": true })).await;
    post(&hands.demo, "/_sim/fault", json!({ "fault": "bad_signature", "times": 1 }), None).await;
    hands.says("wang", "1").await;
    hands.says("li", "查进度").await;
    hands.act("li", "unfollow", json!({})).await;
    recorded(&hands.demo).await
}

#[tokio::test]
async fn what_was_recorded_goes_through_in_a_fresh_demo_with_other_numbers() {
    let text = a_day().await;
    let transcript =
        transcript::parse("录制.chat", &text).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"));
    for line in [
        "li> follow",
        "li> tap \"3\"",
        "li> text \"需要本人去吗\\n谢谢\"",
        "officer wang> on {q} take",
        "officer wang> on {q} note \"已问民政局\"",
        "officer wang> on {q} reply \"带身份证和一寸照片，当天可取。\"",
        "li< contains \"带身份证和一寸照片，当天可取。\" via custom",
        "clock +9h",
        "fault bad_signature times 1",
        "wang< contains \"该公众号提供的服务出现故障，请稍后再试\" via system",
    ] {
        assert!(transcript.steps.iter().any(|step| step.text == line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("Q-0") && text.matches("(?<q").count() >= 2, "{text}");

    let fresh = demo(8).await;
    let done = transcript::play(&fresh.transport(), &transcript, &mut |_| {}).await;
    done.unwrap_or_else(|failure| panic!("{failure}\n{text}"));
}

/// The flows hold every act, fault and officer's verb: what is recorded of them plays again.
#[tokio::test]
async fn what_was_recorded_of_a_flow_goes_through_too() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/flows");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let demo = demo(7).await;
    let mut steps = 0;
    for file in files {
        post(&demo, "/_sim/recording", json!({ "on": true }), None).await;
        let flow = transcript::parse("flow.chat", &fs::read_to_string(&file).unwrap()).unwrap();
        transcript::play(&demo.transport(), &flow, &mut |_| {})
            .await
            .unwrap_or_else(|failure| panic!("{failure}"));
        let text = recorded(&demo).await;
        let (status, answer) = played(&demo, &text).await;
        assert_eq!((status, &answer["ok"]), (StatusCode::OK, &json!(true)), "{file:?}\n{text}\n{answer:#}");
        steps += answer["steps"].as_array().unwrap().len();
    }
    assert!(steps > 250, "{steps}");
}

#[tokio::test]
async fn the_demo_plays_what_it_is_given_and_tells_of_each_step() {
    let demo = demo(7).await;
    let (status, answer) = played(&demo, &format!("\u{feff}{}", a_day().await)).await;
    assert_eq!((status, &answer["ok"]), (StatusCode::OK, &json!(true)), "{answer:#}");
    assert!(answer["took_ms"].is_u64() && answer["title"].as_str().unwrap().starts_with("录制 2026-11-24"));
    let steps = answer["steps"].as_array().unwrap();
    assert!(steps.len() > 25 && steps.iter().all(|step| step["ok"] == true), "{answer:#}");

    let untrue = "reset empty\nli> text 1\nacct< contains \"【公交路况】\" via passive\nexpect waiting 0\n";
    let (status, answer) = played(&demo, untrue).await;
    assert_eq!((status, &answer["ok"]), (StatusCode::OK, &json!(false)));
    assert_eq!(answer["steps"][1], json!({ "line": 2, "text": "li> text 1", "ok": true }));
    assert_eq!(answer["steps"][2]["expected"], "contains \"【公交路况】\"");
    assert!(answer["steps"][2]["heard"].as_str().unwrap().contains("今日提醒"), "{answer:#}");
    assert!(answer["steps"][3]["ok"].is_null());
}

#[tokio::test]
async fn a_file_that_is_not_understood_is_not_begun_and_its_lines_are_named() {
    let demo = demo(7).await;
    post(&demo, "/_sim/act", json!({ "persona": "li", "act": "follow" }), None).await;
    let (status, answer) = played(&demo, "reset empty\nli> sing\nwang< hears\n").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(answer["error"].as_str().unwrap().starts_with("2 行看不懂"), "{answer}");
    assert_eq!((&answer["lines"][0]["line"], &answer["lines"][0]["text"]), (&json!(2), &json!("li> sing")));
    assert!(answer["lines"][1]["reason"].as_str().unwrap().contains("is no condition"), "{answer}");
    let phone = demo.transport().request(Method::GET, "/_sim/phone/li", None, None).await.unwrap();
    assert_eq!(phone.json["follows"], true, "nothing was forgotten");
}

#[tokio::test]
async fn one_transcript_plays_at_a_time() {
    let demo = demo(7).await;
    let slow = "reset empty\nli> follow\nli> text 停水了\n";
    let (first, second) = tokio::join!(played(&demo, slow), played(&demo, slow));
    let mut statuses = [first.0.as_u16(), second.0.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(played(&demo, slow).await.0, StatusCode::OK, "free again");
}
