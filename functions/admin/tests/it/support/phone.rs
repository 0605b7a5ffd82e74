//! A person with a phone, who signs up and in by the pages.

use app::testing::PASSWORD;
use axum::http::StatusCode;
use jiff::SignedDuration;

use super::{Answer, Browser, Console};

/// The key that a page shows below its QR code.
#[track_caller]
pub(crate) fn key(page: &Answer) -> String {
    let (_, rest) = page.text().split_once("class=\"secret\"><code>").expect("no key on the page");
    rest.split('<').next().unwrap().to_owned()
}

/// What the phone shows now.
pub(crate) fn code(console: &Console, key: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(console.app.clock.now().as_second().unsigned_abs()).to_string()
}

/// What the phone shows next.
pub(crate) fn next_code(console: &Console, key: &str) -> String {
    console.clock.advance(SignedDuration::from_secs(30));
    code(console, key)
}

/// The path of the one-time link that a page shows.
#[track_caller]
pub(crate) fn link(page: &Answer) -> String {
    let (_, rest) = page.text().split_once("id=\"link\" value=\"").expect("no link on the page");
    let (_, path) = rest.split('"').next().unwrap().split_once("/admin/").unwrap();
    format!("/admin/{path}")
}

/// Signs up by a link: the browser is signed in then. Gives the phone's key and the page of the recovery codes.
pub(crate) async fn sign_up<'a>(console: &'a Console, link: &str) -> (Browser<'a>, String, Answer) {
    let mut browser = console.stranger();
    let page = browser.follow(link, &[("password", PASSWORD)]).await;
    let key = key(&page);
    let done = browser.post(&format!("{link}/code"), &[("code", &code(console, &key))]).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    browser.cookie = done.header("set-cookie").split(';').next().unwrap().to_owned();
    browser.csrf = browser.get("/admin/account").await.hidden("csrf");
    (browser, key, done)
}
