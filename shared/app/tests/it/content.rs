//! A draft from the first edit to the next version, with two people at it.

use crate::support::Office;
use app::{
    AppError,
    content::{
        self, Policy, Seen, confirm, discard, edit, publish_draft, restore, send_back, set_policy, submit,
        version, versions, working,
    },
    rows::Batch,
};
use domain::{
    content::{
        Bilingual, Category, Emergency, Snapshot,
        edit::{Edit, Section, Topic},
    },
    staff::{Actor, Role},
    working_time::{Schedule, Shift},
};
use jiff::SignedDuration;

fn both(zh: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: "x".to_owned() }
}

fn topic(body: &str) -> Topic {
    Topic { title: both("公交路况"), body: both(body), fresh_hours: Some(24), ..Topic::default() }
}

/// A district with topics 1 and 3, published.
async fn district() -> (Office, Actor, Actor, Actor) {
    let bench = Office::open().await;
    let mut schedule = Schedule::default();
    schedule.weekly[0] = vec![Shift::try_from("08:30-12:00".to_owned()).unwrap()];
    let mut snapshot = Snapshot {
        name: both("海州"),
        greeting: both("您好"),
        welcome_back: both("欢迎"),
        hours: both("周一"),
        emergency: Emergency { words: vec!["着火".to_owned()], reply: both("110 119 120") },
        schedule,
        promise_minutes: 60,
        ..Snapshot::default()
    };
    for number in [1, 3] {
        let mut category = Category { number, updated_at: bench.app.clock.now(), ..Category::default() };
        topic("原来的").put(&mut category);
        snapshot.categories.push(category);
    }
    content::publish(bench.app.table.as_ref(), snapshot).await.unwrap();
    let officer = bench.member("zhang", "值班员 张", Role::Officer).await;
    let second = bench.member("li", "值班员 李", Role::Officer).await;
    let reviewer = bench.member("wang", "审核 王", Role::Reviewer).await;
    (bench, officer, second, reviewer)
}

fn says(body: &str) -> Edit {
    Edit::Topic { path: vec![3], topic: Box::new(topic(body)) }
}

async fn fingerprint(bench: &Office, actor: &Actor) -> String {
    Section::Topic(vec![3]).fingerprint(working(&bench.app, actor).await.unwrap().snapshot())
}

async fn seen(bench: &Office, actor: &Actor) -> Seen {
    let working = working(&bench.app, actor).await.unwrap();
    Seen { live: working.live.version, draft: working.state() }
}

#[tokio::test]
async fn an_edit_becomes_a_version_that_answers_and_counts_as_updated() {
    let (bench, officer, _, reviewer) = district().await;
    let app = &bench.app;
    edit(app, &officer, says("新的"), Some(&fingerprint(&bench, &officer).await)).await.unwrap();
    let before = working(app, &officer).await.unwrap();
    assert_eq!(before.live.category(&[3]).unwrap().body.zh, "原来的", "a draft is not live");
    assert_eq!(before.changes().len(), 1);
    let denied = publish_draft(app, &officer, seen(&bench, &officer).await, "").await;
    assert!(matches!(denied, Err(AppError::Denied(_))));
    submit(app, &officer, &before.state(), "请审").await.unwrap();
    bench.clock.advance(SignedDuration::from_hours(1));
    let version = publish_draft(app, &reviewer, seen(&bench, &reviewer).await, "改时刻").await.unwrap();
    assert_eq!(version, 2);
    app.content.refresh().await.unwrap();
    let live = app.content.in_memory();
    assert_eq!(live.category(&[3]).unwrap().body.zh, "新的");
    assert_eq!(live.category(&[3]).unwrap().updated_at, app.clock.now());
    assert_ne!(live.category(&[1]).unwrap().updated_at, app.clock.now(), "it says the same");
    let after = working(app, &officer).await.unwrap();
    assert!(after.draft.is_none() && after.changes().is_empty());
    let listed = versions(app, &officer, None, 20).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
    let published = listed[0].publication.as_ref().unwrap();
    assert_eq!((published.by.as_str(), published.why.as_str()), ("wang", "改时刻"));
    assert!(published.authors.contains(&officer.login));
    assert!(listed[1].publication.is_none(), "the command line published it");
}

#[tokio::test]
async fn who_edits_the_same_topic_later_is_told_and_other_topics_are_free() {
    let (bench, zhang, li, _) = district().await;
    let app = &bench.app;
    let read = fingerprint(&bench, &zhang).await;
    edit(app, &zhang, says("张写的"), Some(&read)).await.unwrap();
    assert_eq!(edit(app, &li, says("李写的"), Some(&read)).await, Err(AppError::Overtaken));
    let other = Edit::Topic { path: vec![1], topic: Box::new(topic("李写的")) };
    let of_one = Section::Topic(vec![1]).fingerprint(&working(app, &li).await.unwrap().live);
    edit(app, &li, other, Some(&of_one)).await.unwrap();
    let now = working(app, &li).await.unwrap();
    assert_eq!(now.snapshot().category(&[3]).unwrap().body.zh, "张写的");
    assert_eq!(now.snapshot().category(&[1]).unwrap().body.zh, "李写的");
    assert_eq!(now.draft.unwrap().value.authors.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_editors_at_once_lose_nothing() {
    let (bench, zhang, ..) = district().await;
    let adding: Vec<_> = (10..30)
        .map(|number| {
            let (app, actor) = (bench.app.clone(), zhang.clone());
            let added = Edit::AddTopic { parent: vec![], number, topic: Box::new(topic("x")) };
            tokio::spawn(async move { edit(&app, &actor, added, None).await })
        })
        .collect();
    for one in adding {
        one.await.unwrap().unwrap();
    }
    assert_eq!(working(&bench.app, &zhang).await.unwrap().snapshot().categories.len(), 22);
}

#[tokio::test]
async fn what_was_not_read_is_not_published_and_not_thrown_away() {
    let (bench, zhang, _, wang) = district().await;
    let app = &bench.app;
    edit(app, &zhang, says("一"), None).await.unwrap();
    let old = seen(&bench, &wang).await;
    edit(app, &zhang, says("二"), None).await.unwrap();
    assert_eq!(publish_draft(app, &wang, old.clone(), "").await, Err(AppError::Overtaken));
    assert_eq!(discard(app, &wang, &old.draft).await, Err(AppError::Overtaken));
    let now = seen(&bench, &wang).await;
    confirm(app, &zhang, &[1]).await.unwrap();
    assert_eq!(publish_draft(app, &wang, now, "").await, Err(AppError::Overtaken), "another version is live");
    discard(app, &wang, &seen(&bench, &wang).await.draft).await.unwrap();
    assert!(working(app, &zhang).await.unwrap().draft.is_none());
}

#[tokio::test]
async fn a_reviewer_sends_back_with_a_reason_and_an_edit_needs_a_new_review() {
    let (bench, zhang, _, wang) = district().await;
    let app = &bench.app;
    edit(app, &zhang, says("一"), None).await.unwrap();
    let state = seen(&bench, &zhang).await.draft;
    assert!(matches!(send_back(app, &wang, &state, "x").await, Err(AppError::Input { .. })));
    submit(app, &zhang, &state, "").await.unwrap();
    let state = seen(&bench, &wang).await.draft;
    assert!(matches!(send_back(app, &wang, &state, " ").await, Err(AppError::Input { field: "reason", .. })));
    send_back(app, &wang, &state, "日期写错了").await.unwrap();
    let draft = working(app, &zhang).await.unwrap().draft.unwrap().value;
    assert_eq!(draft.returned.unwrap().text, "日期写错了");
    submit(app, &zhang, &seen(&bench, &zhang).await.draft, "").await.unwrap();
    edit(app, &zhang, says("二"), None).await.unwrap();
    assert!(working(app, &zhang).await.unwrap().draft.unwrap().value.submitted.is_none());
}

#[tokio::test]
async fn with_four_eyes_authors_do_not_publish_their_own() {
    let (bench, zhang, _, wang) = district().await;
    let app = &bench.app;
    let chen = bench.member("chen", "", Role::Administrator).await;
    assert!(matches!(set_policy(app, &wang, Policy { four_eyes: true }).await, Err(AppError::Denied(_))));
    edit(app, &wang, says("一"), None).await.unwrap();
    set_policy(app, &chen, Policy { four_eyes: true }).await.unwrap();
    let refused = publish_draft(app, &wang, seen(&bench, &wang).await, "").await;
    assert!(matches!(refused, Err(AppError::Input { field: "why", .. })), "{refused:?}");
    publish_draft(app, &chen, seen(&bench, &chen).await, "").await.unwrap();
    set_policy(app, &chen, Policy { four_eyes: false }).await.unwrap();
    edit(app, &wang, says("二"), None).await.unwrap();
    publish_draft(app, &wang, seen(&bench, &wang).await, "").await.unwrap();
    assert!(working(app, &zhang).await.unwrap().draft.is_none());
}

#[tokio::test]
async fn nothing_changed_refreshes_the_topic_live_and_in_the_draft() {
    let (bench, zhang, ..) = district().await;
    let app = &bench.app;
    bench.clock.advance(SignedDuration::from_hours(48));
    edit(app, &zhang, says("新的"), None).await.unwrap();
    assert!(working(app, &zhang).await.unwrap().live.category(&[1]).unwrap().is_stale(app.clock.now()));
    assert_eq!(confirm(app, &zhang, &[1]).await.unwrap(), 2);
    let now = working(app, &zhang).await.unwrap();
    assert!(!now.live.category(&[1]).unwrap().is_stale(app.clock.now()));
    assert_eq!(now.changes().len(), 1, "the draft keeps its own change and nothing else");
    assert_eq!(now.snapshot().category(&[1]).unwrap().updated_at, app.clock.now());
    let listed = versions(app, &zhang, None, 1).await.unwrap();
    assert_eq!(listed[0].publication.as_ref().unwrap().confirmed.as_deref(), Some("1"));
    assert_eq!(confirm(app, &zhang, &[9]).await, Err(AppError::NotFound("topic")));
}

#[tokio::test]
async fn going_back_is_a_new_version_equal_to_the_old_one() {
    let (bench, zhang, _, wang) = district().await;
    let app = &bench.app;
    edit(app, &zhang, says("新的"), None).await.unwrap();
    publish_draft(app, &wang, seen(&bench, &wang).await, "").await.unwrap();
    assert_eq!(restore(app, &wang, 1, 1, "").await, Err(AppError::Overtaken));
    assert_eq!(restore(app, &wang, 9, 2, "").await, Err(AppError::NotFound("version")));
    assert_eq!(restore(app, &wang, 1, 2, "写错了").await.unwrap(), 3);
    let (_, first) = version(app, &zhang, 1).await.unwrap();
    let (second, third) = version(app, &zhang, 3).await.unwrap();
    assert_eq!(third, Snapshot { version: 3, ..first });
    assert_eq!(second.category(&[3]).unwrap().body.zh, "新的");
    let before = versions(app, &zhang, Some(3), 1).await.unwrap();
    assert_eq!(before[0].version, 2);
}

#[tokio::test]
async fn a_draft_that_breaks_a_rule_is_not_published() {
    let (bench, zhang, _, wang) = district().await;
    let app = &bench.app;
    let long = edit(app, &zhang, says(&"长".repeat(601)), None).await;
    assert!(matches!(long, Err(AppError::Input { field: "body.zh", .. })), "{long:?}");
    assert!(working(app, &zhang).await.unwrap().draft.is_none());
    edit(app, &zhang, says("新的"), None).await.unwrap();
    // Broken in another way than by an edit.
    let mut draft = working(app, &zhang).await.unwrap().draft.unwrap();
    draft.value.snapshot.emergency.reply.zh = "请小心".to_owned();
    let mut batch = Batch::new();
    batch.update(&draft).unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    let refused = publish_draft(app, &wang, seen(&bench, &wang).await, "").await;
    assert!(matches!(refused, Err(AppError::Input { field: "reply.zh", .. })), "{refused:?}");
}
