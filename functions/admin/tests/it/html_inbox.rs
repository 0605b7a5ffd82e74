//! The filtered inbox, in both languages, and what its filter does.

use crate::support::{Answer, Console, markup::well_made};
use app::testing::asks;
use domain::language::Language;

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    let zhang = console.officer("zhang", "ZHANG").await;
    asks(&console.app, "o1", "停水了").await;
    asks(&console.app, "o2", "Is the park open?").await;
    let mut pages = Vec::new();
    for (name, query) in [
        ("filtered", "state=waiting&language=en"),
        ("nothing fits", "state=waiting&assignee=gone&attachments=1&from=2020-01-01&to=2020-01-02"),
        ("nobody's", "state=taken&assignee=zhang"),
        ("wrong day", "state=waiting&from=tomorrow"),
        ("all open", "state=open"),
        ("due soon", "state=due"),
        ("nothing due", "state=due&language=en&from=2020-01-01&to=2020-01-02"),
    ] {
        pages.push((name, zhang.get(&format!("/admin/inbox?{query}")).await));
    }
    pages
}

/// The list before, while and after something is done to several questions.
async fn bulk_screens(console: &Console) -> Vec<(&'static str, Answer)> {
    let zhang = console.officer("zhang", "ZHANG").await;
    let first = asks(&console.app, "o1", "停水了").await;
    let second = asks(&console.app, "o2", "Is the park open?").await;
    let boxes = [first, second].map(|question| format!("q-{question}"));
    let ticked: Vec<(&str, &str)> = boxes.iter().map(|name| (name.as_str(), "1")).collect();
    let with = |more: &[(&'static str, &'static str)]| [ticked.clone(), more.to_vec()].concat();
    let mut pages = vec![("none ticked", zhang.post("/admin/inbox/bulk", &[("then", "end")]).await)];
    let nobody = with(&[("then", "assign"), ("colleague", "x")]);
    pages.push(("given to nobody", zhang.post("/admin/inbox/bulk", &nobody).await));
    let given = with(&[("then", "assign"), ("colleague", "zhang"), ("back", "state=waiting")]);
    pages.push(("given", zhang.follow("/admin/inbox/bulk", &given).await));
    pages.push(("asked", zhang.follow("/admin/inbox/bulk", &with(&[("then", "end")])).await));
    pages.push(("ended", zhang.follow("/admin/inbox/bulk", &with(&[("then", "end-now")])).await));
    pages.push(("over", zhang.follow("/admin/inbox/bulk", &with(&[("then", "end-now")])).await));
    pages.push(("gone", zhang.follow("/admin/inbox/bulk", &[("q-NOPE", "1"), ("then", "end-now")]).await));
    pages.push(("nothing to end", zhang.get("/admin/inbox/end?questions=NOPE").await));
    pages
}

#[tokio::test]
async fn every_screen_is_well_made_in_chinese() {
    well_made(&screens(&Console::open().await).await, Language::Chinese);
    well_made(&bulk_screens(&Console::open().await).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::open().await;
    well_made(&screens(&console.in_english()).await, Language::English);
    well_made(&bulk_screens(&Console::open().await.in_english()).await, Language::English);
}

#[tokio::test]
async fn the_filter_shows_what_fits_and_keeps_what_was_chosen() {
    let console = Console::open().await;
    let pages = screens(&console).await;
    let body = |name| pages.iter().find(|(known, _)| *known == name).unwrap();
    body("filtered").1.shows(&["Is the park open?", "value=\"en\" selected", "筛选（已生效）"]);
    body("filtered").1.hides(&["停水了"]);
    body("nothing fits").1.shows(&["没有符合条件的问题", "value=\"2020-01-01\"", "value=\"gone\" selected"]);
    body("nobody's").1.shows(&["我的", "没有处理中的问题"]);
    body("wrong day").1.shows(&["2026-11-24"]);
}
