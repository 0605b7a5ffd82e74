//! What rises, and the topic that is suggested for a question, on the console's pages and over the API.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use app::{
    content, groups, keys,
    rows::{Batch, Stored, load},
    testing::asks,
};
use domain::{
    content::{Bilingual, Category, Snapshot},
    question::{Question, Suggested},
};
use support::Console;

#[tokio::test]
async fn hot_topics_stand_above_the_groups_and_the_inbox() {
    let console = Console::open().await;
    let browser = console.officer("zhang", "值班员 张").await;
    for number in 0..4 {
        let question = asks(&console.app, &format!("o{number}"), "三农场小区停水，什么时候恢复供水").await;
        groups::place(&console.app, &question).await.unwrap();
    }
    let before = browser.get("/admin/inbox").await;
    assert!(!before.text().contains("热点"), "{}", before.text());
    groups::tend(&console.app).await.unwrap();
    for page in ["/admin/inbox", "/admin/inbox?part=1"] {
        let page = browser.get(page).await;
        assert!(page.text().contains("热点 1 个"), "{}", page.text());
    }
    let page = browser.get("/admin/groups").await;
    assert!(page.text().contains("最近 24 小时 4 位居民 · 前 7 天合计 0 位"), "{}", page.text());
}

#[tokio::test]
async fn a_safe_suggestion_is_chosen_and_another_is_a_hint() {
    let console = Console::open().await;
    let browser = console.officer("zhang", "值班员 张").await;
    let topic = Category {
        number: 4,
        title: Bilingual { zh: "供水".to_owned(), en: "Water".to_owned() },
        source: Bilingual { zh: "水务局".to_owned(), en: "Water office".to_owned() },
        ..Category::default()
    };
    let snapshot = Snapshot { categories: vec![topic], ..Snapshot::default() };
    content::publish(&*console.app.table, snapshot).await.unwrap();
    console.app.content.refresh().await.unwrap();
    let question = asks(&console.app, "o1", "停水了").await;
    let suggests = async |path: Vec<u8>, safe: bool| {
        let key = keys::question(&question);
        let mut row: Stored<Question> = load(&*console.app.table, &key).await.unwrap().unwrap();
        row.value.suggested = Some(Suggested { path, safe });
        let mut batch = Batch::new();
        batch.update(&row).unwrap();
        batch.commit(&*console.app.table).await.unwrap();
    };
    let at = format!("/admin/questions/{question}");
    let chosen = "value=\"4\" selected";
    suggests(vec![4], true).await;
    let page = browser.get(&at).await;
    assert!(page.text().contains(chosen) && page.text().contains("建议（已预选"), "{}", page.text());
    assert!(page.text().contains("水务局"), "the unit that answers for it");
    suggests(vec![4], false).await;
    let page = browser.get(&at).await;
    assert!(!page.text().contains(chosen) && page.text().contains("建议（不太确定）"), "{}", page.text());
    suggests(vec![9], true).await;
    assert!(!browser.get(&at).await.text().contains("建议（"), "a topic that is gone");
}
