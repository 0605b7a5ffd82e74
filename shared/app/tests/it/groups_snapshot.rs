//! The snapshot of open texts: a worker that starts with it decides as one that reads the whole log, and one that has
//! none reads the log.

use std::sync::Arc;

use app::{
    App,
    groups::{self, To},
    keys,
    ports::{Blob, Op, TableName},
    rows::load,
    testing::{Bench, MemoryTable, asks},
};
use domain::{
    group::Membership,
    ids::{GroupId, QuestionId},
    question::Question,
    staff::{Actor, Role},
};
use jiff::SignedDuration;

/// Two matters, in the order in which they are asked.
const BEFORE: [&str; 6] = [
    "三农场小区从早上开始停水，什么时候恢复供水？",
    "老年卡在哪里办理，需要带什么证件？",
    "请问三农场小区停水什么时候恢复供水",
    "幸福路路灯坏了好几天，晚上很黑",
    "三农场小区停水了，几点恢复供水？",
    "请问老年卡在哪里办理？需要带哪些证件",
];
const AFTER: [&str; 4] = [
    "幸福路路灯坏了好几天，晚上很黑，什么时候修",
    "三农场小区停水，恢复供水的时间是几点",
    "办理老年卡需要带什么证件，在哪里办理",
    "幸福路路灯不亮，晚上很黑，什么时候修好",
];

/// What becomes of the snapshot before a worker starts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Kept,
    Lost,
    CutOff,
    OlderFormat,
    OfAnotherLog,
}

struct Desk {
    bench: Bench,
    rows: Arc<MemoryTable>,
    zhang: Actor,
}

impl Desk {
    async fn open() -> Self {
        let rows = Arc::new(MemoryTable::default());
        let bench = Bench::over(rows.clone()).await;
        let zhang = bench.member("zhang", "张敏", Role::Officer).await;
        Self { bench, rows, zhang }
    }

    async fn place(&self, app: &App, number: usize, text: &str) -> QuestionId {
        let question = asks(app, &format!("o{number}"), text).await;
        groups::place(app, &question).await.unwrap();
        self.bench.clock.advance(SignedDuration::from_secs(60));
        question
    }

    async fn membership(&self, question: &QuestionId) -> Membership {
        let row: Question = load(self.rows.as_ref(), &keys::question(question)).await.unwrap().unwrap().value;
        row.membership.unwrap()
    }

    /// A worker that has read nothing yet.
    fn starts(&self) -> App {
        App { open_texts: Arc::default(), ..self.bench.app.clone() }
    }

    async fn befalls(&self, fate: Fate) {
        let blobs = &self.bench.app.blobs;
        let blob = blobs.get(groups::OBJECT).await.unwrap().unwrap();
        let bytes = match fate {
            Fate::Kept => return,
            Fate::Lost => return blobs.delete(groups::OBJECT).await.unwrap(),
            Fate::CutOff => blob.bytes[..blob.bytes.len() / 2].to_vec(),
            Fate::OlderFormat => [b"WQG0", &blob.bytes[4..]].concat(),
            // The same places of another table, which was written at another time.
            Fate::OfAnotherLog => {
                String::from_utf8_lossy(&blob.bytes).replace("2026-11-24", "2025-11-24").into_bytes()
            }
        };
        blobs.put(groups::OBJECT, Blob { bytes, ..blob }).await.unwrap();
    }
}

/// Everything is asked; after the first half a worker starts anew. What each question's place is in the end.
async fn decisions(fate: Fate) -> Vec<(String, Option<u8>)> {
    let desk = Desk::open().await;
    let app = desk.bench.app.clone();
    let mut asked = Vec::new();
    for (number, text) in BEFORE.into_iter().enumerate() {
        asked.push(desk.place(&app, number, text).await);
    }
    groups::keep_snapshot(&app).await.unwrap();
    // What the snapshot does not know.
    let lamp = desk.membership(&asked[3]).await.group;
    groups::move_to(&app, &desk.zhang, &asked[5], &To::Group(lamp)).await.unwrap();
    asked.push(desk.place(&app, 6, AFTER[0]).await);
    let card = desk.membership(&asked[1]).await.group;
    groups::lock(&app, &desk.zhang, &card, true).await.unwrap();
    desk.befalls(fate).await;
    let starts = desk.starts();
    for (number, text) in AFTER.into_iter().enumerate().skip(1) {
        asked.push(desk.place(&starts, 6 + number, text).await);
    }
    let mut decided = Vec::new();
    for question in &asked {
        let membership = desk.membership(question).await;
        decided.push((membership.group.to_string(), membership.similar.map(|similar| similar.percent)));
    }
    decided
}

#[tokio::test]
async fn with_it_or_without_it_workers_decide_the_same() {
    let wanted = decisions(Fate::Lost).await;
    let groups: Vec<&String> = wanted.iter().map(|(group, _)| group).collect();
    assert_eq!(groups[7], groups[0], "the fourth about the water joins: {wanted:?}");
    assert_ne!(groups[8], groups[1], "the locked group gets nothing: {wanted:?}");
    assert_eq!(groups[6], groups[9], "the delta counts: {wanted:?}");
    for fate in [Fate::Kept, Fate::CutOff, Fate::OlderFormat, Fate::OfAnotherLog] {
        assert_eq!(decisions(fate).await, wanted, "{fate:?}");
    }
}

#[tokio::test]
async fn what_the_snapshot_holds_is_not_read_from_the_log() {
    let desk = Desk::open().await;
    let app = desk.bench.app.clone();
    let first = desk.place(&app, 0, BEFORE[0]).await;
    desk.place(&app, 1, BEFORE[1]).await;
    groups::keep_snapshot(&app).await.unwrap();
    let entry = keys::group_log(1);
    let there = desk.rows.all(TableName::Main, "GROUP-LOG").iter().any(|item| item.key == entry);
    assert!(there);
    use app::ports::{Expect, Table};
    desk.rows.transact(vec![Op::Delete { key: entry, expect: Expect::Any }]).await.unwrap();
    let late = desk.place(&desk.starts(), 2, BEFORE[2]).await;
    assert_eq!(desk.membership(&late).await.group, desk.membership(&first).await.group);
}

#[tokio::test]
async fn a_worker_writes_it_after_so_many_entries() {
    let desk = Desk::open().await;
    let app = desk.bench.app.clone();
    for number in 0..groups::EVERY {
        assert!(app.blobs.get(groups::OBJECT).await.unwrap().is_none(), "{number}");
        desk.place(&app, number as usize, &format!("{number} 号楼的第 {} 件事", number * 7)).await;
    }
    assert!(app.blobs.get(groups::OBJECT).await.unwrap().is_some());
}

/// A worker that has worked on one table finds another one: emptied and filled again, or restored from a backup.
#[tokio::test]
async fn a_worker_that_finds_another_log_begins_anew() {
    for asked_since in [1, 3, 5] {
        let (before, after) = (Desk::open().await, Desk::open().await);
        for (number, text) in BEFORE.into_iter().enumerate().take(3) {
            before.place(&before.bench.app, number, text).await;
        }
        after.bench.clock.advance(SignedDuration::from_hours(1));
        // Another process has written these.
        let mut asked = Vec::new();
        for (number, text) in BEFORE.into_iter().skip(1).enumerate().take(asked_since - 1) {
            asked.push(after.place(&after.bench.app, number, text).await);
        }
        let warm = App { open_texts: before.bench.app.open_texts.clone(), ..after.bench.app.clone() };
        let card = after.place(&warm, 7, AFTER[2]).await;
        let wanted = asked.first().map_or_else(|| GroupId::of(&card), GroupId::of);
        assert_eq!(after.membership(&card).await.group, wanted, "{asked_since}");
        let water = after.place(&warm, 8, AFTER[1]).await;
        let wanted = asked.get(1).map_or_else(|| GroupId::of(&water), GroupId::of);
        assert_eq!(after.membership(&water).await.group, wanted, "{asked_since}");
    }
}
