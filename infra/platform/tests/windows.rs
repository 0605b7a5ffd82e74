//! Reply windows through the API, as a sender meets them: 5 in 48 hours, 3 in a minute, 45015 and 45047.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Say, World, account};
use platform::{Account, Kind, Mode};
use serde_json::json;

#[tokio::test]
async fn an_act_reaches_the_phone_and_the_outbox() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "老年卡在哪里办？").await;
    assert_eq!(world.writes("li", "在便民服务中心").await, 0);
    let last = world.last("li").await;
    assert_eq!((last["via"].as_str(), last["quota_left"].as_u64()), (Some("custom"), Some(4)));
    let outbox = world.get("/_sim/outbox?persona=li").await;
    let item = &outbox["items"][0];
    assert_eq!(item["text"], "在便民服务中心");
    assert_eq!((item["errcode"].as_i64(), item["quota_left"].as_u64()), (Some(0), Some(4)));
    assert_eq!(item["body"]["content"], "在便民服务中心");
    let after = item["seq"].as_u64().unwrap();
    assert_eq!(world.get(&format!("/_sim/outbox?after={after}")).await["items"], json!([]));
}

#[tokio::test]
async fn five_messages_then_45047_and_after_48_hours_45015() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    for n in 0..5 {
        assert_eq!(world.writes("li", &n.to_string()).await, 0);
    }
    assert_eq!(world.writes("li", "6").await, 45047);
    world.says("li", "2").await;
    assert_eq!(world.writes("li", "again").await, 0);
    world.advance("48h").await;
    assert_eq!(world.writes("li", "late").await, 45015);
    let refused = world.get("/_sim/outbox").await["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(refused["errcode"], 45015);
    assert!(refused["error"].as_str().unwrap().contains(" rid: "));
}

#[tokio::test]
async fn a_menu_tap_opens_three_for_a_minute_and_a_view_nothing() {
    let world = World::new(account(Mode::Secure));
    world.act("li", "view", json!({ "url": "https://example.org/" })).await;
    assert_eq!(world.writes("li", "x").await, 45015);
    world.act("li", "menu", json!({ "key": "k" })).await;
    for _ in 0..3 {
        assert_eq!(world.writes("li", "x").await, 0);
    }
    assert_eq!(world.writes("li", "x").await, 45047);
    world.advance("1m").await;
    assert_eq!(world.writes("li", "x").await, 45015);
}

#[tokio::test]
async fn a_tapped_menu_link_does_not_renew_the_48_hours() {
    let world = World::new(account(Mode::Secure));
    world.script([Say::Text("<a href=\"weixin://bizmsgmenu?msgmenucontent=好&msgmenuid=1\">好</a>".into())]);
    world.says("li", "1").await;
    world.advance("47h").await;
    world.act("li", "tap", json!({ "text": "好" })).await;
    world.advance("2h").await;
    assert_eq!(world.writes("li", "x").await, 45015);
}

#[tokio::test]
async fn strangers_and_those_who_left_answer_45015_and_unknown_openids_40003() {
    let world = World::new(account(Mode::Secure));
    assert_eq!(world.writes("zhao", "x").await, 45015);
    world.says("zhao", "1").await;
    world.act("zhao", "unfollow", json!({})).await;
    assert_eq!(world.writes("zhao", "x").await, 45015);
    world.act("zhao", "follow", json!({})).await;
    assert_eq!(world.get("/_sim/phone/zhao").await["window"]["left"], 3);
    let body = json!({ "touser": "oNobody", "msgtype": "text", "text": { "content": "x" } });
    assert_eq!(world.call("message/custom/send", body).await["errcode"], 40003);
}

#[tokio::test]
async fn field_checks_come_before_the_window() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    let touser = world.openid("li").await;
    let code = async |body: serde_json::Value| {
        let mut body = body;
        body["touser"] = touser.clone().into();
        world.call("message/custom/send", body).await["errcode"].as_i64().unwrap()
    };
    let text = |content: String| json!({ "msgtype": "text", "text": { "content": content } });
    assert_eq!(code(text("x".repeat(2_048))).await, 0);
    assert_eq!(code(text("x".repeat(2_049))).await, 45002);
    assert_eq!(code(text(" \n".into())).await, 44004);
    assert_eq!(code(json!({ "msgtype": "poem" })).await, 40008);
    assert_eq!(code(json!({ "msgtype": "image", "image": { "media_id": "none" } })).await, 40007);
    let article = json!({ "title": "t", "description": "d", "url": "https://a.cn", "picurl": "" });
    let news = |articles: serde_json::Value| json!({ "msgtype": "news", "news": { "articles": articles } });
    assert_eq!(code(news(json!([article]))).await, 0);
    assert_eq!(code(news(json!([article, article]))).await, 45008);
    assert_eq!(code(news(article.clone())).await, 45162);
    let menu = json!({ "msgtype": "msgmenu", "msgmenu": { "head_content": "h", "list": [{ "id": "1", "content": "好" }] } });
    assert_eq!(code(menu).await, 0);
    assert_eq!(world.get("/_sim/phone/li").await["window"]["left"], 2);
}

#[tokio::test]
async fn a_subscription_account_has_no_msgmenu_and_an_unverified_one_no_sends() {
    let subscription = Account { kind: Kind::Subscription, ..account(Mode::Secure) };
    let world = World::new(subscription.clone());
    world.says("li", "1").await;
    let menu = json!({ "touser": world.openid("li").await, "msgtype": "msgmenu", "msgmenu": { "list": [{ "id": "1", "content": "好" }] } });
    assert_eq!(world.call("message/custom/send", menu).await["errcode"], 40200);
    assert_eq!(world.writes("li", "x").await, 0);

    let world = World::new(Account { verified: false, ..subscription });
    world.says("li", "1").await;
    assert_eq!(world.writes("li", "x").await, 48001);
}

#[tokio::test]
async fn typing_needs_a_recent_exchange_and_lasts_15_seconds() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    let touser = world.openid("li").await;
    let typing = async |command: &str| {
        let body = json!({ "touser": touser, "command": command });
        world.call("message/custom/typing", body).await["errcode"].as_i64().unwrap()
    };
    assert_eq!(typing("Typing").await, 0);
    assert_eq!(world.get("/_sim/phone/li").await["typing"], true);
    assert_eq!(typing("Typing").await, 45081);
    assert_eq!(typing("CancelTyping").await, 0);
    assert_eq!(typing("Shout").await, 45072);
    world.advance("31s").await;
    assert_eq!(typing("Typing").await, 45080);
    assert_eq!(world.get("/_sim/phone/li").await["window"]["left"], 5, "typing costs nothing");
}
