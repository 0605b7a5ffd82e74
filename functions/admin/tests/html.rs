//! Every screen, in both languages: complete, without anything inline, and in the language that it says.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use admin::Settings;
use app::{
    ports::Blob,
    testing::{asks, attaches, leaves},
};
use domain::question::State;
use support::{Answer, Console};

/// What the rules of a page forbid.
fn faults(page: &Answer) -> Vec<String> {
    let text = page.text();
    let mut found = Vec::new();
    for tag in text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        // Values may hold anything; names of attributes stand before `=`.
        let names =
            tag.split('"').step_by(2).flat_map(str::split_whitespace).filter(|name| name.ends_with('='));
        for name in names {
            if name == "style=" || name.starts_with("on") {
                found.push(format!("inline {name} in <{tag}>"));
            }
        }
        if tag.starts_with("style") || (tag.starts_with("script") && !tag.contains("src=\"/admin/static/")) {
            found.push(format!("<{tag}>"));
        }
        if tag.starts_with("img") && !tag.contains("alt=") {
            found.push(format!("no alt in <{tag}>"));
        }
        if (tag.starts_with("form ")) && !tag.contains("method=\"post\"") {
            found.push(format!("a form that is no post: <{tag}>"));
        }
    }
    for (once, why) in [("<h1", "one h1"), ("<main", "one main"), ("<title>", "one title")] {
        if text.matches(once).count() != 1 {
            found.push(why.to_owned());
        }
    }
    let ids: Vec<_> = text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    found.extend(
        ids.iter()
            .filter(|id| ids.iter().filter(|other| other == id).count() > 1)
            .map(|id| format!("id {id} twice")),
    );
    let labels = text.split("<label for=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    found.extend(
        labels.filter(|label| !ids.contains(label)).map(|label| format!("label of nothing: {label}")),
    );
    found
}

/// The page's own words: without what people wrote (marked with its language) and names.
fn own_words(page: &Answer) -> String {
    let body = page.text().split_once("<main").unwrap().1;
    let mut out = String::new();
    for piece in body.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if !tag.contains("lang=") && !tag.starts_with("textarea") {
            out.push_str(words);
            out.push(' ');
        }
    }
    out.replace("ZHANG", "")
}

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
    for (name, page) in screens(&console).await {
        page.shows(&["<html lang=\"zh-CN\">"]);
        assert_eq!(faults(&page), Vec::<String>::new(), "{name}");
        assert!(own_words(&page).chars().any(|c| c > '\u{3000}'), "{name}");
    }
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await;
    // The choice of language comes with every request, as its cookie does.
    let english = console.in_english();
    for (name, page) in screens(&english).await {
        page.shows(&["<html lang=\"en\">"]);
        assert_eq!(faults(&page), Vec::<String>::new(), "{name}");
        let words = own_words(&page);
        let chinese: String = words.chars().filter(|c| ('\u{4e00}'..'\u{9fff}').contains(c)).collect();
        assert_eq!(chinese, "", "{name}: {words}");
    }
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
