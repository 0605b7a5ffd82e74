//! The audit, what is stuck, the hand-over: every screen in both languages, typical, empty and wrong.

use crate::support::{Answer, Console, markup::well_made};
use app::{
    dead,
    jobs::Work,
    keys,
    ports::{Expect, Op},
    questions,
    rows::{AccountAlarm, Batch, FailedFile, RawCallback, new_job},
    testing::{asks, settles_at},
};
use domain::{
    delivery::{Outcome, Parked},
    language::Language,
    staff::Role,
};
use jiff::SignedDuration;

/// One of everything that may be stuck.
async fn trouble(console: &Console) {
    let (app, now) = (&console.app, console.app.clock.now());
    let officer = console.member("li", "ZHANG", Role::Officer).await;
    for (n, parked) in [None, Some(Parked::NotAllowed), Some(Parked::UsedUp)].into_iter().enumerate() {
        let question = asks(app, &format!("o{n}"), "Is the park open?").await;
        let answer = questions::Answer { text: "Yes.".to_owned(), ..Default::default() };
        let row = questions::answer(app, &officer, &question, answer).await.unwrap().delivery;
        let outcome = Outcome { code: Some(45002), message: "too long".to_owned(), at: now };
        settles_at(app, &row.follower, &row.id, |row| match parked {
            None => row.fail(outcome),
            Some(why) => row.park(why, None),
        })
        .await;
    }
    let job = new_job(Work::Profile { follower: "F".into() }, now, [1; 10]);
    dead::bury(app, &serde_json::to_string(&job).unwrap(), "failed").await.unwrap();
    dead::bury(app, "{", "broken").await.unwrap();
    let mut batch = Batch::new();
    for kind in ["quota", "configuration", "credentials", "courier_token", "other"] {
        batch.replace(&AccountAlarm { kind: kind.to_owned(), reason: "why".to_owned(), at: now }).unwrap();
    }
    let until = now + SignedDuration::from_hours(72);
    let (follower, message) = ("F".into(), keys::message_key(1, "x"));
    batch
        .replace(&FailedFile { follower, message, question: None, at: now, why: "x".to_owned(), until })
        .unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    let raw = RawCallback { received_at: now, about: "broken".to_owned(), raw: "<xml>".to_owned() };
    for key in [keys::unreadable("0A"), keys::account_event(&keys::message_key(2, "y"))] {
        let body = serde_json::to_string(&raw).unwrap();
        app.table
            .transact(vec![Op::Put { key, body, expires_at: None, expect: Expect::Absent }])
            .await
            .unwrap();
    }
}

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    console.member("root", "ZHANG", Role::Administrator).await;
    let root = console.browser("root").await;
    let mut pages = vec![
        ("audit", root.get("/admin/audit").await),
        ("audit, empty", root.get("/admin/audit?who=nobody").await),
        ("audit, wrong", root.get("/admin/audit?from=x").await),
        ("audit, verified", root.get("/admin/audit?verify=1").await),
        ("stuck, empty", root.get("/admin/stuck").await),
        ("hand-over, empty", root.get("/admin/hand-over").await),
        ("hand-over, wrong", root.post("/admin/hand-over/notes", &[("text", "")]).await),
    ];
    trouble(console).await;
    asks(&console.app, "o7", "Where is the library?").await;
    console.clock.advance(SignedDuration::from_mins(90));
    asks(&console.app, "o8", "Is the ferry running?").await;
    pages.push(("stuck", root.get("/admin/stuck").await));
    pages.push(("a callback", root.get("/admin/stuck/callbacks/unreadable/0A").await));
    pages.push(("stuck, done", root.follow("/admin/stuck/release", &[]).await));
    pages.push(("hand-over", root.get("/admin/hand-over").await));
    pages.push(("noted", root.follow("/admin/hand-over/notes", &[("text", "Water is back.")]).await));
    pages.push(("the day before", root.get("/admin/hand-over?day=2026-11-23&who=me").await));
    let key = keys::audit(&domain::audit::Chain::parse("2026-11-24#cli").unwrap(), 1);
    let put = Op::Put { key, body: "{}".to_owned(), expires_at: None, expect: Expect::Any };
    console.app.table.transact(vec![put]).await.unwrap();
    pages.push(("audit, broken", root.get("/admin/audit?verify=1").await));
    pages
}

#[tokio::test]
async fn every_screen_is_well_made_in_chinese() {
    let console = Console::open().await;
    well_made(&screens(&console).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::open().await.in_english();
    well_made(&screens(&console).await, Language::English);
}
