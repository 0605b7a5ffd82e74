//! What is proven not to have left, and what nobody knows.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::ports::{CallError, Platform};
use common::{Does, Server, dead_port, http, platform, settings};
use outbound::HttpPlatform;
use wechat::{
    client::{CustomMessage, CustomSend, MediaGet, Request, StableToken},
    ids::AppId,
};

const TOKEN: &str = "SECRET-TOKEN-1234";

fn send() -> wechat::client::Call {
    CustomSend { touser: "oU1".into(), message: CustomMessage::Text("您好".to_owned()), kf_account: None }
        .call()
}

fn token_call() -> wechat::client::Call {
    StableToken { app_id: AppId::from("wx1"), secret: "s".to_owned(), force_refresh: false }.call()
}

async fn outcome(does: Does) -> CallError {
    let server = Server::start(does).await;
    let error = platform(&server.base()).call(&send(), Some(TOKEN)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error}");
    assert_eq!(server.asked().len(), 1, "a send is made once");
    error
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_left() {
    let base = format!("http://127.0.0.1:{}", dead_port().await);
    let error = platform(&base).call(&send(), Some(TOKEN)).await.unwrap_err();
    assert!(matches!(error, CallError::NotSent(_)), "{error:?}");
    assert!(!format!("{error:?}").contains(TOKEN));
}

#[tokio::test]
async fn a_tls_handshake_that_does_not_end_means_that_nothing_left() {
    let server = Server::start(Does::Hangs).await;
    let base = format!("https://127.0.0.1:{}", server.port);
    let error = platform(&base).call(&send(), Some(TOKEN)).await.unwrap_err();
    assert!(matches!(error, CallError::NotSent(_)), "{error:?}");
}

#[tokio::test]
async fn a_proxy_that_opens_no_tunnel_means_that_nothing_left() {
    let proxy = Server::start(http("403 Forbidden", "")).await;
    let mut wanted = settings("https://api.weixin.qq.com");
    wanted.proxy = Some(proxy.base());
    let error = HttpPlatform::new(&wanted).unwrap().call(&send(), Some(TOKEN)).await.unwrap_err();
    assert!(matches!(error, CallError::NotSent(_)), "{error:?}");
    let asked = proxy.asked();
    assert!(asked[0].starts_with("CONNECT api.weixin.qq.com:443 "), "{asked:?}");
    assert!(!asked[0].contains(TOKEN));
}

#[tokio::test]
async fn nobody_knows_when_the_connection_breaks_before_the_answer() {
    assert!(matches!(outcome(Does::Closes).await, CallError::OutcomeUnknown(_)));
}

#[tokio::test]
async fn nobody_knows_when_the_answer_breaks_off() {
    let cut = Does::Answers(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"errcode\":0".to_vec());
    assert!(matches!(outcome(cut).await, CallError::OutcomeUnknown(_)));
}

#[tokio::test]
async fn nobody_knows_when_the_answer_takes_too_long() {
    assert_eq!(outcome(Does::Hangs).await, CallError::OutcomeUnknown("no answer in time".to_owned()));
}

#[tokio::test]
async fn nobody_knows_after_a_server_error_and_other_statuses_are_told() {
    let error = outcome(http("502 Bad Gateway", "")).await;
    assert_eq!(error, CallError::OutcomeUnknown("HTTP status 502".to_owned()));
    assert_eq!(outcome(http("404 Not Found", "")).await, CallError::Status(404));
    assert_eq!(outcome(http("302 Found", "")).await, CallError::Status(302));
}

#[tokio::test]
async fn another_address_is_tried_for_what_never_left() {
    let second = Server::start(http("200 OK", "{\"errcode\":0}")).await;
    let mut wanted = settings(&format!("http://127.0.0.1:{}", dead_port().await));
    wanted.fallbacks = vec![second.base()];
    let answer = HttpPlatform::new(&wanted).unwrap().call(&send(), Some(TOKEN)).await.unwrap();
    assert_eq!(answer.body, b"{\"errcode\":0}");
}

#[tokio::test]
async fn another_address_is_tried_after_a_server_error_only_for_calls_that_may_be_repeated() {
    let first = Server::start(http("500 Oops", "")).await;
    let second = Server::start(http("200 OK", "{}")).await;
    let mut wanted = settings(&first.base());
    wanted.fallbacks = vec![second.base()];
    let platform = HttpPlatform::new(&wanted).unwrap();
    assert!(platform.call(&send(), Some(TOKEN)).await.is_err());
    assert!(second.asked().is_empty());
    assert!(platform.call(&token_call(), None).await.is_ok());
    assert!(platform.call(&MediaGet { media_id: "M".into() }.call(), Some(TOKEN)).await.is_ok());
    assert_eq!(second.asked().len(), 2);
}
