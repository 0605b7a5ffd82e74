//! What goes over the wire.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::ports::{CallError, Platform};
use common::{Does, Server, http, platform, settings};
use outbound::{HttpPlatform, SettingsError};
use wechat::client::{
    CustomMessage, CustomSend, MediaFile, MediaGet, MediaKind, MediaUpload, Request, StableToken,
};

#[tokio::test]
async fn a_message_goes_as_raw_utf8_with_the_token_in_the_query_only() {
    let server = Server::start(http("200 OK", "{\"errcode\":0}")).await;
    let call = CustomSend {
        touser: "oU1".into(),
        message: CustomMessage::Text("您好<a&b>".to_owned()),
        kf_account: None,
    }
    .call();
    let answer = platform(&server.base()).call(&call, Some("T 1&x")).await.unwrap();
    assert_eq!(answer.content_type.as_deref(), Some("application/json; encoding=utf-8"));
    let asked = server.asked().remove(0);
    assert!(
        asked.starts_with("POST /cgi-bin/message/custom/send?access_token=T+1%26x HTTP/1.1\r\n"),
        "{asked}"
    );
    assert!(asked.contains("content-type: application/json; charset=utf-8\r\n"), "{asked}");
    assert!(asked.contains("您好<a&b>"), "{asked}");
    assert_eq!(asked.matches("T+1").count(), 1);
}

#[tokio::test]
async fn a_call_without_need_of_a_token_gets_none() {
    let server = Server::start(http("200 OK", "{}")).await;
    let call = StableToken { app_id: "wx1".into(), secret: "s".to_owned(), force_refresh: false }.call();
    platform(&server.base()).call(&call, Some("T")).await.unwrap();
    assert!(server.asked()[0].starts_with("POST /cgi-bin/stable_token HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_file_is_uploaded_with_its_name_and_a_length() {
    let server = Server::start(http("200 OK", "{}")).await;
    let file = MediaFile {
        filename: "photo.jpg".to_owned(),
        content_type: "image/jpeg".to_owned(),
        bytes: b"JPEG-BYTES".to_vec(),
    };
    let call = MediaUpload { kind: MediaKind::Image, file }.call();
    platform(&server.base()).call(&call, Some("T")).await.unwrap();
    let asked = server.asked().remove(0);
    assert!(asked.contains("type=image"), "{asked}");
    assert!(asked.contains("name=\"media\"; filename=\"photo.jpg\""), "{asked}");
    assert!(asked.to_lowercase().contains("content-length: "), "{asked}");
    assert!(!asked.to_lowercase().contains("transfer-encoding"), "{asked}");
    assert!(asked.contains("JPEG-BYTES"), "{asked}");
}

#[tokio::test]
async fn a_file_comes_with_its_type_and_name() {
    let bytes = b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\n\
        content-disposition: attachment; filename=\"M1.jpg\"\r\ncontent-length: 4\r\n\r\n\xff\xd8\xff\xe0";
    let server = Server::start(Does::Answers(bytes.to_vec())).await;
    let call = MediaGet { media_id: "M1".into() }.call();
    let answer = platform(&server.base()).call(&call, Some("T")).await.unwrap();
    assert_eq!(answer.body, b"\xff\xd8\xff\xe0");
    assert_eq!(answer.filename.as_deref(), Some("M1.jpg"));
    let asked = server.asked().remove(0);
    assert!(asked.starts_with("GET /cgi-bin/media/get?access_token=T&media_id=M1 "), "{asked}");
}

#[tokio::test]
async fn a_download_stops_at_its_limit_announced_or_not() {
    let announced = Server::start(http("200 OK", &"x".repeat(2_000))).await;
    let error = platform(&announced.base()).download(&announced.base(), 1_000).await.unwrap_err();
    assert_eq!(error, CallError::TooLarge(1_000));
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(2_000)).into_bytes();
    let silent = Server::start(Does::Answers(endless)).await;
    let platform = platform(&silent.base());
    assert_eq!(platform.download(&silent.base(), 1_000).await, Err(CallError::TooLarge(1_000)));
    assert_eq!(platform.download(&silent.base(), 2_000).await.unwrap().body.len(), 2_000);
}

#[tokio::test]
async fn a_download_from_this_computer_needs_a_platform_on_this_computer() {
    let server = Server::start(http("200 OK", "film")).await;
    let real = platform("https://api.weixin.qq.com");
    assert!(matches!(real.download(&server.base(), 10).await, Err(CallError::NotSent(_))));
    assert!(matches!(real.download("file:///etc/hostname", 10).await, Err(CallError::NotSent(_))));
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_of_a_download_may_not_leave_https() {
    let away = Does::Answers(
        b"HTTP/1.1 302 Found\r\nlocation: http://192.0.2.1/x\r\ncontent-length: 0\r\n\r\n".to_vec(),
    );
    let server = Server::start(away).await;
    let error = platform(&server.base()).download(&server.base(), 10).await.unwrap_err();
    assert_eq!(error, CallError::Status(302));
}

#[test]
fn wrong_settings_say_which() {
    let mut wanted = settings("http://127.0.0.1:1");
    wanted.proxy = Some("socks5://1.2.3.4:1".to_owned());
    assert_eq!(HttpPlatform::new(&wanted).unwrap_err(), SettingsError::Proxy);
    wanted.fallbacks = vec![wanted.base.clone(); 3];
    assert_eq!(HttpPlatform::new(&wanted).unwrap_err(), SettingsError::Fallbacks);
    assert_eq!(HttpPlatform::new(&settings("api")).unwrap_err(), SettingsError::Base);
}
