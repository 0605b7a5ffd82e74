//! The settings' pages, in both languages.

use crate::support::{Answer, Console, markup::well_made};
use admin::Settings;
use domain::{language::Language, staff::Role};

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    console.member("wang", "WANG", Role::Administrator).await;
    let wang = console.browser("wang").await;
    let mut pages = Vec::new();
    for (name, path) in [
        ("settings", "/admin/settings"),
        ("retention", "/admin/settings/retention"),
        ("health", "/admin/settings/health"),
        ("alerts, none", "/admin/settings/alerts"),
    ] {
        let page = wang.get(path).await;
        page.shows(&["<h1>"]);
        pages.push((name, page));
    }
    let at = |rest: &str| format!("/admin/settings/alerts/{rest}");
    pages.push(("alerts, wrong robot", wang.post(&at("robot"), &[("address", "x")]).await));
    pages.push(("alerts, wrong mail", wang.post(&at("mail"), &[("host", "x")]).await));
    pages.push(("alerts, wrong time", wang.post(&at("when"), &[("quiet_from", "x")]).await));
    let robot = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd";
    pages.push(("alerts, robot", wang.follow(&at("robot"), &[("address", robot)]).await));
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
