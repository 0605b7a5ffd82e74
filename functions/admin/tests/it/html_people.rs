//! Accounts, roles, tokens, signing up, in both languages: typical, empty and with errors.

use crate::support::{
    Answer, Console,
    markup::well_made,
    phone::{self, sign_up},
};
use admin::Settings;
use app::testing::PASSWORD;
use domain::{language::Language, staff::Role};
use jiff::SignedDuration;

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    console.member("chen", "ZHANG", Role::Administrator).await;
    let chen = console.browser("chen").await;
    let users = "/admin/users";
    let mut pages = vec![("users", chen.get(users).await)];
    pages.push(("invite", chen.get("/admin/users/new").await));
    pages.push(("wrong invitation", chen.post("/admin/users/new", &[("login", "X")]).await));
    let li = [("login", "li"), ("name", "ZHANG"), ("role.officer", "1")];
    let made = chen.post("/admin/users/new", &li).await;
    let link = phone::link(&made);
    pages.push(("link", made));
    pages.push(("users, invited", chen.get(users).await));
    let stranger = console.stranger();
    pages.push(("sign-up", stranger.get(&link).await));
    pages.push(("short password", stranger.post(&link, &[("password", "x")]).await));
    pages.push(("phone", stranger.follow(&link, &[("password", PASSWORD)]).await));
    pages.push(("wrong code", stranger.post(&format!("{link}/code"), &[("code", "1")]).await));
    let (li, _, codes) = sign_up(console, &link).await;
    pages.push(("recovery codes", codes));
    pages.push(("link is gone", stranger.get(&link).await));
    let mut half = console.stranger();
    let first = half.post("/admin/sign-in", &[("login", "li"), ("password", PASSWORD)]).await;
    half.cookie = first.header("set-cookie").split(';').next().unwrap().to_owned();
    pages.push(("code", half.get(first.header("location")).await));
    pages.push(("recovery", half.get("/admin/sign-in/code?recovery=1").await));
    pages.push(("wrong second step", half.post("/admin/sign-in/code", &[("code", "1")]).await));
    pages.push(("account, connected", li.get("/admin/account").await));
    pages.push(("user", chen.get("/admin/users/named/li").await));
    let at = "/admin/users/named/li";
    pages.push(("check", chen.post(at, &[("name", "ZHANG"), ("role.reader", "1")]).await));
    pages.push(("no role", chen.post(at, &[("name", "ZHANG")]).await));
    pages.push(("own user", chen.get("/admin/users/named/chen").await));
    pages.push(("refused", chen.post("/admin/users/named/chen/disable", &[]).await));
    pages.push(("disabled", chen.follow(&format!("{at}/disable"), &[]).await));
    pages.push(("roles", chen.get("/admin/users/roles").await));
    pages.push(("new role", chen.get("/admin/users/roles/new").await));
    pages.push(("wrong role", chen.post("/admin/users/roles/new", &[("role", "x")]).await));
    let night = [("role", "night"), ("zh", "ZHANG"), ("en", "ZHANG"), ("may.read", "1")];
    pages.push(("role made", chen.follow("/admin/users/roles/new", &night).await));
    pages.push(("role", chen.get("/admin/users/roles/night").await));
    pages.push(("tokens, empty", chen.get("/admin/users/tokens").await));
    pages.push(("wrong token", chen.post("/admin/users/tokens", &[("days", "x")]).await));
    let token = [("name", "ZHANG"), ("login", "screen"), ("role.reader", "1")];
    pages.push(("token", chen.post("/admin/users/tokens", &token).await));
    pages.push(("tokens", chen.get("/admin/users/tokens").await));
    pages.push(("account", chen.get("/admin/account").await));
    pages.push(("wrong password", chen.post("/admin/account/password", &[("password", "x")]).await));
    pages.push(("own phone", chen.get("/admin/account/second-factor").await));
    console.clock.advance(SignedDuration::from_mins(11));
    pages.push(("asks again", chen.post("/admin/users/new", &[("login", "wu")]).await));
    pages.push((
        "asks again, wrong",
        chen.post("/admin/users/new", &[("login", "wu"), ("step_up", "x")]).await,
    ));
    pages
}

#[tokio::test]
async fn every_screen_is_well_made_in_chinese() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await;
    well_made(&screens(&console).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await.in_english();
    well_made(&screens(&console).await, Language::English);
}
