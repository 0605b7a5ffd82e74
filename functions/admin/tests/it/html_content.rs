//! Every screen of the content, in both languages: typical, empty, refused, overdue.

use crate::support::{Answer, Console, encoded, markup::well_made};
use admin::Settings;
use app::content;
use domain::{
    content::{Bilingual, Category, Rule, Snapshot, known::KnownAnswer},
    language::Language,
    staff::Role,
};
use jiff::{SignedDuration, civil::date};

async fn publish(console: &Console) {
    let both = |zh: &str| Bilingual { zh: zh.to_owned(), en: "English words".to_owned() };
    let topic = |number, children| Category {
        number,
        title: both("公交路况"),
        body: both("正文"),
        owner: Some("张三".to_owned()),
        fresh_hours: Some(24),
        updated_at: console.app.clock.now(),
        children,
        ..Category::default()
    };
    let snapshot = Snapshot {
        categories: vec![topic(3, vec![topic(1, vec![])])],
        rules: vec![Rule {
            words: vec!["公交".to_owned()],
            exact: true,
            reply: Bilingual::default(),
            category: vec![3],
        }],
        known: vec![KnownAnswer {
            id: "card".to_owned(),
            question: both("老年卡在哪里办？"),
            answer: Bilingual { en: String::new(), ..both("社区") },
            owner: Some("张三".to_owned()),
            review_on: date(2026, 11, 30),
            expires_on: Some(date(2026, 12, 1)),
            ..KnownAnswer::default()
        }],
        ..Snapshot::default()
    };
    content::publish(console.app.table.as_ref(), snapshot).await.unwrap();
}

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    console.member("chen", "CHEN", Role::Administrator).await;
    let chen = console.browser("chen").await;
    let mut pages = Vec::new();
    const ALL: [&str; 16] = [
        "/admin/content",
        "/admin/content/topics/new",
        "/admin/content/topics/3",
        "/admin/content/topics/3-1/move",
        "/admin/content/topics/3-1/remove",
        "/admin/content/account",
        "/admin/content/emergency",
        "/admin/content/rules",
        "/admin/content/rules/new",
        "/admin/content/rules?try=3",
        "/admin/content/known",
        "/admin/content/known/new",
        "/admin/content/hours",
        "/admin/content/hours/2027",
        "/admin/content/review",
        "/admin/content/versions",
    ];
    for path in ALL {
        pages.push(("empty", chen.get(path).await));
    }
    publish(console).await;
    for path in ALL {
        pages.push(("typical", chen.get(path).await));
    }
    pages.push(("known", chen.get("/admin/content/known/card").await));
    pages.push((
        "known found",
        chen.get(&format!("/admin/content/rules?try={}", encoded("老年卡在哪里办"))).await,
    ));
    pages.push(("version", chen.get("/admin/content/versions/1").await));
    let seen = chen.get("/admin/content/topics/3").await.hidden("seen");
    let fields =
        [("title.zh", "新"), ("title.en", "New"), ("body.zh", "新"), ("body.en", "new"), ("seen", &*seen)];
    pages.push(("saved", chen.follow("/admin/content/topics/3", &fields).await));
    pages.push(("conflict", chen.post("/admin/content/topics/3", &fields).await));
    for path in [
        "topics/3",
        "topics/new",
        "topics/3-1/move",
        "account",
        "emergency",
        "rules/new",
        "hours/2027",
        "known/card",
        "synonyms",
    ] {
        pages.push((
            "refused",
            chen.post(&format!("/admin/content/{path}"), &[("holidays", "x"), ("synonyms", "x")]).await,
        ));
    }
    let notice = [("notice", "1月1日（周二）放假"), ("then", "import")];
    pages.push(("doubts", chen.post("/admin/content/hours/2027", &notice).await));
    pages.push(("review of changes", chen.get("/admin/content/review").await));
    pages.push(("not submitted", chen.post("/admin/content/review/send-back", &[("reason", "x")]).await));
    pages.push(("draft on the board", chen.get("/admin/content").await));
    console.clock.advance(SignedDuration::from_hours(15 * 24));
    let chen = console.browser("chen").await;
    pages.push(("past the red line", chen.get("/admin/content").await));
    pages.push(("past their days", chen.get("/admin/content/known").await));
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
