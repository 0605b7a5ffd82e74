//! Nothing without a session, no form from elsewhere, and headers on everything.

use crate::support::{Answer, Console};
use admin::Settings;
use app::testing::{PASSWORD, asks};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::staff::Role;
use jiff::SignedDuration;

async fn visit(console: &Console, method: &str, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    console.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn nothing_is_served_without_a_session_but_sign_in_and_static_files() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let pages = [
        "",
        "/inbox",
        "/inbox?state=taken",
        "/attachments/F/M",
        "/nope",
        "/api",
        "/static",
        "/questions/X/take",
    ];
    let thread = format!("/questions/{question}");
    for path in pages.into_iter().chain([thread.as_str()]) {
        let answer = visit(&console, "GET", &format!("/admin{path}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "GET {path}");
        assert!(
            answer.header("location").starts_with("/admin/sign-in"),
            "{path}: {}",
            answer.header("location")
        );
    }
    for verb in ["take", "release", "end", "note", "answer", "nope"] {
        let answer = visit(&console, "POST", &format!("/admin{thread}/{verb}")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "POST {verb}");
        answer.hides(&["停水了？"]);
    }
    for path in ["/deliveries/F/D/resend", "/deliveries/F/D/settle", "/sign-out"] {
        assert_eq!(
            visit(&console, "POST", &format!("/admin{path}")).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    assert_eq!(
        visit(&console, "GET", "/admin/inbox?part=1").await.status,
        StatusCode::UNAUTHORIZED,
        "a poll"
    );
    let sign_in = visit(&console, "GET", "/admin/sign-in").await;
    assert_eq!(sign_in.status, StatusCode::OK);
    for mark in ["/admin/static/app-", "/admin/static/mark-"] {
        let (_, rest) = sign_in.text().split_once(mark).unwrap();
        let file = visit(&console, "GET", &format!("{mark}{}", rest.split('"').next().unwrap())).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.header("cache-control").contains("immutable"));
    }
    assert_eq!(visit(&console, "GET", "/admin/static/other.js").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_that_is_not_ours_does_nothing() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let path = format!("/admin/questions/{question}/take");
    let own = [("host", "wenqu.test"), ("origin", "http://wenqu.test")];
    let csrf = [("csrf", zhang.csrf.as_str())];
    for (headers, fields) in [
        (&own[..], &[][..]),
        (&own[..], &[("csrf", "")][..]),
        (&own[..], &[("csrf", "0123456789")][..]),
        (&[("host", "wenqu.test"), ("origin", "http://evil.test")][..], &csrf[..]),
        (&[("host", "wenqu.test"), ("origin", "null")][..], &csrf[..]),
        (&[("sec-fetch-site", "cross-site")][..], &csrf[..]),
    ] {
        let answer = zhang.post_with(&path, headers, fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?} {fields:?}");
        answer.shows(&["没有接受这个表单"]);
    }
    zhang.get("/admin/inbox").await.shows(&["停水了？"]);
    let li = console.officer("li", "李").await;
    let answer = li.post_with(&path, &own, &csrf).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "another session's token");
}

#[tokio::test]
async fn a_wrong_password_is_told_and_five_make_one_wait() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    for _ in 0..5 {
        let page = zhang.post("/admin/sign-in", &[("login", "zhang"), ("password", "a-wrong-guess")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.shows(&["登录名或密码不对", "value=\"zhang\"", "<title>错误："]).hides(&["a-wrong-guess"]);
    }
    let page = zhang.post("/admin/sign-in", &[("login", "zhang"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    page.shows(&["失败次数过多，请在"]);
}

#[tokio::test]
async fn a_session_that_is_over_keeps_the_draft() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    console.clock.advance(SignedDuration::from_hours(8));
    let page = zhang.post(&format!("/admin/questions/{question}/answer"), &[("text", "抢修到 18 点")]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    page.shows(&["登录已过期", "抢修到 18 点</textarea>"]).hides(&["停水了？"]);
    assert_eq!(zhang.get("/admin/inbox").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_signing_in_leads_back() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let out = zhang.post("/admin/sign-out", &[]).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let lost = zhang.get("/admin/inbox?state=taken").await;
    let page = zhang.get(lost.header("location")).await;
    let next = page.hidden("next").replace("&amp;", "&");
    assert_eq!(next, "/inbox?state=taken");
    let fields = [("login", "zhang"), ("password", PASSWORD), ("next", &*next)];
    assert_eq!(zhang.post("/admin/sign-in", &fields).await.header("location"), "/admin/inbox?state=taken");
}

#[tokio::test]
async fn the_cookie_is_hidden_from_scripts_and_bound_to_https_where_there_is_https() {
    for (https, begin, secure) in [(false, "wenqu_session=", false), (true, "__Host-wenqu_session=", true)] {
        let console = Console::with(Settings { https, ..Settings::default() }).await;
        console.member("zhang", "张", Role::Officer).await;
        let fields = "login=zhang&password=a%20long%20password";
        let request =
            Request::post("/admin/sign-in").header("content-type", "application/x-www-form-urlencoded");
        let answer = console.send(request.body(Body::from(fields)).unwrap()).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with(begin), "{cookie}");
        assert!(cookie.contains("; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax"), "{cookie}");
        assert_eq!(cookie.contains("; Secure"), secure);
    }
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    for (framed, frames) in [(false, "frame-ancestors 'none'"), (true, "frame-ancestors 'self'")] {
        let console = Console::with(Settings { framed, ..Settings::default() }).await;
        for path in ["/admin", "/admin/sign-in", "/admin/nope", "/admin/static/x", "/admin/api/v1/questions"]
        {
            let answer = visit(&console, "GET", path).await;
            let policy = answer.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
                "{path}: {policy}"
            );
            assert!(policy.ends_with(frames) && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_too_long_or_not_a_form_is_refused_with_a_page() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let path = format!("/admin/questions/{question}/answer");
    let answer = zhang.post(&path, &[("text", &"a".repeat(70_000))]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.shows(&["内容太长"]);
    let request = Request::post(&path).header("cookie", &zhang.cookie).header("content-type", "text/plain");
    let answer = console.send(request.body(Body::from("x")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(zhang.get(&path).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(zhang.get("/admin/questions/NOPE").await.status, StatusCode::NOT_FOUND);
    assert_eq!(zhang.get("/admin/").await.header("location"), "/admin/inbox");
}
