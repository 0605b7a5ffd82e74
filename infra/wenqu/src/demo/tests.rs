use http::Method;
use serde_json::json;

use super::*;
use crate::transcript::Transport;

fn options(empty: bool) -> Options {
    Options {
        empty,
        clock: Some("2026-11-24T10:00:00+08:00".parse().expect("a time")),
        token: Some("chosen-token".to_owned()),
        ..Options::in_process().expect("the test account is right")
    }
}

async fn waiting(transport: &dyn Transport) -> (u16, Vec<String>) {
    let path = "/admin/api/v1/questions?state=waiting";
    let answer = transport.request(Method::GET, path, None, Some("chosen-token")).await.unwrap();
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    (answer.status, items.iter().map(|item| item["number"].as_str().unwrap_or_default().to_owned()).collect())
}

#[tokio::test]
async fn a_reset_brings_the_same_conversations_back_or_none() {
    let demo = Demo::new(options(false)).unwrap();
    let transport = demo.transport();
    let before = transport.request(Method::GET, "/healthz", None, None).await.unwrap();
    assert_eq!(before.status, 503);
    demo.begin().await.unwrap();
    assert_eq!(
        transport.request(Method::GET, "/healthz", None, None).await.unwrap().status,
        503,
        "not announced yet"
    );
    demo.ready();
    assert_eq!(transport.request(Method::GET, "/healthz", None, None).await.unwrap().status, 200);
    let (status, first) = waiting(&transport).await;
    assert_eq!((status, first.len()), (200, 11));

    let empty = Some(json!({ "data": "empty" }));
    let answer = transport.request(Method::POST, "/_sim/reset", empty, None).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(answer.json["token"], "chosen-token");
    assert_eq!(answer.json["officers"].as_array().map(Vec::len), Some(3));
    assert_eq!(waiting(&transport).await.1, Vec::<String>::new());

    let seed = Some(json!({ "data": "seed", "clock": "2026-11-24T10:00:00+08:00" }));
    assert_eq!(transport.request(Method::POST, "/_sim/reset", seed, None).await.unwrap().status, 200);
    assert_eq!(waiting(&transport).await.1.len(), 11);
    let wrong = Some(json!({ "data": "some" }));
    assert_eq!(transport.request(Method::POST, "/_sim/reset", wrong, None).await.unwrap().status, 400);
}

#[tokio::test]
async fn the_clock_goes_on_from_where_it_was_set() {
    let demo = Demo::new(options(false)).unwrap();
    demo.begin().await.unwrap();
    let clock = demo.transport().request(Method::GET, "/_sim/clock", None, None).await.unwrap();
    let now: Timestamp = clock.json["now"].as_str().unwrap().parse().unwrap();
    let start: Timestamp = "2026-11-24T10:00:00+08:00".parse().unwrap();
    assert!((0..60).contains(&now.duration_since(start).as_secs()), "{now}");
}

#[tokio::test]
async fn a_kept_demo_still_knows_its_residents() {
    let keep = tempfile::tempdir().unwrap();
    let options = || Options { keep: Some(keep.path().to_owned()), ..options(true) };
    let phone = async |demo: &Demo| {
        let answer = demo.transport().request(Method::GET, "/_sim/phone/li", None, None).await.unwrap();
        answer.json
    };
    let act = async |demo: &Demo, act: serde_json::Value| {
        let answer = demo.transport().request(Method::POST, "/_sim/act", Some(act), None).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.json);
        answer.json["reply"]["text"].as_str().unwrap_or_default().to_owned()
    };
    let first = Demo::new(options()).unwrap();
    first.begin().await.unwrap();
    act(&first, json!({ "persona": "li", "act": "follow" })).await;
    act(&first, json!({ "persona": "li", "act": "text", "text": "停水了怎么办？" })).await;
    let before = phone(&first).await;
    first.end(std::time::Duration::ZERO).await;

    let second = Demo::new(options()).unwrap();
    second.begin().await.unwrap();
    let after = phone(&second).await;
    for field in ["openid", "follows", "next", "window"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    assert_eq!(before["items"].as_array().map(Vec::len), after["items"].as_array().map(Vec::len));
    // The product knows them by the same openid: the question is theirs.
    let progress = act(&second, json!({ "persona": "li", "act": "text", "text": "查进度" })).await;
    assert!(progress.contains("Q-"), "{progress}");
    second.end(std::time::Duration::ZERO).await;
}
