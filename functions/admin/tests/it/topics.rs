//! What rises, and the topic that is suggested for a question, on the console's pages and over the API.

use crate::support::Console;
use app::{
    content, groups, keys,
    rows::{Batch, Stored, load},
    testing::asks,
};
use domain::staff::Role;
use domain::{
    content::{Bilingual, Category, Snapshot, edit::Topic},
    question::{Question, Suggested},
};
use serde_json::json;

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

#[tokio::test]
async fn what_is_suggested_is_told_to_a_program_until_somebody_files_it() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "停水了").await;
    let program = console.program(Role::Officer).await;
    let at = format!("/questions/{question}");
    assert!(program.call("GET", &at, None).await.json()["suggested"].is_null());
    let table = &*console.app.table;
    let mut row: Stored<Question> = load(table, &keys::question(&question)).await.unwrap().unwrap();
    row.value.suggested = Some(Suggested { path: vec![4, 1], safe: true });
    let mut batch = Batch::new();
    batch.update(&row).unwrap();
    batch.commit(table).await.unwrap();
    for read in [at.as_str(), "/questions"] {
        let json = program.call("GET", read, None).await.json();
        let found = if read == at { &json["suggested"] } else { &json["items"][0]["suggested"] };
        assert_eq!(*found, json!({ "category": "4.1", "safe": true }), "{read}");
    }
}

#[tokio::test]
async fn the_usual_kinds_of_a_topic_are_written_in_its_form() {
    let console = Console::open().await;
    console.member("editor", "编辑", Role::Administrator).await;
    let editor = console.browser("editor").await;
    let topic = Category {
        number: 4,
        title: Bilingual { zh: "环境".to_owned(), en: "Environment".to_owned() },
        body: Bilingual { zh: "内容".to_owned(), en: "Text".to_owned() },
        usual: vec!["环境保护".to_owned()],
        ..Category::default()
    };
    let snapshot = Snapshot { categories: vec![topic], ..Snapshot::default() };
    content::publish(&*console.app.table, snapshot).await.unwrap();
    console.app.content.refresh().await.unwrap();
    let at = "/admin/content/topics/4";
    let form = editor.get(at).await;
    form.shows(&["代表的常见类别", "name=\"usual-1\" value=\"1\" checked", "劳动和社会保障"]);
    let seen = form.hidden("seen");
    let fields = [
        ("title.zh", "环境"),
        ("title.en", "Environment"),
        ("body.zh", "内容"),
        ("body.en", "Text"),
        ("usual-1", "1"),
        ("usual-6", "1"),
        ("seen", &seen),
    ];
    assert_eq!(editor.post(at, &fields).await.status, axum::http::StatusCode::SEE_OTHER);
    let again = editor.get(at).await;
    again.shows(&["name=\"usual-1\" value=\"1\" checked", "name=\"usual-6\" value=\"1\" checked"]);
    editor.get("/admin/content/review").await.shows(&["代表的常见类别", "卫生计生"]);
    let none = [("seen", &*again.hidden("seen"))];
    let none: Vec<(&str, &str)> = fields[..4].iter().copied().chain(none).collect();
    editor.post(at, &none).await;
    editor.get(at).await.shows(&["name=\"usual-1\" value=\"1\">"]);
    // A program that says nothing of them leaves them.
    let live = console.app.content.in_memory();
    assert_eq!(live.category(&[4]).unwrap().usual, ["环境保护"]);
    let mut category = live.category(&[4]).unwrap().clone();
    let said = json!({ "title": { "zh": "环境", "en": "Environment" } });
    let topic: Topic = serde_json::from_value(said).unwrap();
    topic.put(&mut category);
    assert_eq!(category.usual, ["环境保护"]);
}
