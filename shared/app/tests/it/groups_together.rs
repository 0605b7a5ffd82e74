//! An officer puts several questions together in one act, whatever others do meanwhile.

use crate::support::Office;
use app::{
    App, AppError,
    groups::{self, To, Together, together},
    keys,
    questions::{self, BULK_LIMIT, Filter, List, Order},
    retrying,
    rows::{Batch, InboxLine, load, move_inbox},
    testing::asks,
};
use domain::{
    audit::Source,
    group::Membership,
    ids::{GroupId, QuestionId},
    question::{Question, State},
    staff::{Actor, Role},
};

/// About the same, in words that no program takes for the same.
const ODD: [&str; 4] = ["家里水龙头不出水", "no water at home", "楼上说今天没法洗澡", "水管是不是爆了"];
/// The same in the same words.
const WATER: [&str; 3] = [
    "三农场小区从早上开始停水，什么时候恢复供水？",
    "请问三农场小区停水什么时候恢复供水",
    "三农场小区停水了，几点恢复供水？",
];

struct Desk {
    office: Office,
    zhang: Actor,
    li: Actor,
}

impl Desk {
    async fn open() -> Self {
        let office = Office::open().await;
        let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
        Self { office, zhang, li }
    }

    fn app(&self) -> &App {
        &self.office.app
    }

    async fn ask(&self, who: &str, texts: &[&str]) -> Vec<QuestionId> {
        let mut asked = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let question = asks(self.app(), &format!("{who}{number}"), text).await;
            groups::place(self.app(), &question).await.unwrap();
            asked.push(question);
            self.office.clock.advance(jiff::SignedDuration::from_secs(1));
        }
        asked
    }

    async fn row(&self, question: &QuestionId) -> Question {
        load::<Question>(self.app().table.as_ref(), &keys::question(question)).await.unwrap().unwrap().value
    }

    async fn membership(&self, question: &QuestionId) -> Membership {
        self.row(question).await.membership.unwrap()
    }

    /// How many a group has, by its row and by its members.
    async fn size(&self, group: &GroupId) -> (u32, usize) {
        let group = groups::read(self.app(), &self.zhang, group).await.unwrap();
        let members = groups::members(self.app(), &self.zhang, &group).await.unwrap();
        (group.questions, members.0.len())
    }

    async fn together(&self, questions: &[QuestionId]) -> Together {
        together(self.app(), &self.zhang, questions, None).await.unwrap()
    }

    async fn line(&self, question: &QuestionId) -> InboxLine {
        let list = List {
            states: State::ALL.to_vec(),
            filter: Filter::default(),
            order: Order::OldestFirst,
            limit: 100,
            cursor: None,
        };
        let listed = questions::list(self.app(), &self.zhang, list).await.unwrap();
        listed.lines.into_iter().find(|line| line.question == *question).unwrap()
    }

    /// As an erasure does.
    async fn erase(&self, id: &QuestionId) {
        retrying(|| async {
            let table = self.app().table.as_ref();
            let mut row = load::<Question>(table, &keys::question(id)).await?.unwrap();
            let before = row.value.clone();
            let mut batch = Batch::new();
            groups::forget(self.app(), &mut batch, &before).await?;
            row.value.erase(self.app().clock.now());
            batch.update(&row)?;
            move_inbox(&mut batch, Some(&before), &row.value)?;
            Ok(batch.commit(table).await?)
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn what_stands_alone_becomes_one_group_around_what_was_asked_first() {
    let desk = Desk::open().await;
    let asked = desk.ask("o", &ODD[..3]).await;
    let turned: Vec<QuestionId> = asked.iter().rev().cloned().collect();
    let done = desk.together(&turned).await;
    assert_eq!(done.group, GroupId::of(&asked[0]));
    assert_eq!((done.bulk.done.len(), done.bulk.refused.len(), done.out_of_others.len()), (3, 0, 0));
    assert_eq!(desk.size(&done.group).await, (3, 3));
    for question in &asked {
        let own = desk.membership(question).await;
        assert!(own.settled && own.group == done.group, "{own:?}");
        assert_eq!(desk.line(question).await.group, Some(done.group.clone()), "the list knows it");
    }
    assert_eq!(groups::sizes(desk.app(), &desk.zhang).await.unwrap()[&done.group], 3);
    let audit = desk.office.audit(Source::Admin).await;
    for question in &asked {
        assert!(audit.contains(&format!("zhang grouped question:{question}")), "{audit:?}");
    }
    let again = desk.together(&asked).await;
    assert_eq!((again.group, again.bulk.done.len()), (done.group.clone(), 3));
    assert_eq!(desk.office.audit(Source::Admin).await.len(), audit.len(), "twice is once");
    assert_eq!(desk.size(&done.group).await, (3, 3));
    // No program moves them, whatever comes.
    groups::tend(desk.app()).await.unwrap();
    assert_eq!(desk.size(&done.group).await, (3, 3));
}

#[tokio::test]
async fn the_largest_group_takes_the_others_and_only_what_was_chosen_moves() {
    let desk = Desk::open().await;
    let water = desk.ask("w", &WATER).await;
    let odd = desk.ask("o", &ODD[..3]).await;
    let small = desk.together(&odd[..2]).await.group;
    let large = desk.membership(&water[0]).await.group;
    let done = desk.together(&[odd[1].clone(), odd[2].clone(), water[2].clone()]).await;
    assert_eq!(done.group, large);
    assert_eq!(done.out_of_others, [odd[1].clone()], "the one that stood with others elsewhere is named");
    assert_eq!(desk.size(&large).await, (5, 5));
    assert_eq!(desk.size(&small).await, (1, 1), "of the other group the rest stays");
    assert_eq!(desk.membership(&odd[1]).await.never, std::slice::from_ref(&small), "it is remembered");
    let sizes = groups::sizes(desk.app(), &desk.zhang).await.unwrap();
    assert_eq!((sizes.get(&large), sizes.get(&small)), (Some(&5), None));
    // A named group takes them, however small.
    let named = together(desk.app(), &desk.zhang, &water[..1], Some(&small)).await.unwrap();
    assert_eq!((named.group, named.out_of_others), (small.clone(), vec![water[0].clone()]));
    assert_eq!(desk.size(&small).await, (2, 2));
    // Who comes back to the group that is named after it counts there.
    let back = together(desk.app(), &desk.zhang, &water[..1], Some(&large)).await.unwrap();
    assert_eq!((back.group, desk.size(&large).await), (large, (5, 5)));
}

#[tokio::test]
async fn a_later_officers_decision_stands_and_both_are_written_down() {
    let desk = Desk::open().await;
    let (app, asked) = (desk.app(), desk.ask("o", &ODD).await);
    let first = together(app, &desk.li, &asked[..2], None).await.unwrap().group;
    groups::move_to(app, &desk.li, &asked[1], &To::Alone).await.unwrap();
    let alone = desk.membership(&asked[1]).await;
    assert!(alone.settled && alone.never == std::slice::from_ref(&first), "{alone:?}");
    let done = together(app, &desk.zhang, &[asked[1].clone(), asked[2].clone()], Some(&first)).await.unwrap();
    assert_eq!((done.group, done.bulk.done.len(), done.out_of_others.len()), (first.clone(), 2, 0));
    let own = desk.membership(&asked[1]).await;
    assert!(own.settled && !own.never.contains(&first) && own.group == first, "{own:?}");
    assert_eq!(desk.size(&first).await, (3, 3));
    let of = format!("question:{}", asked[1]);
    let audit = desk.office.audit(Source::Admin).await;
    let who: Vec<&String> = audit.iter().filter(|line| line.ends_with(&of)).collect();
    assert_eq!(who.len(), 3, "{who:?}");
}

#[tokio::test]
async fn what_was_erased_stays_out_and_keeps_nobody_from_it() {
    let desk = Desk::open().await;
    let asked = desk.ask("o", &ODD).await;
    desk.erase(&asked[0]).await;
    let done = desk.together(&asked).await;
    assert_eq!((done.group.clone(), done.bulk.done.len()), (GroupId::of(&asked[1]), 3));
    assert!(
        matches!(&done.bulk.refused[..], [(id, AppError::Refused { .. })] if *id == asked[0]),
        "{done:?}"
    );
    assert_eq!((desk.row(&asked[0]).await.membership, desk.line(&asked[0]).await.group), (None, None));
    // One that goes later leaves the group, its size in lists too.
    desk.erase(&asked[1]).await;
    assert_eq!(groups::sizes(desk.app(), &desk.zhang).await.unwrap()[&done.group], 2);
    assert_eq!(desk.line(&asked[1]).await.group, None);
    let left = together(desk.app(), &desk.zhang, &[asked[0].clone(), asked[2].clone()], None).await;
    assert!(matches!(left, Err(AppError::Input { field: "questions", .. })), "{left:?}");
    let gone = [QuestionId::from("0000000000000000"), "../x".into(), asked[2].clone()];
    let done = together(desk.app(), &desk.zhang, &gone, Some(&done.group)).await.unwrap();
    assert_eq!(done.bulk.done, [asked[2].clone()]);
    let mut why = done.bulk.refused.iter().map(|(_, error)| error);
    assert!(why.all(|error| matches!(error, AppError::NotFound("question"))));
}

#[tokio::test]
async fn too_few_too_many_no_such_group_and_no_permission_do_nothing() {
    let desk = Desk::open().await;
    let (app, asked) = (desk.app(), desk.ask("o", &ODD[..2]).await);
    for few in [&asked[..0], &asked[..1], &[asked[0].clone(), asked[0].clone()]] {
        let few = together(app, &desk.zhang, few, None).await;
        assert!(matches!(few, Err(AppError::Input { field: "questions", .. })), "{few:?}");
    }
    let many = vec![asked[0].clone(); BULK_LIMIT + 1];
    let many = together(app, &desk.zhang, &many, None).await;
    assert!(matches!(many, Err(AppError::Input { field: "questions", .. })));
    let nowhere = together(app, &desk.zhang, &asked, Some(&"NOPE".into())).await;
    assert!(matches!(nowhere, Err(AppError::NotFound("group"))));
    let reader = desk.office.member("reader", "督查", Role::Reader).await;
    assert!(matches!(together(app, &reader, &asked, None).await, Err(AppError::Denied(_))));
    assert!(!desk.membership(&asked[0]).await.settled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_officers_who_put_the_same_together_make_one_group() {
    for _ in 0..10 {
        let desk = Desk::open().await;
        let asked = desk.ask("o", &ODD).await;
        let act = |actor: &Actor, questions: &[QuestionId]| {
            let (app, actor, questions) = (desk.app().clone(), actor.clone(), questions.to_vec());
            tokio::spawn(async move { together(&app, &actor, &questions, None).await.unwrap() })
        };
        let (one, two) = (act(&desk.zhang, &asked), act(&desk.li, &asked[..3]));
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        assert_eq!((one.bulk.done.len(), two.bulk.done.len()), (4, 3));
        assert_eq!((&one.group, &two.group), (&GroupId::of(&asked[0]), &GroupId::of(&asked[0])));
        assert_eq!(desk.size(&one.group).await, (4, 4));
        desk.office.audit(Source::Admin).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_group_that_is_merged_meanwhile_takes_them_where_it_is_now() {
    for _ in 0..10 {
        let desk = Desk::open().await;
        let (water, odd) = (desk.ask("w", &WATER).await, desk.ask("o", &ODD).await);
        let large = desk.membership(&water[0]).await.group;
        let small = desk.together(&odd[..2]).await.group;
        let (app, zhang, li) = (desk.app().clone(), desk.zhang.clone(), desk.li.clone());
        let (from, into, chosen) = (small.clone(), large.clone(), odd[2..].to_vec());
        let act = tokio::spawn(async move { together(&app, &zhang, &chosen, Some(&from)).await.unwrap() });
        let app = desk.app().clone();
        let merge = {
            let from = small.clone();
            tokio::spawn(async move { groups::merge(&app, &li, &from, &into).await.unwrap() })
        };
        let (done, _) = (act.await.unwrap(), merge.await.unwrap());
        assert_eq!(done.bulk.done.len(), 2);
        assert_eq!(groups::read(desk.app(), &desk.zhang, &done.group).await.unwrap().id, large);
        assert_eq!(desk.size(&large).await, (7, 7));
        assert_eq!(groups::sizes(desk.app(), &desk.zhang).await.unwrap()[&small], 7, "under its old id too");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_erased_while_it_is_put_together_keeps_no_place() {
    for _ in 0..10 {
        let desk = Desk::open().await;
        let asked = desk.ask("o", &ODD).await;
        let (app, zhang, all) = (desk.app().clone(), desk.zhang.clone(), asked.clone());
        let act = tokio::spawn(async move { together(&app, &zhang, &all, None).await.unwrap() });
        desk.erase(&asked[1]).await;
        let done = act.await.unwrap();
        assert_eq!(desk.row(&asked[1]).await.membership, None);
        assert_eq!(desk.size(&done.group).await, (3, 3));
        assert_eq!(desk.line(&asked[1]).await.group, None);
    }
}
