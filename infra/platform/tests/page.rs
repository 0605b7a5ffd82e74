//! The page as a browser gets it: headers, both languages, no inline code; the outbox in two forms.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body;
use common::{World, account};
use http::Request;
use platform::Mode;
use tower::ServiceExt;

async fn page(world: &World, path: &str, accept: &str) -> (http::HeaderMap, String) {
    let request = Request::get(path).header("accept", accept).body(Body::empty()).unwrap();
    let response = world.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let headers = response.headers().clone();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn the_page_allows_nothing_from_elsewhere_and_nothing_inline() {
    let world = World::new(account(Mode::Secure));
    for path in ["/", "/?lang=en"] {
        let (headers, html) = page(&world, path, "text/html").await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';")
                && policy.contains("frame-src 'self'")
        );
        assert!(!html.contains(" style=") && !html.contains(" onclick=") && !html.contains("<script>"));
        let outside = html.replace("http://www.w3.org/2000/svg", "");
        assert!(!outside.contains("http://") && !outside.contains("https://"));
    }
}

#[tokio::test]
async fn the_page_speaks_chinese_or_english() {
    let world = World::new(account(Mode::Secure));
    let (_, zh) = page(&world, "/", "text/html").await;
    assert!(
        zh.contains("<html lang=\"zh-CN\">") && zh.contains("检查器") && zh.contains("href=\"/?lang=en\"")
    );
    let (_, en) = page(&world, "/?lang=en", "text/html").await;
    assert!(
        en.contains("<html lang=\"en\">") && en.contains("Inspector") && en.contains("Next working day 8:30")
    );
}

#[tokio::test]
async fn every_file_the_page_asks_for_is_served() {
    let world = World::new(account(Mode::Secure));
    let (_, html) = page(&world, "/", "text/html").await;
    let mut files: Vec<_> =
        html.split("/_sim/static/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    files.sort_unstable();
    assert!(files.len() >= 7, "{files:?}");
    for file in files {
        let (headers, text) = page(&world, &format!("/_sim/static/{file}"), "*/*").await;
        assert!(!text.is_empty());
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn the_outbox_is_a_page_for_browsers_and_escapes_what_was_sent() {
    let world = World::new(account(Mode::Secure));
    world.says("li", "1").await;
    assert_eq!(world.writes("li", "<script>alert(1)</script>").await, 0);
    let (_, html) = page(&world, "/_sim/outbox", "text/html,application/xhtml+xml").await;
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script>alert"));
    let (headers, json) = page(&world, "/_sim/outbox", "application/json").await;
    assert_eq!(headers["content-type"], "application/json");
    assert!(json.contains("\"via\":\"custom\""));
}
