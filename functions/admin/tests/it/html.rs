//! Every screen, in both languages: complete, without anything inline, and in the language that it says.

use crate::support::{Answer, Console, markup::well_made};
use admin::Settings;
use app::{
    ports::Blob,
    testing::{asks, attaches, leaves},
};
use domain::{language::Language, question::State};

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    let zhang = console.officer("zhang", "ZHANG").await;
    let mut pages = vec![("inbox, empty", zhang.get("/admin/inbox").await)];
    for state in State::ALL {
        pages.push(("empty tab", zhang.get(&format!("/admin/inbox?state={}", state.as_str())).await));
    }
    let question = asks(&console.app, "o1", "停水了？有煤气味").await;
    asks(&console.app, "o2", "Is the park open?").await;
    let blob = Blob { content_type: "image/png".to_owned(), bytes: vec![1] };
    attaches(&console.app, &question, blob, vec![2]).await;
    pages.push(("inbox", zhang.get("/admin/inbox").await));
    let at = |rest: &str| format!("/admin/questions/{question}{rest}");
    pages.push(("thread", zhang.get(&at("")).await));
    pages.push(("blank answer", zhang.post(&at("/answer"), &[("text", " ")]).await));
    pages.push(("blank note", zhang.post(&at("/note"), &[("text", " ")]).await));
    let stale = [("text", "x"), ("seen", "1.0")];
    pages.push(("stale answer", zhang.post(&at("/answer"), &stale).await));
    pages.push(("noted", zhang.follow(&at("/note"), &[("text", "x")]).await));
    pages.push(("taken", zhang.follow(&at("/take"), &[]).await));
    pages.push(("answered", zhang.follow(&at("/answer"), &[("text", "x")]).await));
    leaves(&console.app, "o1").await;
    pages.push(("left", zhang.get(&at("")).await));
    pages.push(("ended", zhang.follow(&at("/end"), &[]).await));
    pages.push(("over", zhang.post(&at("/take"), &[]).await));
    pages.push(("not found", zhang.get("/admin/nope").await));
    pages.push(("wrong method", zhang.get(&at("/take")).await));
    pages.push(("forged", zhang.post_with(&at("/take"), &[], &[]).await));
    pages.push(("sign-in", zhang.get("/admin/sign-in").await));
    pages.push(("wrong sign-in", zhang.post("/admin/sign-in", &[("login", "x")]).await));
    zhang.post("/admin/sign-out", &[]).await;
    pages.push(("session over", zhang.post(&at("/answer"), &[("text", "x")]).await));
    pages
}

#[tokio::test]
async fn every_screen_is_well_made_in_chinese() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await;
    well_made(&screens(&console).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await;
    // The choice of language comes with every request, as its cookie does.
    let english = console.in_english();
    well_made(&screens(&english).await, Language::English);
}

#[tokio::test]
async fn a_choice_of_language_is_remembered() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "ZHANG").await;
    let page = zhang.get("/admin/inbox?state=taken&lang=en").await;
    assert!(page.header("set-cookie").starts_with("wenqu_lang=en; Path=/"), "{}", page.header("set-cookie"));
    page.shows(&["No question is in hand", "href=\"/admin/inbox?state=taken&amp;lang=zh\""]);
    let cookie = [("cookie", &*format!("{}; wenqu_lang=en", zhang.cookie))];
    zhang.get_with("/admin/inbox", &cookie).await.shows(&["No question is waiting"]);
}
