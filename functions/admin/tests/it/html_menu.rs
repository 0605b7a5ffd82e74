//! The menu's screens, in both languages.

use crate::support::{Answer, Console, markup::well_made};
use admin::Settings;
use app::{
    jobs::OutboundJob,
    rows::{Batch, RequestOutcome},
};
use domain::{egress::Egress, language::Language, menu::Button, staff::Role};

async fn ends(console: &Console, outcome: RequestOutcome) {
    let Some(OutboundJob::Request { job, .. }) = console.jobs.outbound().pop() else {
        panic!("nothing was asked")
    };
    let mut batch = Batch::new();
    app::menu::settle(&console.app, &mut batch, &job.id, outcome).await.unwrap();
    batch.commit(console.app.table.as_ref()).await.unwrap();
}

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    console.member("chen", "CHEN", Role::Reviewer).await;
    let chen = console.browser("chen").await;
    let menu = [("do", "save"), ("name-1", "网站"), ("kind-1", "view"), ("url-1", "https://a.gov.cn")];
    let wrong = [("do", "save"), ("name-1", "六个汉字太长"), ("kind-1", "click"), ("key-1", "x")];
    let mut pages = vec![("empty", chen.get("/admin/menu").await)];
    pages.push(("empty check", chen.get("/admin/menu/check").await));
    pages.push(("too long", chen.post("/admin/menu", &wrong).await));
    pages.push(("column", chen.follow("/admin/menu", &[("do", "add")]).await));
    pages.push(("item", chen.follow("/admin/menu", &[("do", "add-1"), ("name-1", "")]).await));
    pages.push(("to mend", chen.get("/admin/menu/check").await));
    pages.push(("saved", chen.follow("/admin/menu", &menu).await));
    let stale = [menu.as_slice(), &[("seen", "0")]].concat();
    pages.push(("stale", chen.post("/admin/menu", &stale).await));
    pages.push(("check", chen.get("/admin/menu/check").await));
    pages.push(("asked", chen.follow("/admin/menu/publish", &[]).await));
    pages.push(("asked twice", chen.post("/admin/menu/publish", &[]).await));
    ends(console, RequestOutcome::Done).await;
    pages.push(("published", chen.get("/admin/menu").await));
    chen.follow("/admin/menu/look", &[]).await;
    let button = vec![Button { kind: Some("text".into()), name: "旧".into(), ..Button::default() }];
    ends(console, RequestOutcome::Menu { is_open: true, button }).await;
    pages.push(("another", chen.get("/admin/menu").await));
    pages.push(("differences", chen.get("/admin/menu/check").await));
    pages.push(("adopted", chen.follow("/admin/menu/adopt", &[]).await));
    pages.push(("delete", chen.get("/admin/menu/delete").await));
    chen.follow("/admin/menu/delete", &[]).await;
    ends(console, RequestOutcome::Failed { code: None, why: "no answer".to_owned() }).await;
    pages.push(("no answer", chen.get("/admin/menu").await));
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

#[tokio::test]
async fn the_screens_without_a_way_out_are_well_made() {
    for language in [Language::Chinese, Language::English] {
        let console = Console::open().await.in_mode(Egress::None);
        let console = if language == Language::English { console.in_english() } else { console };
        console.member("chen", "CHEN", Role::Reviewer).await;
        let chen = console.browser("chen").await;
        let menu = [("do", "save"), ("name-1", "网站"), ("kind-1", "view"), ("url-1", "https://a.gov.cn")];
        chen.follow("/admin/menu", &menu).await;
        let pages = [("menu", chen.get("/admin/menu").await), ("check", chen.get("/admin/menu/check").await)];
        well_made(&pages, language);
    }
}
