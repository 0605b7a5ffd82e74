//! A recording as a script or the page makes it: what is in the file, and when it begins anew.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body;
use common::{Say, World, account};
use http::{Request, StatusCode};
use platform::Mode;
use serde_json::json;

async fn file(world: &World) -> (StatusCode, String) {
    let (status, body) = world.request(Request::get("/_sim/recording").body(Body::empty()).unwrap()).await;
    (status, String::from_utf8(body).unwrap())
}

async fn record(world: &World, on: bool) -> serde_json::Value {
    world.post("/_sim/recording", json!({ "on": on })).await
}

/// A world at a quiet second of a Tuesday morning.
async fn world() -> World {
    let world = World::new(account(Mode::Secure));
    world.post("/_sim/clock", json!({ "set": "2026-11-24T10:05:20+08:00" })).await;
    world
}

#[tokio::test]
async fn acts_clock_faults_and_what_was_heard_are_in_the_file_in_order() {
    let world = world().await;
    world.says("li", "前面的话").await;
    assert_eq!(file(&world).await.0, StatusCode::NOT_FOUND);
    assert_eq!(record(&world, true).await["on"], true);
    world.script([Say::Text("您好，欢迎。".into()), Say::Text("已收到，编号 Q-7F3AK9-X。".into())]);
    world.act("wang", "follow", json!({})).await;
    world.says("wang", "停水了\n什么时候来？").await;
    world.advance("10m").await;
    world.fault(json!({ "fault": "45015", "times": 1 })).await;
    world.request(Request::delete("/_sim/fault?fault=45015").body(Body::empty()).unwrap()).await;
    world.script([Say::Raw(500, String::new()), Say::Raw(500, String::new())]);
    world.fault(json!({ "fault": "retries", "count": 1 })).await;
    world.act("wang", "photo", json!({ "exif": true })).await;
    world.act("li", "unfollow", json!({})).await;
    assert_eq!(world.writes("wang", "今天 18:00 来水。").await, 0);
    let status = record(&world, false).await;
    assert_eq!((status["on"].as_bool(), status["steps"].as_u64()), (Some(false), Some(12)), "{status}");
    world.says("wang", "之后的话").await;

    let (status, text) = file(&world).await;
    assert_eq!(status, 200);
    let steps: Vec<_> = text.lines().filter(|line| !line.is_empty() && !line.starts_with("# 由")).collect();
    let head = ["# 录制 2026-11-24 10:05 Recording", "reset empty at 2026-11-24T10:05:20+08:00"];
    assert_eq!(steps[..2], head);
    assert_eq!(
        steps[2..12],
        [
            "wang> follow",
            "wang< contains \"您好，欢迎。\" via passive",
            "wang> text \"停水了\\n什么时候来？\"",
            r"wang< matches /已收到，编号 (?<q>Q-\w{6}-\w)。/ via passive",
            "clock +10m",
            "fault 45015 times 1",
            "fault 45015 times 0",
            "fault retries count 1",
            "wang> photo exif",
            "wang< contains \"该公众号提供的服务出现故障，请稍后再试\" via system",
        ]
    );
    assert!(steps[12].starts_with("# li 在录制前已来过"), "{text}");
    assert_eq!(steps[13..15], ["li> follow", "li> unfollow"]);
    assert!(
        steps[15].starts_with("# 账号主动发来消息") && steps[16].starts_with("# wang< contains \"今天"),
        "{text}"
    );
    assert_eq!(steps.len(), 17, "{text}");
}

#[tokio::test]
async fn a_reset_begins_the_recording_anew_and_keeps_one_that_has_ended() {
    let world = world().await;
    record(&world, true).await;
    world.says("li", "1").await;
    world.post("/_sim/reset", json!({ "clock": "2026-11-25T09:00+08:00" })).await;
    let status = record(&world, false).await;
    assert_eq!((status["steps"].as_u64(), &status["since"]), (Some(0), &json!("2026-11-25T09:00:00+08:00")));
    world.post("/_sim/reset", json!({})).await;
    assert!(file(&world).await.1.contains("reset empty at 2026-11-25T09:00+08:00"));
}

#[tokio::test]
async fn an_act_that_a_phone_can_not_do_is_no_step() {
    let world = world().await;
    record(&world, true).await;
    world.act("li", "unfollow", json!({})).await;
    let refused = world.says("li", "我取关了").await;
    assert!(refused["error"].is_string(), "{refused}");
    assert_eq!(record(&world, false).await["steps"], 1);
    assert!(record(&world, true).await["on"].as_bool().unwrap());
    let wrong = world.post("/_sim/recording", json!({})).await;
    assert!(wrong["error"].as_str().unwrap().contains("true or false"), "{wrong}");
}

#[tokio::test]
async fn the_platform_alone_plays_nothing_and_says_why() {
    let world = world().await;
    let request = Request::post("/_sim/play").body(Body::from("reset\nli> follow\n")).unwrap();
    let (status, body) = world.request(request).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(String::from_utf8(body).unwrap().contains("没有值班员"));
    let (_, page) = world.request(Request::get("/").body(Body::empty()).unwrap()).await;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("id=\"record\"") && !page.contains("id=\"play\""));
}
