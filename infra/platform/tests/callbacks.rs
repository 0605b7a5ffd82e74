//! Callbacks end to end: three modes, the 5-second cut and the retries, faults, wrong replies.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Say, World, account, field, reply};
use platform::{CallbackTarget, Mode};
use serde_json::{Value, json};

const SERVICE_FAULT: &str = "该公众号提供的服务出现故障，请稍后再试";

fn text(words: &str) -> Say {
    Say::Text(words.to_owned())
}

#[tokio::test]
async fn a_resident_is_answered_in_all_three_modes() {
    for mode in [Mode::Plain, Mode::Compatible, Mode::Secure] {
        let world = World::new(account(mode));
        world.script([text("您好，回复数字查看")]);
        let report = world.says("li", "在吗]]>&<").await;
        assert_eq!(report["reply"]["text"], "您好，回复数字查看", "{mode}: {report}");
        assert_eq!(report["deliveries"][0]["status"], 200);
        assert_eq!(report["shown"][0]["via"], "passive");

        let seen = &world.seen()[0];
        assert!(seen.genuine, "{mode}");
        assert_eq!(seen.user_agent, "Mozilla/4.0");
        assert_eq!(field(&seen.xml, "MsgType").unwrap(), "text");
        assert!(seen.xml.contains("<Content><![CDATA[在吗]]]]><![CDATA[>&<]]></Content>"));
        assert_eq!(field(&seen.xml, "MsgId").unwrap(), report["msg_id"].as_str().unwrap());
        assert_eq!(seen.query.contains_key("msg_signature"), mode != Mode::Plain);
        assert_eq!(world.last("li").await["text"], "您好，回复数字查看");
    }
}

#[tokio::test]
async fn success_and_nothing_show_nothing() {
    let world = World::new(account(Mode::Secure));
    world.script([Say::Raw(200, "success".into()), Say::Raw(200, String::new())]);
    for _ in 0..2 {
        let report = world.says("li", "1").await;
        assert_eq!(report["shown"], json!([]));
        assert_eq!(report["reply"], Value::Null);
        assert_eq!(report["deliveries"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_slow_answer_is_cut_and_the_retry_repeats_the_same_message() {
    let world = World::new(account(Mode::Secure));
    world.fault(json!({ "fault": "slow", "times": 1 })).await;
    world.script([text("第一次"), text("第二次")]);
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"][0]["timed_out"], true);
    assert_eq!(report["deliveries"][1]["timed_out"], false);
    assert_eq!(report["reply"]["text"], "第二次");
    let seen = world.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].xml, seen[1].xml);
    assert_ne!(seen[0].query["nonce"], seen[1].query["nonce"]);
}

#[tokio::test]
async fn the_cut_comes_after_five_real_seconds() {
    let world = World::new(account(Mode::Plain));
    world.script([Say::Late(5_600, "太晚".into()), text("及时")]);
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"][0]["timed_out"], true);
    let waited = report["deliveries"][0]["latency_ms"].as_u64().unwrap();
    assert!((4_900..5_600).contains(&waited), "{waited}");
    assert_eq!(report["reply"]["text"], "及时");
}

#[tokio::test]
async fn after_the_last_retry_the_resident_reads_that_the_service_failed() {
    let world = World::new(account(Mode::Secure));
    world.fault(json!({ "fault": "slow" })).await;
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"].as_array().unwrap().len(), 4);
    assert_eq!(report["shown"][0]["text"], SERVICE_FAULT);

    world.fault(json!({ "fault": "retries", "count": 1 })).await;
    assert_eq!(world.says("li", "2").await["deliveries"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_server_error_is_tried_again_and_a_refusal_is_not() {
    let world = World::new(account(Mode::Secure));
    world.script([Say::Raw(503, String::new()), text("好了")]);
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"][0]["status"], 503);
    assert_eq!(report["reply"]["text"], "好了");

    world.script([Say::Raw(404, String::new())]);
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"].as_array().unwrap().len(), 1);
    assert_eq!(report["shown"][0]["text"], SERVICE_FAULT);
}

#[tokio::test]
async fn a_wrong_reply_shows_the_service_fault() {
    let world = World::new(account(Mode::Secure));
    let openid = world.openid_after_contact().await;
    let wrong = [
        Say::Raw(200, "{\"ok\":true}".into()),
        Say::Raw(200, reply(&openid, "unsealed in secure mode")),
        Say::Raw(200, "<xml></xml>".into()),
        Say::Text("长".repeat(683)),
    ];
    for say in wrong {
        world.script([say.clone()]);
        let report = world.says("li", "1").await;
        assert_eq!(report["shown"][0]["text"], SERVICE_FAULT, "{say:?}");
        assert_eq!(report["shown"][0]["via"], "system");
        assert!(report["deliveries"][0]["error"].is_string());
    }
    world.script([Say::Text("长".repeat(682))]);
    assert_eq!(world.says("li", "1").await["reply"]["bytes"], 2_046);
}

#[tokio::test]
async fn a_duplicate_has_the_same_message_id() {
    let world = World::new(account(Mode::Secure));
    world.fault(json!({ "fault": "duplicate", "times": 1 })).await;
    world.script([text("甲"), text("乙")]);
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"].as_array().unwrap().len(), 2);
    assert_eq!(report["shown"].as_array().unwrap().len(), 1);
    let seen = world.seen();
    assert_eq!(seen[0].xml, seen[1].xml);
}

#[tokio::test]
async fn out_of_order_holds_one_back_until_the_next() {
    let world = World::new(account(Mode::Secure));
    world.fault(json!({ "fault": "out_of_order", "times": 1 })).await;
    let first = world.says("li", "先说的").await;
    assert_eq!(first["held"], true);
    assert_eq!(world.seen().len(), 0);
    world.says("li", "后说的").await;
    let order: Vec<_> = world.seen().iter().map(|seen| field(&seen.xml, "Content").unwrap()).collect();
    assert_eq!(order, ["后说的", "先说的"]);
}

#[tokio::test]
async fn a_forged_signature_and_an_old_timestamp_can_be_sent() {
    let world = World::new(account(Mode::Secure));
    world.fault(json!({ "fault": "bad_signature", "times": 1 })).await;
    let report = world.says("li", "1").await;
    assert_eq!(report["deliveries"][0]["status"], 403);
    assert!(!world.seen()[0].genuine);

    world.fault(json!({ "fault": "stale_timestamp", "times": 1 })).await;
    world.says("li", "1").await;
    world.says("li", "1").await;
    let stamp = |n: usize| world.seen()[n].query["timestamp"].parse::<i64>().unwrap();
    assert!(world.seen()[1].genuine);
    assert!((stamp(2) - stamp(1) - 3_600).abs() < 5);
}

#[tokio::test]
async fn the_clock_moves_create_time_but_not_the_signature() {
    let world = World::new(account(Mode::Secure));
    world.post("/_sim/clock", json!({ "set": "2030-01-02T03:04+08:00" })).await;
    world.says("li", "1").await;
    let seen = &world.seen()[0];
    let created: i64 = field(&seen.xml, "CreateTime").unwrap().parse().unwrap();
    assert!((1_893_524_640..1_893_524_645).contains(&created), "{created}");
    assert!(seen.query["timestamp"].parse::<i64>().unwrap() < created);
}

#[tokio::test]
async fn follow_scan_menu_and_unfollow_are_the_platforms_events() {
    let world = World::new(account(Mode::Secure));
    world.script([text("欢迎")]);
    assert_eq!(world.act("ana", "follow", json!({})).await["reply"]["text"], "欢迎");
    assert_eq!(
        world.act("ana", "follow", json!({})).await["error"],
        "旅客 Ana 已经关注了".replace("旅客 Ana", "ana")
    );
    world.act("ana", "scan", json!({ "scene": "hall" })).await;
    world.act("ana", "menu", json!({ "key": "topic_1" })).await;
    world.script([text("谁也看不到")]);
    let gone = world.act("ana", "unfollow", json!({})).await;
    assert_eq!(gone["shown"], json!([]), "nobody reads a reply to unsubscribe");
    assert!(world.says("ana", "1").await["error"].as_str().unwrap().contains("已取消关注"));
    world.act("ana", "scan", json!({ "scene": 7 })).await;

    let events: Vec<_> = world
        .seen()
        .iter()
        .map(|seen| (field(&seen.xml, "Event").unwrap(), field(&seen.xml, "EventKey").unwrap()))
        .collect();
    let expected = [
        ("subscribe", ""),
        ("SCAN", "hall"),
        ("CLICK", "topic_1"),
        ("unsubscribe", ""),
        ("subscribe", "qrscene_7"),
    ];
    assert_eq!(events, expected.map(|(event, key)| (event.to_owned(), key.to_owned())));
    assert!(field(&world.seen()[1].xml, "Ticket").is_some());
}

#[tokio::test]
async fn a_tapped_link_arrives_as_text_with_its_id() {
    let world = World::new(account(Mode::Secure));
    world
        .script([text("请选 <a href=\"weixin://bizmsgmenu?msgmenucontent=满意&msgmenuid=101\">😀 满意</a>")]);
    world.says("li", "评价").await;
    world.act("li", "tap", json!({ "text": "😀 满意" })).await;
    let seen = &world.seen()[1];
    assert_eq!(field(&seen.xml, "Content").unwrap(), "满意");
    assert_eq!(field(&seen.xml, "bizmsgmenuid").unwrap(), "101");
    assert!(world.act("li", "tap", json!({ "text": "没有" })).await["error"].is_string());
}

#[tokio::test]
async fn callbacks_go_over_http_too() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("http://{address}/wechat?tenant=1");
    let world = World::with(account(Mode::Secure), |_| CallbackTarget::Url(url));
    let service = World::webhook_router(&world.webhook);
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    world.script([text("隔着网络")]);
    let report = world.says("li", "喂").await;
    assert_eq!(report["reply"]["text"], "隔着网络", "{report}");
    assert_eq!(world.seen()[0].query["tenant"], "1");
    server.abort();
    let _ = server.await;

    world.fault(json!({ "fault": "retries", "count": 0 })).await;
    let down = world.says("li", "还在吗").await;
    assert_eq!(down["deliveries"][0]["status"], Value::Null);
    assert_eq!(down["shown"][0]["text"], SERVICE_FAULT);
}

impl World {
    async fn openid_after_contact(&self) -> String {
        self.says("li", "你好").await;
        self.openid("li").await
    }
}
