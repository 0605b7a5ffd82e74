//! The API as a client meets it: tokens, media, menus, users, quotas, mass messages, faults.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body;
use common::{World, account, field};
use http::Request;
use platform::{Account, Kind, Mode};
use serde_json::{Value, json};

const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0];

#[tokio::test]
async fn credentials_are_checked_field_by_field() {
    let world = World::new(account(Mode::Secure));
    let code = async |query: &str| world.get(&format!("/cgi-bin/token?{query}")).await["errcode"].clone();
    assert_eq!(
        code("appid=wx0123456789abcdef&secret=s3cret&grant_type=client_credential").await,
        Value::Null
    );
    assert_eq!(code("secret=s3cret&grant_type=client_credential").await, 41002);
    assert_eq!(code("appid=wx0123456789abcdef&grant_type=client_credential").await, 41004);
    assert_eq!(code("appid=wxother&secret=s3cret&grant_type=client_credential").await, 40013);
    assert_eq!(code("appid=wx0123456789abcdef&secret=no&grant_type=client_credential").await, 40125);
    assert_eq!(code("appid=wx0123456789abcdef&secret=s3cret&grant_type=x").await, 40002);
    assert_eq!(world.get("/cgi-bin/stable_token").await["errcode"], 43002);
}

#[tokio::test]
async fn an_address_outside_the_whitelist_is_named() {
    let closed =
        Account { ip_whitelist: true, whitelisted: vec!["10.0.0.1".into()], ..account(Mode::Secure) };
    let world = World::new(closed);
    let path = "/cgi-bin/token?appid=wx0123456789abcdef&secret=s3cret&grant_type=client_credential";
    let refused = world.get(path).await;
    assert_eq!(refused["errcode"], 40164);
    let message = refused["errmsg"].as_str().unwrap();
    assert!(
        message.starts_with("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: "),
        "{message}"
    );
}

#[tokio::test]
async fn a_token_dies_after_two_hours_or_by_fault() {
    let world = World::new(account(Mode::Secure));
    let token = world.token().await;
    let path = format!("/cgi-bin/menu/get?access_token={token}");
    assert_eq!(world.get(&path).await["errcode"], 46003);
    world.fault(json!({ "fault": "token_expired" })).await;
    assert_eq!(world.get(&path).await["errcode"], 42001);
    assert_ne!(world.token().await, token);
    world.advance("2h").await;
    assert_eq!(world.get("/cgi-bin/menu/get").await["errcode"], 41001);
    assert_eq!(world.get("/cgi-bin/menu/get?access_token=short").await["errcode"], 40014);
    let unknown = format!("/cgi-bin/menu/get?access_token={}", "x".repeat(64));
    assert_eq!(world.get(&unknown).await["errcode"], 40001);
}

#[tokio::test]
async fn a_residents_photo_can_be_fetched_for_three_days() {
    let world = World::new(account(Mode::Secure));
    world.act("li", "photo", json!({ "exif": true })).await;
    let xml = world.seen()[0].xml.clone();
    let id = field(&xml, "MediaId").unwrap();
    assert_eq!(field(&xml, "PicUrl").unwrap(), format!("http://127.0.0.1:8600/_sim/media/{id}"));
    let path = format!("/cgi-bin/media/get?access_token={}&media_id={id}", world.token().await);
    let (_, bytes) = world.request(Request::get(path).body(Body::empty()).unwrap()).await;
    assert!(bytes.starts_with(JPEG.split_at(3).0) && bytes.windows(4).any(|window| window == b"Exif"));
    world.advance("3d").await;
    assert_eq!(world.fetch(&format!("media/get?media_id={id}")).await["errcode"], 40007);
}

#[tokio::test]
async fn a_video_answers_with_an_address() {
    let world = World::new(account(Mode::Secure));
    world.act("li", "video", json!({})).await;
    let id = field(&world.seen()[0].xml, "MediaId").unwrap();
    let answer = world.fetch(&format!("media/get?media_id={id}")).await;
    assert_eq!(answer["video_url"], format!("http://127.0.0.1:8600/_sim/media/{id}"));
}

#[tokio::test]
async fn an_uploaded_picture_can_be_sent() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    let uploaded = world.upload("image", "a.jpg", JPEG).await;
    let id = uploaded["media_id"].as_str().unwrap();
    let body = json!({ "touser": world.openid("li").await, "msgtype": "image", "image": { "media_id": id } });
    assert_eq!(world.call("message/custom/send", body).await["errcode"], 0);
    assert_eq!(world.last("li").await["picture"], format!("/_sim/media/{id}"));
    assert!(world.upload("thumb", "a.jpg", JPEG).await["thumb_media_id"].is_string());
    assert_eq!(world.upload("image", "a.jpg", b"no picture").await["errcode"], 40137);
    assert_eq!(world.upload("poem", "a.jpg", JPEG).await["errcode"], 40004);
    assert_eq!(world.upload("image", "", JPEG).await["errcode"], 41005);
}

#[tokio::test]
async fn a_menu_is_made_shown_read_and_deleted() {
    let world = World::new(account(Mode::Secure));
    let menu = json!({ "button": [{ "name": "今日服务", "sub_button": [
        { "type": "click", "name": "今日提醒", "key": "topic_1" },
        { "type": "location_select", "name": "发位置", "key": "place" },
    ] }] });
    assert_eq!(world.call("menu/create", menu).await["errcode"], 0);
    let read = world.fetch("menu/get").await;
    assert_eq!(read["menu"]["button"][0]["sub_button"][0]["key"], "topic_1");
    assert_eq!(world.get("/_sim/phone/li").await["menu"]["button"][0]["name"], "今日服务");
    world.act("li", "menu", json!({ "text": "今日服务→今日提醒" })).await;
    assert_eq!(field(&world.seen()[0].xml, "EventKey").unwrap(), "topic_1");
    world.act("li", "menu", json!({ "key": "place" })).await;
    assert_eq!(field(&world.seen()[1].xml, "Event").unwrap(), "location_select");
    assert_eq!(field(&world.seen()[2].xml, "MsgType").unwrap(), "location");
    assert_eq!(world.fetch("get_current_selfmenu_info").await["is_menu_open"], 1);
    assert_eq!(world.fetch("menu/delete").await["errcode"], 0);
    assert_eq!(world.fetch("menu/get").await["errcode"], 46003);
}

#[tokio::test]
async fn escaped_characters_are_refused() {
    let world = World::new(account(Mode::Secure));
    let path = format!("/cgi-bin/menu/create?access_token={}", world.token().await);
    let post = async |body: &str| {
        let (_, answer) =
            world.request(Request::post(&path).body(Body::from(body.to_owned())).unwrap()).await;
        serde_json::from_slice::<Value>(&answer).unwrap()["errcode"].as_i64().unwrap()
    };
    assert_eq!(post(r#"{"button":[{"type":"click","name":"\u4f60\u597d","key":"k"}]}"#).await, 40033);
    assert_eq!(post(r#"{"button":[{"type":"click","name":"你好","key":"k"}]}"#).await, 0);
    assert_eq!(post("").await, 44002);
    assert_eq!(post("button").await, 47001);
}

#[tokio::test]
async fn followers_are_listed_and_described() {
    let world = World::new(account(Mode::Secure));
    world.act("ana", "follow", json!({})).await;
    world.advance("1s").await;
    world.act("zhao", "scan", json!({ "scene": 7 })).await;
    let (ana, zhao) = (world.openid("ana").await, world.openid("zhao").await);
    let list = world.fetch("user/get").await;
    assert_eq!(list["data"]["openid"], json!([ana, zhao]));
    let end = world.fetch(&format!("user/get?next_openid={zhao}")).await;
    assert_eq!((end["count"].clone(), end["data"].clone()), (0.into(), Value::Null));
    let info = world.fetch(&format!("user/info?openid={ana}")).await;
    assert_eq!((info["subscribe"].clone(), info["language"].clone()), (1.into(), "en".into()));
    assert_eq!(info["nickname"], "");
    let info = world.fetch(&format!("user/info?openid={zhao}")).await;
    assert_eq!((info["language"].clone(), info["qr_scene"].clone()), (Value::Null, 7.into()));
    let remark = json!({ "openid": ana, "remark": "旅客" });
    assert_eq!(world.call("user/info/updateremark", remark).await["errcode"], 0);
    let tag = world.call("tags/create", json!({ "tag": { "name": "游客" } })).await["tag"]["id"].clone();
    let tagged = world.call("tags/members/batchtagging", json!({ "openid_list": [ana], "tagid": tag })).await;
    assert_eq!(tagged["errcode"], 0);
    let batch = json!({ "user_list": [{ "openid": ana }] });
    let info = world.call("user/info/batchget", batch).await["user_info_list"][0].clone();
    assert_eq!((info["remark"].clone(), info["tagid_list"].clone()), ("旅客".into(), json!([tag])));
    world.act("ana", "unfollow", json!({})).await;
    let gone = world.fetch(&format!("user/info?openid={ana}")).await;
    assert_eq!(gone, json!({ "subscribe": 0, "openid": ana }));
}

#[tokio::test]
async fn quota_is_counted_told_and_cleared() {
    let world = World::new(account(Mode::Secure));
    world.fetch("menu/get").await;
    let path = json!({ "cgi_path": "/cgi-bin/menu/get" });
    let quota = world.call("openapi/quota/get", path.clone()).await["quota"].clone();
    assert_eq!(quota, json!({ "daily_limit": 10_000, "used": 1, "remain": 9_999 }));
    let cleared = world.call("clear_quota", json!({ "appid": "wx0123456789abcdef" })).await;
    assert_eq!(cleared["errcode"], 0);
    assert_eq!(world.call("openapi/quota/get", path).await["quota"]["used"], 0);
    assert_eq!(world.call("clear_quota", json!({ "appid": "wxother" })).await["errcode"], 40013);
}

#[tokio::test]
async fn a_rid_explains_a_refused_call_without_its_secrets() {
    let world = World::new(account(Mode::Secure));
    let secret =
        json!({ "appid": "wx0123456789abcdef", "secret": "wrong-one", "grant_type": "client_credential" });
    let message = world.post("/cgi-bin/stable_token", secret).await["errmsg"].as_str().unwrap().to_owned();
    let rid = message.rsplit(' ').next().unwrap();
    let request = world.call("openapi/rid/get", json!({ "rid": rid })).await["request"].clone();
    assert_eq!(request["request_url"], "/cgi-bin/stable_token");
    assert!(!request.to_string().contains("wrong-one"));
    let wire = world.get("/_sim/wire").await.to_string();
    assert!(!wire.contains("wrong-one") && !wire.contains("s3cret") && !wire.contains("SIM_"));
}

#[tokio::test]
async fn code_faults_come_as_often_as_asked() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    for (fault, code) in [("45015", 45015), ("45047", 45047), ("-1", -1), ("45009", 45009), ("40001", 40001)]
    {
        world.fault(json!({ "fault": fault, "times": 1, "route": "custom/send" })).await;
        assert_eq!(world.writes("li", "x").await, code);
    }
    assert_eq!(world.writes("li", "x").await, 0, "refused calls used up nothing");
    assert_eq!(world.get("/_sim/fault").await["on"], json!([]));
    let unknown = world.post("/_sim/fault", json!({ "fault": "gremlins" })).await;
    assert!(unknown["faults"].as_array().unwrap().contains(&"time_out_after_effect".into()));
}

#[tokio::test]
async fn a_time_out_after_the_effect_delivers_without_an_answer() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    let (openid, token) = (world.openid("li").await, world.token().await);
    let send = async |fault: &str| {
        world.fault(json!({ "fault": fault, "times": 1, "delay_ms": 20 })).await;
        let body = json!({ "touser": openid, "msgtype": "text", "text": { "content": fault } });
        world.post(&format!("/cgi-bin/message/custom/send?access_token={token}"), body).await
    };
    assert_eq!(send("time_out_after_effect").await, Value::Null);
    assert_eq!(world.last("li").await["text"], "time_out_after_effect");
    assert_eq!(send("time_out_before_effect").await, Value::Null);
    assert_eq!(world.last("li").await["text"], "time_out_after_effect", "the second did nothing");
    assert_eq!(send("http_502").await, Value::Null);
    assert_eq!(world.get("/_sim/phone/li").await["window"]["left"], 4);
}

#[tokio::test]
async fn a_mass_message_is_accepted_once_and_reported_by_event() {
    let world = World::new(Account { kind: Kind::Subscription, ..account(Mode::Secure) });
    world.says("li", "1").await;
    let job = json!({ "filter": { "is_to_all": true }, "msgtype": "text", "text": { "content": "台风蓝色预警" }, "clientmsgid": "bc-1" });
    let accepted = world.call("message/mass/sendall", job.clone()).await;
    assert_eq!(accepted["errcode"], 0, "{accepted}");
    let id = accepted["msg_id"].clone();
    assert_eq!(world.call("message/mass/get", json!({ "msg_id": id })).await["msg_status"], "SENDING");
    assert_eq!(world.call("message/mass/sendall", job.clone()).await["errcode"], 45066);
    world.advance("2m").await;
    let again = world.call("message/mass/sendall", job).await;
    assert_eq!((again["errcode"].clone(), again["msg_id"].clone()), (45065.into(), id.clone()));
    for _ in 0..40 {
        if world.seen().len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let event = world.seen()[1].xml.clone();
    assert_eq!(field(&event, "Event").unwrap(), "MASSSENDJOBFINISH");
    assert_eq!(field(&event, "MsgID").unwrap(), id.to_string());
    assert_eq!(field(&event, "SentCount").unwrap(), "1");
    assert_eq!(world.last("li").await["via"], "mass");
    let other =
        json!({ "filter": { "is_to_all": true }, "msgtype": "text", "text": { "content": "又一条" } });
    assert_eq!(world.call("message/mass/sendall", other).await["errcode"], 45028);
}

#[tokio::test]
async fn rights_and_unknown_paths() {
    let world = World::new(Account { kind: Kind::Subscription, ..account(Mode::Secure) });
    let code = json!({ "action_name": "QR_STR_SCENE", "action_info": { "scene": { "scene_str": "hall" } } });
    assert_eq!(world.call("qrcode/create", code.clone()).await["errcode"], 48001);
    assert_eq!(world.call("material/batchget", json!({})).await["errcode"], 40066);
    assert_eq!(world.call("menu/get", json!({})).await["errcode"], 43001);
    let world = World::new(account(Mode::Secure));
    let made = world.call("qrcode/create", code).await;
    world.act("li", "scan", json!({ "scene": "hall" })).await;
    assert_eq!(field(&world.seen()[0].xml, "Ticket").unwrap(), made["ticket"].as_str().unwrap());
    let check = world.call("callback/check", json!({ "action": "all" })).await;
    assert!(check["dns"][0]["ip"].is_string() && check["ping"][0]["time"].is_string());
    assert!(world.fetch("getcallbackip").await["ip_list"].is_array());
}

#[tokio::test]
async fn a_reset_forgets_everything_and_sets_the_clock() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    world.fault(json!({ "fault": "slow" })).await;
    let answer = world.post("/_sim/reset", json!({ "clock": "2026-11-24T10:05+08:00" })).await;
    assert_eq!(answer["ok"], true);
    let phone = world.get("/_sim/phone/li").await;
    assert_eq!((phone["follows"].clone(), phone["items"].clone()), (false.into(), json!([])));
    assert!(world.get("/_sim/clock").await["now"].as_str().unwrap().starts_with("2026-11-24T10:05"));
    assert_eq!(world.get("/_sim/fault").await["on"], json!([]));
    assert_eq!(world.get("/_sim/outbox").await["items"], json!([]));
    world.post("/_sim/reset", json!({})).await;
    assert_eq!(world.get("/_sim/clock").await["offset_ms"], 0);
}
