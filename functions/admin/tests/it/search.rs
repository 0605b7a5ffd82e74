//! An officer searches all that was said.

use crate::support::{Answer, Console, encoded, markup::well_made};
use app::testing::asks;
use axum::http::StatusCode;
use domain::{language::Language, staff::Role};
use jiff::SignedDuration;
use serde_json::json;

fn at(words: &str) -> String {
    format!("/admin/search?words={}", encoded(words))
}

#[tokio::test]
async fn part_of_a_word_leads_to_the_question() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "你好\n三农场停水了？").await;
    asks(&console.app, "o2", "公交改道了吗").await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/inbox").await.shows(&["action=\"/admin/search\"", "type=\"search\""]);
    zhang.get("/admin/search").await.shows(&["要找的内容", "最近 12 个月"]).hides(&["没有找到"]);
    let page = zhang.get(&at("农场")).await;
    page.shows(&[
        "找到 1 个问题（2025-12-01 起提出的）",
        &format!("<a href=\"/admin/questions/{question}\">"),
        "三农场停水了？",
        "value=\"农场\"",
    ]);
    page.hides(&["公交改道", "你好"]);
    zhang
        .get(&at("没有人说过 <b>"))
        .await
        .shows(&["没有找到", "没有人说过 &lt;b&gt;"])
        .hides(&["没有人说过 <b>"]);
    zhang.follow(&format!("/admin/questions/{question}/note"), &[("text", "已问水务局")]).await;
    zhang
        .get(&at("水务局"))
        .await
        .shows(&["<span class=\"preview\" lang=\"zh-CN\">你好</span>", "在答复、备注或备注名中"]);
}

#[tokio::test]
async fn what_was_found_has_pages() {
    let console = Console::open().await;
    for n in 0..51 {
        asks(&console.app, &format!("o{n}"), &format!("停水了 {n:02}")).await;
        console.clock.advance(SignedDuration::from_secs(1));
    }
    let zhang = console.officer("zhang", "张").await;
    let page = zhang.get(&at("停水")).await;
    page.shows(&["找到 51 个问题", "停水了 50", "停水了 01"]).hides(&["停水了 00"]);
    let next = page.text().split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let next = next.replace("&amp;", "&");
    zhang.get(&next).await.shows(&["停水了 00", "回到第一页"]).hides(&["停水了 01"]);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_the_field() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    for (address, field) in [
        (at("分类:x"), "#words"),
        (at(&"长".repeat(201)), "#words"),
        ("/admin/search?words=x&from=2001-01-01".to_owned(), "#from"),
    ] {
        let page = zhang.get(&address).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.shows(&["<title>错误：", &format!("href=\"{field}\"")]);
    }
}

#[tokio::test]
async fn a_program_searches_page_by_page() {
    let console = Console::open().await;
    for n in 0..3 {
        asks(&console.app, &format!("o{n}"), "停水了").await;
        console.clock.advance(SignedDuration::from_secs(1));
    }
    let program = console.program(Role::Reader).await;
    let path = format!("/search?limit=2&words={}", encoded("停水"));
    let first = program.call("GET", &path, None).await.json();
    assert_eq!((first["items"].as_array().unwrap().len(), &first["total"]), (2, &json!(3)));
    assert_eq!(first["items"][0]["elsewhere"], json!(false));
    let next = first["next"].as_str().unwrap();
    let second = program.call("GET", &format!("{path}&cursor={next}"), None).await.json();
    assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (1, &json!(null)));
    let nothing = program.call("GET", "/search", None).await;
    assert_eq!(
        (nothing.status, &nothing.json()["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("words"))
    );
}

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    let zhang = console.officer("zhang", "ZHANG").await;
    asks(&console.app, "o1", "停水了").await;
    asks(&console.app, "o2", "Is the park open?").await;
    let mut pages = Vec::new();
    for (name, address) in [
        ("nothing asked", "/admin/search".to_owned()),
        ("found", at("停水")),
        ("found in English", at("park")),
        ("nothing found", at("nobody said this")),
        ("by day", "/admin/search?from=2026-11-01&to=2026-11-30".to_owned()),
        ("not understood", at("topic:x")),
    ] {
        pages.push((name, zhang.get(&address).await));
    }
    pages
}

#[tokio::test]
async fn every_screen_is_well_made_in_chinese() {
    well_made(&screens(&Console::open().await).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::open().await;
    well_made(&screens(&console.in_english()).await, Language::English);
}
