//! The thread's screens and those of canned responses, in both languages: typical, empty and in error.

use crate::support::{Answer, Console, markup::well_made};
use app::{
    ports::Blob,
    testing::{asks, attaches, leaves, settles_at},
};
use domain::{
    delivery::{Content, Outcome},
    language::Language,
};

async fn threads(console: &Console) -> Vec<(&'static str, Answer)> {
    let zhang = console.officer("zhang", "ZHANG").await;
    console.officer("li", "ZHANG").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    let at = |rest: &str| format!("/admin/questions/{question}{rest}");
    let mut pages = vec![("no canned response", zhang.get("/admin/settings/canned").await)];
    pages.push(("new canned", zhang.get("/admin/settings/canned/new").await));
    pages.push(("wrong code", zhang.post("/admin/settings/canned", &[("code", "老")]).await));
    let written = [("code", "lnk"), ("title", "老年卡"), ("zh", "您好"), ("en", "Hello")];
    pages.push(("saved canned", zhang.follow("/admin/settings/canned", &written).await));
    pages.push(("change canned", zhang.get("/admin/settings/canned/lnk").await));
    pages.push(("remove canned", zhang.get("/admin/settings/canned/lnk/remove").await));
    pages.push(("settings", zhang.get("/admin/settings").await));
    pages.push(("given", zhang.follow(&at("/assign"), &[("assignee", "li")]).await));
    pages.push(("given to nobody", zhang.post(&at("/assign"), &[("assignee", "")]).await));
    pages.push(("no topic", zhang.post(&at("/category"), &[("category", "9")]).await));
    pages.push(("remarked", zhang.follow(&at("/remark"), &[("remark", "王阿姨")]).await));
    pages.push(("long remark", zhang.post(&at("/remark"), &[("remark", &"长".repeat(40))]).await));
    pages.push(("draft", zhang.follow(&at("/draft"), &[("text", "正在查")]).await));
    pages.push(("inserted", zhang.follow(&at("/insert"), &[("text", "a"), ("canned", "lnk")]).await));
    pages.push(("nothing chosen", zhang.post(&at("/insert"), &[("text", "a")]).await));
    pages.push(("no picture", zhang.upload(&at("/answer"), &[], ("picture", "a", b"GIF89a")).await));
    pages.extend(pictures(console, &question, &zhang).await);
    leaves(&console.app, "o1").await;
    pages.push(("left", zhang.get(&at("")).await));
    pages.push(("ended", zhang.follow(&at("/end"), &[]).await));
    pages
}

/// A picture on its way, and one whose end is not known.
async fn pictures(
    console: &Console,
    question: &domain::ids::QuestionId,
    zhang: &crate::support::Browser<'_>,
) -> Vec<(&'static str, Answer)> {
    let address = format!("/admin/questions/{question}");
    let blob = Blob { content_type: "image/png".to_owned(), bytes: vec![1] };
    attaches(&console.app, question, blob, vec![2]).await;
    let picture = include_bytes!("../../examples/street.jpg");
    let sent =
        zhang.upload(&format!("{address}/answer"), &[("text", "")], ("picture", "a.jpg", picture)).await;
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text());
    let mut pages = vec![("picture sent", zhang.get(&address).await)];
    let actor = domain::staff::Actor::new("t".into(), String::new(), &[domain::staff::Role::Reader].into());
    let row = app::questions::thread(&console.app, &actor, question).await.unwrap().deliveries.remove(0);
    assert!(matches!(row.content, Content::Picture { .. }));
    let outcome = Outcome { code: None, message: "lost".to_owned(), at: row.created_at };
    settles_at(&console.app, &row.follower, &row.id, |row| row.lost(outcome)).await;
    let unknown = zhang.get(&address).await;
    unknown.hides(&["/resend\""]);
    pages.push(("picture unknown", unknown));
    pages
}

#[tokio::test]
async fn every_screen_of_a_thread_is_well_made_in_chinese() {
    let console = Console::open().await;
    well_made(&threads(&console).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_of_a_thread_is_well_made_in_english() {
    let console = Console::open().await.in_english();
    well_made(&threads(&console).await, Language::English);
}
