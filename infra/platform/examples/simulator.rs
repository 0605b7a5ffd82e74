//! The simulated platform with a toy account behind it, to look at the page without the product, or with any other
//! account that listens at a callback address:
//! `cargo run -p platform --example simulator [PORT [CALLBACK_URL]]`, then open the address it prints.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "an example: it may stop with a message")]

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use http::{Request, StatusCode};
use platform::{Account, CallbackTarget, Simulator, VirtualClock};
use serde_json::{Value, json};
use tower::ServiceExt;
use wechat::envelope::{Crypto, EncodingAesKey};
use wechat::ids::AppId;
use wechat::signature::sign;

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const APP_ID: &str = "wx0123456789abcdef";
const SECRET: &str = "demosecretofthesimulator00000000";
const TOKEN: &str = "demotoken";

#[tokio::main]
async fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8610);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    let account = Account::new(APP_ID, SECRET, TOKEN, KEY, "gh_wenqu_demo");
    let toy = CallbackTarget::Router(Router::new().route("/wechat", post(answer)));
    let target = std::env::args().nth(2).map_or(toy, CallbackTarget::Url);
    let base = format!("http://127.0.0.1:{port}");
    let simulator = Simulator::new(account, VirtualClock::new(), target, base.clone());
    make_menu(&simulator.router()).await;
    let admin = Router::new().route("/admin", get(|| async { Html(CONSOLE) }));
    println!("{base}/");
    let app = simulator.router().merge(admin);
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await.expect("serving");
}

const CONSOLE: &str =
    "<!doctype html><meta charset=utf-8><title>Console</title><p>后台在这里。 The console goes here.</p>";

/// The toy account: a greeting, three topics as tappable numbers, an echo.
async fn answer(body: Bytes) -> Response {
    let crypto = Crypto { key: EncodingAesKey::parse(KEY).unwrap(), app_id: AppId::from(APP_ID) };
    let text = String::from_utf8_lossy(&body).into_owned();
    let Some(xml) = field(&text, "Encrypt").and_then(|sealed| crypto.decrypt(&sealed).ok()) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let say = match (field(&xml, "Event").as_deref(), field(&xml, "Content"), field(&xml, "EventKey")) {
        (Some("subscribe"), ..) => GREETING.to_owned(),
        (Some("CLICK"), _, Some(key)) => topic(key.trim_start_matches("topic_")),
        (Some(_), ..) => return "success".into_response(),
        (None, Some(words), _) => topic(&words),
        _ => "收到，已转给值班员。".to_owned(),
    };
    let (to, from) = (field(&xml, "FromUserName").unwrap(), field(&xml, "ToUserName").unwrap());
    let created = field(&xml, "CreateTime").unwrap();
    let reply = format!(
        "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName>\
         <CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType>\
         <Content><![CDATA[{say}]]></Content></xml>"
    );
    let sealed = crypto.encrypt(&reply, [1; 16]);
    let signature = sign(&[TOKEN, &created, "1", &sealed]);
    format!(
        "<xml><Encrypt><![CDATA[{sealed}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>\
         <TimeStamp>{created}</TimeStamp><Nonce><![CDATA[1]]></Nonce></xml>"
    )
    .into_response()
}

const GREETING: &str = "您好，这里是示范区服务号。回复数字查看：\n\
    <a href=\"weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=1\">1 今日提醒</a>\n\
    <a href=\"weixin://bizmsgmenu?msgmenucontent=2&msgmenuid=2\">2 办事指南</a>\n\
    <a href=\"weixin://bizmsgmenu?msgmenucontent=3&msgmenuid=3\">3 公交路况</a>\n\
    直接打字可以提问，值班员会回复您。";

fn topic(words: &str) -> String {
    match words.trim() {
        "1" => "【今日提醒】明天 9:00–16:00 三农场片区检修停水，请提前储水。\n更新于 08:10 · 来源 区水务局".to_owned(),
        "2" => "【办事指南】老年卡：带身份证和一寸照片，到各镇街便民服务中心办理，当天可取。\n更多见<a href=\"https://www.example.gov.cn/\">网上大厅</a>。".to_owned(),
        "3" => "【公交路况】K1 路因道路施工绕行新城大街。\n更新于 07:50 · 来源 区交通局".to_owned(),
        question => format!("已收到，编号 Q-1042。值班员会在今天 12:00 前回复您：“{question}”"),
    }
}

fn field(xml: &str, name: &str) -> Option<String> {
    let inside = xml.split(&format!("<{name}>")).nth(1)?.split(&format!("</{name}>")).next()?;
    let inside = inside.strip_prefix("<![CDATA[").unwrap_or(inside);
    Some(inside.strip_suffix("]]>").unwrap_or(inside).to_owned())
}

async fn make_menu(router: &Router) {
    let credentials = json!({ "grant_type": "client_credential", "appid": APP_ID, "secret": SECRET });
    let token = call(router, "/cgi-bin/stable_token", credentials).await;
    let click = |name: &str, key: &str| json!({ "type": "click", "name": name, "key": key });
    let menu = json!({ "button": [
        { "name": "今日服务", "sub_button": [
            click("今日提醒", "topic_1"), click("办事指南", "topic_2"), click("公交路况", "topic_3"),
        ] },
        { "name": "我要反映", "sub_button": [
            { "type": "pic_photo_or_album", "name": "随手拍", "key": "photo" },
            { "type": "location_select", "name": "发位置", "key": "place" },
            click("查进度", "progress"), click("转人工", "human"),
        ] },
        { "name": "我的", "sub_button": [
            click("English", "english"), { "type": "view", "name": "网上大厅", "url": "https://www.example.gov.cn/" },
        ] },
    ] });
    let token = token["access_token"].as_str().unwrap();
    let made = call(router, &format!("/cgi-bin/menu/create?access_token={token}"), menu).await;
    assert_eq!(made["errcode"], 0, "{made}");
}

async fn call(router: &Router, path: &str, body: Value) -> Value {
    let request = Request::post(path).body(Body::from(body.to_string())).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
