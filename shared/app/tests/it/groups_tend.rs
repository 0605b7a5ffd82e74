//! Groups that have grown into one are put together; what officers decided stays; what rises is noted.

use std::sync::Arc;

use crate::support::Office;
use app::{
    App,
    groups::{self, To},
    keys,
    rows::load,
    testing::asks,
};
use domain::{
    audit::Source,
    group::{Group, Membership},
    ids::{GroupId, QuestionId},
    question::Question,
    staff::Actor,
};
use jiff::SignedDuration;

/// The same matter in the words of eight people.
const WATER: [&str; 8] = [
    "三农场小区从早上开始停水，什么时候恢复供水？",
    "请问三农场小区停水什么时候恢复供水",
    "三农场小区停水了，几点恢复供水？",
    "我们三农场小区停水一上午了，何时恢复供水",
    "三农场小区停水，恢复供水的时间是几点",
    "三农场小区停水，什么时候能恢复供水呢",
    "三农场小区停水了，请问什么时候恢复供水",
    "三农场小区停水到几点，什么时候恢复供水",
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

    fn app(&self) -> &App {
        &self.office.app
    }

    async fn asks(&self, openid: &str, text: &str) -> QuestionId {
        let question = asks(self.app(), openid, text).await;
        groups::place(self.app(), &question).await.unwrap();
        question
    }

    async fn membership(&self, question: &QuestionId) -> Membership {
        let row = load::<Question>(self.app().table.as_ref(), &keys::question(question)).await.unwrap();
        row.unwrap().value.membership.unwrap()
    }

    /// The group that a question counts in.
    async fn group(&self, question: &QuestionId) -> Group {
        groups::read(self.app(), &self.zhang, &self.membership(question).await.group).await.unwrap()
    }

    /// One matter in two groups, as when the first was locked for a while: whose questions are the first and the second
    /// so many.
    async fn twins(&self, first: usize) -> Vec<QuestionId> {
        let mut asked = Vec::new();
        for (number, text) in WATER.iter().enumerate() {
            if number == first {
                let group = self.membership(&asked[0]).await.group;
                groups::lock(self.app(), &self.zhang, &group, true).await.unwrap();
            }
            asked.push(self.asks(&format!("o{number}"), text).await);
        }
        let (one, two) = (self.membership(&asked[0]).await.group, self.membership(&asked[first]).await.group);
        assert_ne!(one, two);
        groups::lock(self.app(), &self.zhang, &one, false).await.unwrap();
        asked
    }

    /// A worker that has read nothing yet.
    fn starts(&self) -> App {
        App { open_texts: Arc::default(), ..self.app().clone() }
    }

    async fn tend(&self) {
        groups::tend(self.app()).await.unwrap();
    }

    async fn put_together(&self) -> usize {
        let audit = self.office.audit(Source::Worker).await;
        audit.iter().filter(|line| line.starts_with("system merged ")).count()
    }
}

#[tokio::test]
async fn one_issue_that_grew_into_two_groups_becomes_one() {
    let desk = Desk::open().await;
    let asked = desk.twins(3).await;
    let card = desk.asks("o9", "老年卡在哪里办理，需要带什么证件？").await;
    let too = desk.asks("o10", "请问老年卡在哪里办理？需要带哪些证件").await;
    desk.tend().await;
    let group = desk.group(&asked[0]).await;
    assert_eq!((group.questions, group.askers), (8, 8));
    assert_eq!(desk.group(&asked[5]).await.id, group.id);
    assert_eq!(desk.group(&card).await.questions, 2, "another matter stays by itself");
    assert_eq!(desk.group(&too).await.id, desk.group(&card).await.id);
    assert_eq!(desk.put_together().await, 1);
    desk.tend().await;
    assert_eq!(desk.put_together().await, 1, "there is nothing left to do");
    let late = desk.asks("o11", WATER[1]).await;
    assert_eq!(desk.group(&late).await.id, group.id);
}

#[tokio::test]
async fn a_question_that_stands_alone_joins_once_its_group_is_there() {
    let desk = Desk::open().await;
    let asked = desk.twins(7).await;
    assert_eq!(desk.membership(&asked[7]).await.group, GroupId::of(&asked[7]));
    desk.tend().await;
    let membership = desk.membership(&asked[7]).await;
    assert!(!membership.settled && membership.similar.is_some(), "{membership:?}");
    assert_eq!(desk.group(&asked[7]).await.questions, 8);
}

#[tokio::test]
async fn two_workers_at_once_do_it_once() {
    let desk = Desk::open().await;
    let asked = desk.twins(3).await;
    let (one, two) = (desk.starts(), desk.starts());
    let (first, second) = tokio::join!(groups::tend(&one), groups::tend(&two));
    first.unwrap();
    second.unwrap();
    assert_eq!(desk.put_together().await, 1);
    assert_eq!(desk.group(&asked[0]).await.questions, 8);
}

#[tokio::test]
async fn what_officers_split_or_locked_stays_as_it_is() {
    let desk = Desk::open().await;
    let mut asked = Vec::new();
    for (number, text) in WATER.iter().enumerate().take(6) {
        asked.push(desk.asks(&format!("o{number}"), text).await);
    }
    groups::move_to(desk.app(), &desk.zhang, &asked[2], &To::Alone).await.unwrap();
    let split = desk.membership(&asked[2]).await.group;
    for question in [&asked[3], &asked[4]] {
        groups::move_to(desk.app(), &desk.zhang, question, &To::Group(split.clone())).await.unwrap();
    }
    for tending in [desk.app().clone(), desk.starts()] {
        groups::tend(&tending).await.unwrap();
        groups::place(&tending, &asked[2]).await.unwrap();
        assert_eq!(desk.put_together().await, 0);
        assert_eq!(desk.group(&asked[2]).await.id, split, "told apart, and remembered by who starts anew");
        assert_eq!((desk.group(&asked[0]).await.questions, desk.group(&asked[2]).await.questions), (3, 3));
    }
    // What an officer puts together again is one, and stays so.
    groups::merge(desk.app(), &desk.zhang, &split, &desk.group(&asked[0]).await.id).await.unwrap();
    groups::tend(&desk.starts()).await.unwrap();
    for question in &asked {
        assert_eq!(desk.group(question).await.questions, 6);
    }
}

#[tokio::test]
async fn a_locked_group_is_left_alone() {
    let desk = Desk::open().await;
    let asked = desk.twins(3).await;
    groups::lock(desk.app(), &desk.zhang, &desk.group(&asked[4]).await.id, true).await.unwrap();
    desk.tend().await;
    assert_eq!(desk.put_together().await, 0);
    assert_eq!((desk.group(&asked[0]).await.questions, desk.group(&asked[4]).await.questions), (3, 5));
}

#[tokio::test]
async fn a_group_into_which_an_officer_put_something_takes_and_does_not_go() {
    let desk = Desk::open().await;
    let asked = desk.twins(3).await;
    let settled = desk.group(&asked[0]).await.id;
    let other = desk.asks("o9", "幸福路路灯坏了好几天，晚上很黑").await;
    groups::move_to(desk.app(), &desk.zhang, &other, &To::Group(settled.clone())).await.unwrap();
    desk.tend().await;
    let group = desk.group(&asked[5]).await;
    assert_eq!((group.id, group.questions), (settled, 9), "the larger one goes into the officer's");
    assert_eq!(desk.membership(&other).await.group, GroupId::of(&asked[0]));
}

#[tokio::test]
async fn what_rises_is_hot_and_the_next_day_no_more() {
    let desk = Desk::open().await;
    let (app, zhang) = (desk.app(), &desk.zhang);
    assert!(!groups::ask_to_tend(app, app.clock.now()).await.unwrap(), "nobody has asked anything");
    let mut asked = Vec::new();
    for (number, text) in WATER.iter().enumerate().take(5) {
        asked.push(desk.asks(&format!("o{number}"), text).await);
    }
    // One who asks again and again is one.
    for _ in 0..5 {
        desk.office.clock.advance(SignedDuration::from_secs(60));
        desk.asks("o9", "老年卡在哪里办理，需要带什么证件？").await;
    }
    assert!(groups::ask_to_tend(app, app.clock.now()).await.unwrap());
    assert!(!groups::ask_to_tend(app, app.clock.now()).await.unwrap(), "once in ten minutes");
    desk.tend().await;
    assert!(!groups::ask_to_tend(app, app.clock.now()).await.unwrap(), "it was done");
    let topics = groups::hot_topics(app, zhang).await.unwrap();
    assert_eq!(topics.len(), 1, "{topics:?}");
    assert_eq!((&topics[0].group.id, topics[0].hot.lately), (&desk.group(&asked[0]).await.id, 5));
    assert_eq!(groups::count_hot(app, zhang).await.unwrap(), 1);
    desk.office.clock.advance(SignedDuration::from_hours(23));
    assert!(groups::ask_to_tend(app, app.clock.now()).await.unwrap(), "while something is hot");
    desk.tend().await;
    assert_eq!(groups::count_hot(app, zhang).await.unwrap(), 1);
    desk.office.clock.advance(SignedDuration::from_hours(2));
    assert_eq!(groups::count_hot(app, zhang).await.unwrap(), 1, "as it was found");
    desk.tend().await;
    assert_eq!(groups::count_hot(app, zhang).await.unwrap(), 0);
    desk.office.clock.advance(SignedDuration::from_hours(1));
    assert!(!groups::ask_to_tend(app, app.clock.now()).await.unwrap(), "all is quiet");
}
