//! Questions that ask the same find one another; officers have the last word; one answer reaches all who asked.

use std::sync::Arc;

use crate::support::Office;
use app::{
    App, AppError,
    groups::{
        self, To,
        answer::{self, HELD_FOR, Spread, ToAll},
    },
    jobs::{Work, WorkerJob},
    keys,
    ports::Expect,
    questions,
    rows::{Batch, load},
    testing::{asks, leaves},
};
use domain::{
    content::Bilingual,
    conversation::EntryBody,
    group::Membership,
    ids::{GroupId, QuestionId},
    question::{Question, State},
    staff::{Actor, Role},
};
use jiff::SignedDuration;

/// The same matter in the words of five people.
const WATER: [&str; 5] = [
    "三农场小区从早上开始停水，什么时候恢复供水？",
    "请问三农场小区停水什么时候恢复供水",
    "三农场小区停水了，几点恢复供水？",
    "我们三农场小区停水一上午了，何时恢复供水",
    "三农场小区停水，恢复供水的时间是几点",
];

struct Desk {
    office: Office,
    zhang: Actor,
}

impl Desk {
    async fn open() -> Self {
        let office = Office::open().await;
        let zhang = office.officer("zhang").await;
        Self { office, zhang }
    }

    async fn asks(&self, openid: &str, text: &str) -> QuestionId {
        let question = asks(&self.office.app, openid, text).await;
        groups::place(&self.office.app, &question).await.unwrap();
        question
    }

    async fn says_more(&self, question: &QuestionId, text: &str) {
        let table = self.office.app.table.as_ref();
        let mut found = load::<Question>(table, &keys::question(question)).await.unwrap().unwrap();
        found.value.join(text, "2".into(), false, found.value.asked_at).unwrap();
        let mut batch = Batch::new();
        batch.update(&found).unwrap();
        batch.commit(table).await.unwrap();
        groups::place(&self.office.app, question).await.unwrap();
    }

    /// Everybody asks about the water.
    async fn water(&self) -> Vec<QuestionId> {
        let mut asked = Vec::new();
        for (number, text) in WATER.iter().enumerate() {
            asked.push(self.asks(&format!("o{number}"), text).await);
        }
        asked
    }

    async fn row(&self, question: &QuestionId) -> Question {
        load::<Question>(self.office.app.table.as_ref(), &keys::question(question))
            .await
            .unwrap()
            .unwrap()
            .value
    }

    async fn membership(&self, question: &QuestionId) -> Membership {
        self.row(question).await.membership.unwrap()
    }

    async fn group(&self, question: &QuestionId) -> GroupId {
        self.membership(question).await.group
    }

    /// The worker does the answer's job.
    async fn spreads(&self, group: &GroupId, answer: &str) -> Spread {
        let work = Work::GroupAnswer { group: group.clone(), answer: answer.to_owned() };
        let job = WorkerJob { id: "J".into(), due_ms: 0, work };
        answer::spread(&self.office.app, &job, group, answer).await.unwrap()
    }

    /// What was written to whom asked.
    async fn answers(&self, question: &QuestionId) -> Vec<String> {
        let thread = questions::thread(&self.office.app, &self.zhang, question).await.unwrap();
        let texts = thread.entries.into_iter().filter_map(|entry| match entry.body {
            EntryBody::Answer { text, .. } => Some(text),
            _ => None,
        });
        texts.collect()
    }
}

fn both(zh: &str, en: &str) -> ToAll {
    ToAll { text: Bilingual { zh: zh.to_owned(), en: en.to_owned() }, ..ToAll::default() }
}

#[tokio::test]
async fn what_asks_the_same_stands_together_and_other_things_do_not() {
    let desk = Desk::open().await;
    let asked = desk.water().await;
    let other = desk.asks("o9", "老年卡在哪里办理，需要带什么证件？").await;
    let group = desk.group(&asked[0]).await;
    for question in &asked {
        assert_eq!(desk.group(question).await, group);
    }
    assert_eq!(desk.group(&other).await, GroupId::of(&other));
    let (listed, _) = groups::list(&desk.office.app, &desk.zhang, 10, None).await.unwrap();
    assert_eq!(listed.len(), 1);
    let refused = groups::list(&desk.office.app, &desk.zhang, 10, Some("")).await;
    assert!(matches!(refused, Err(AppError::Input { field: "cursor", .. })), "{refused:?}");
    assert_eq!((listed[0].questions, listed[0].askers, listed[0].chinese), (5, 5, 5));
    let why = groups::why(&desk.office.app, &desk.zhang, &[desk.row(&asked[1]).await]).await.unwrap();
    assert!(why[&asked[1]].iter().any(|word| word.contains("停水")), "{why:?}");
    groups::place(&desk.office.app, &asked[1]).await.unwrap();
    assert_eq!(groups::read(&desk.office.app, &desk.zhang, &group).await.unwrap().questions, 5, "once");
}

#[tokio::test]
async fn a_picture_says_nothing_and_more_words_are_looked_at_again() {
    let desk = Desk::open().await;
    let (one, two) = (desk.asks("o1", "[图片]").await, desk.asks("o2", "[图片]").await);
    assert_eq!((desk.row(&one).await.membership, desk.row(&two).await.membership), (None, None));
    let greeted = desk.asks("o3", "您好，在吗").await;
    let water = desk.asks("o4", WATER[0]).await;
    assert_eq!(desk.group(&greeted).await, GroupId::of(&greeted));
    desk.says_more(&greeted, WATER[1]).await;
    assert_eq!(desk.group(&greeted).await, GroupId::of(&water));
}

#[tokio::test]
async fn one_who_asks_of_two_matters_joins_no_group_and_brings_nobody_else_into_one() {
    let desk = Desk::open().await;
    let married = desk.asks("o1", "领结婚证要带什么材料？").await;
    let both = desk.asks("o2", "领结婚证要带什么材料？\n老年卡在哪里办理？").await;
    let old = desk.asks("o3", "请问老年卡在哪里办理").await;
    let also = desk.asks("o4", "请问领结婚证要带什么材料").await;
    let also_old = desk.asks("o5", "老年卡在哪里办理呢？").await;
    assert_eq!(desk.group(&both).await, GroupId::of(&both));
    let maybe = desk.membership(&both).await.similar.unwrap();
    assert_eq!((maybe.group, maybe.question), (GroupId::of(&married), Some(married.clone())));
    assert_eq!(desk.group(&also).await, GroupId::of(&married));
    assert_eq!((desk.group(&old).await, desk.group(&also_old).await), (GroupId::of(&old), GroupId::of(&old)));
    let group = groups::read(&desk.office.app, &desk.zhang, &GroupId::of(&old)).await.unwrap();
    let near = groups::near(&desk.office.app, &desk.zhang, &group).await.unwrap();
    assert!(near.is_empty(), "{near:?}");
}

#[tokio::test]
async fn one_who_asks_of_another_matter_later_leaves_the_group_again() {
    let desk = Desk::open().await;
    let married = desk.asks("o1", "领结婚证要带什么材料？").await;
    let both = desk.asks("o2", "请问领结婚证要带什么材料？").await;
    let also = desk.asks("o4", "你好，领结婚证要带什么材料").await;
    assert_eq!(desk.group(&both).await, GroupId::of(&married));
    desk.says_more(&both, "老年卡在哪里办理？").await;
    assert_eq!(desk.group(&both).await, GroupId::of(&both));
    assert!(desk.membership(&both).await.is_suggested(&both));
    let group = groups::read(&desk.office.app, &desk.zhang, &GroupId::of(&married)).await.unwrap();
    let members = groups::members(&desk.office.app, &desk.zhang, &group).await.unwrap();
    assert_eq!((group.questions, members.0.len()), (2, 2));
    let old = desk.asks("o3", "请问老年卡在哪里办理").await;
    assert_eq!(desk.group(&old).await, GroupId::of(&old));
    desk.says_more(&also, "急，明天就要用，几点开门？").await;
    assert_eq!(desk.group(&also).await, GroupId::of(&married), "more of the same");
}

#[tokio::test]
async fn two_workers_open_no_twin_groups() {
    let desk = Desk::open().await;
    let one = desk.office.app.clone();
    let two = App { open_texts: Arc::default(), ..one.clone() };
    let mut asked = Vec::new();
    for number in 0..20 {
        asked.push(asks(&one, &format!("o{number}"), WATER[number % 5]).await);
    }
    let mut work = tokio::task::JoinSet::new();
    for (number, question) in asked.iter().cloned().enumerate() {
        let app = if number % 2 == 0 { one.clone() } else { two.clone() };
        work.spawn(async move { groups::place(&app, &question).await.unwrap() });
    }
    work.join_all().await;
    let group = desk.group(&asked[0]).await;
    for question in &asked {
        assert_eq!(desk.group(question).await, group);
    }
    let members = groups::read(&one, &desk.zhang, &group).await.unwrap();
    assert_eq!((members.questions, members.askers), (20, 20));
}

#[tokio::test]
async fn an_officer_has_the_last_word() {
    let desk = Desk::open().await;
    let (app, zhang) = (&desk.office.app, &desk.zhang);
    let asked = desk.water().await;
    let group = desk.group(&asked[0]).await;
    groups::move_to(app, zhang, &asked[2], &To::Alone).await.unwrap();
    let alone = desk.membership(&asked[2]).await;
    assert!(alone.group != group && alone.settled && alone.never == [group.clone()], "{alone:?}");
    assert_eq!(groups::read(app, zhang, &group).await.unwrap().questions, 4);
    groups::move_to(app, zhang, &asked[2], &To::Group(group.clone())).await.unwrap();
    assert_eq!(groups::read(app, zhang, &group).await.unwrap().questions, 5);
    let first = groups::move_to(app, zhang, &asked[0], &To::Alone).await.unwrap();
    assert_ne!(first.membership.unwrap().group, group, "the group goes on without its first");
    groups::lock(app, zhang, &group, true).await.unwrap();
    let late = desk.asks("o7", WATER[1]).await;
    assert_ne!(desk.group(&late).await, group);
    let reader = desk.office.member("reader", "", Role::Reader).await;
    let denied = groups::move_to(app, &reader, &asked[1], &To::Alone).await;
    assert!(matches!(denied, Err(AppError::Denied(_))));
    let gone = groups::move_to(app, zhang, &asked[1], &To::Group("NOPE".into())).await;
    assert!(matches!(gone, Err(AppError::NotFound("group"))));
}

#[tokio::test]
async fn one_group_is_put_into_another_with_all_that_it_has() {
    let desk = Desk::open().await;
    let (app, zhang) = (&desk.office.app, &desk.zhang);
    let water = desk.water().await;
    let card = desk.asks("o1", "老年卡在哪里办理，需要带什么证件？").await;
    let too = desk.asks("o8", "请问老年卡在哪里办理？需要带哪些证件").await;
    let (into, from) = (desk.group(&water[0]).await, desk.group(&card).await);
    assert_eq!(desk.group(&too).await, from);
    let merged = groups::merge(app, zhang, &from, &into).await.unwrap();
    assert_eq!((merged.questions, merged.askers), (7, 6), "who asked both counts once");
    assert_eq!(groups::read(app, zhang, &from).await.unwrap().id, into);
    assert_eq!(groups::members(app, zhang, &merged).await.unwrap().0.len(), 7);
    let (listed, _) = groups::list(app, zhang, 10, None).await.unwrap();
    assert_eq!(listed.len(), 1);
    let late = desk.asks("o10", "老年卡在哪里办理，需要带什么证件").await;
    assert_eq!(desk.group(&late).await, into, "what was like the one joins the other");
}

#[tokio::test]
async fn one_answer_reaches_everybody_who_waits_in_their_language_once() {
    let desk = Desk::open().await;
    let app = &desk.office.app;
    let mut asked = desk.water().await;
    asked.push(asks(app, "o20", "Is the water off at Sannongchang? When is it back?").await);
    let group = desk.group(&asked[0]).await;
    groups::move_to(app, &desk.zhang, &asked[5], &To::Group(group.clone())).await.unwrap();
    questions::answer(
        app,
        &desk.zhang,
        &asked[1],
        questions::Answer { text: "三点".to_owned(), ..Default::default() },
    )
    .await
    .unwrap();
    leaves(app, "o2").await;
    let found = groups::read(app, &desk.zhang, &group).await.unwrap();
    let reach = answer::reach(app, &desk.zhang, &found).await.unwrap();
    assert_eq!((reach.now.len(), reach.later.len(), reach.over.len()), (4, 1, 1));
    let missing = answer::send(app, &desk.zhang, &group, &both("三点恢复", "")).await;
    assert!(matches!(missing, Err(AppError::Input { field: "en", .. })), "{missing:?}");
    let unknown = answer::send(app, &desk.zhang, &group, &both("{谁}", "x")).await;
    assert!(matches!(unknown, Err(AppError::Input { field: "zh", .. })));
    let stale =
        answer::send(app, &desk.zhang, &group, &ToAll { seen: Some(3), ..both("三点", "3 pm") }).await;
    assert!(matches!(stale, Err(AppError::Stale)));
    let sent = answer::send(app, &desk.zhang, &group, &both("{编号}：三点恢复", "{编号}: back at 3 pm"))
        .await
        .unwrap();
    assert_eq!(desk.spreads(&group, &sent.id).await, Spread::Held);
    desk.office.clock.advance(HELD_FOR);
    assert_eq!(desk.spreads(&group, &sent.id).await, Spread::Done);
    for (number, question) in asked.iter().enumerate() {
        let row = desk.row(question).await;
        let wanted = match number {
            1 => "三点".to_owned(),
            5 => format!("{}: back at 3 pm", row.number),
            _ => format!("{}：三点恢复", row.number),
        };
        assert_eq!(desk.answers(question).await, [wanted]);
        assert_eq!(row.state, State::Answered);
    }
    let done = answer::last(app, &desk.zhang, &group).await.unwrap().unwrap();
    assert_eq!((done.written, done.skipped, done.done), (5, 1, true));
}

#[tokio::test]
async fn a_worker_that_dies_half_way_writes_nothing_twice() {
    let desk = Desk::open().await;
    let app = &desk.office.app;
    let asked = desk.water().await;
    let group = desk.group(&asked[0]).await;
    let sent = answer::send(app, &desk.zhang, &group, &both("三点恢复", "")).await.unwrap();
    desk.office.clock.advance(HELD_FOR);
    desk.spreads(&group, &sent.id).await;
    // As if the last note of how far it had come were lost.
    let key = keys::group_answer(&group, &sent.id);
    let mut batch = Batch::new();
    batch.put(key, &sent, None, Expect::Any).unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    desk.spreads(&group, &sent.id).await;
    for question in &asked {
        assert_eq!(desk.answers(question).await, ["三点恢复"]);
    }
}

#[tokio::test]
async fn it_is_taken_back_in_time_or_not_at_all() {
    let desk = Desk::open().await;
    let app = &desk.office.app;
    let asked = desk.water().await;
    let group = desk.group(&asked[0]).await;
    let sent = answer::send(app, &desk.zhang, &group, &both("三点恢复", "")).await.unwrap();
    desk.office.clock.advance(SignedDuration::from_secs(9));
    answer::take_back(app, &desk.zhang, &group, &sent.id).await.unwrap();
    desk.office.clock.advance(HELD_FOR);
    desk.spreads(&group, &sent.id).await;
    assert!(desk.answers(&asked[0]).await.is_empty());
    let again = answer::send(app, &desk.zhang, &group, &both("四点恢复", "")).await.unwrap();
    desk.office.clock.advance(HELD_FOR);
    let late = answer::take_back(app, &desk.zhang, &group, &again.id).await;
    assert!(matches!(late, Err(AppError::Refused { .. })), "{late:?}");
}

#[tokio::test]
async fn two_that_join_within_a_millisecond_do_not_meet_in_the_list() {
    let desk = Desk::open().await;
    let first = desk.asks("o0", WATER[0]).await;
    for number in 1..4 {
        desk.asks(&format!("o{number}"), WATER[1]).await;
        desk.office.clock.advance(SignedDuration::from_micros(100));
    }
    let group = desk.group(&first).await;
    assert_eq!(groups::read(&desk.office.app, &desk.zhang, &group).await.unwrap().questions, 4);
    let (listed, _) = groups::list(&desk.office.app, &desk.zhang, 10, None).await.unwrap();
    assert_eq!(listed.len(), 1);
}

#[tokio::test]
async fn the_same_trouble_at_another_estate_is_suggested_and_never_joins_by_itself() {
    let desk = Desk::open().await;
    let ours = desk.water().await;
    // It names no place, and is no bridge between two.
    let nowhere = desk.asks("o20", "停水了，什么时候恢复供水？").await;
    let there = desk.asks("o21", "滨河花园小区停水了，什么时候恢复供水？").await;
    let too = desk.asks("o22", "请问滨河花园小区停水，什么时候恢复供水").await;
    let group = desk.group(&ours[0]).await;
    assert_eq!(desk.group(&there).await, GroupId::of(&there));
    let similar = desk.membership(&there).await.similar.unwrap();
    assert!(similar.percent < 80, "{similar:?}");
    assert_eq!(desk.group(&too).await, GroupId::of(&there));
    assert_ne!(desk.group(&too).await, group);
    assert_ne!(desk.group(&nowhere).await, GroupId::of(&there));
}

#[tokio::test]
async fn a_question_is_put_where_the_suggested_one_is_by_now() {
    let desk = Desk::open().await;
    let (app, zhang) = (&desk.office.app, &desk.zhang);
    let water = desk.water().await;
    let group = desk.group(&water[0]).await;
    let alone = desk.asks("o20", "家里水龙头不出水").await;
    let too = desk.asks("o21", "no water at home").await;
    assert_eq!(desk.group(&alone).await, GroupId::of(&alone));
    groups::move_to(app, zhang, &alone, &To::Group(group.clone())).await.unwrap();
    let put = groups::move_to(app, zhang, &too, &To::Group(GroupId::of(&alone))).await.unwrap();
    assert_eq!(put.membership.unwrap().group, group);
    assert_eq!(groups::read(app, zhang, &group).await.unwrap().questions, 7);
}
