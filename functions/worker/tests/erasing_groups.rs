//! Erasing a resident whose question stands among others that ask the same.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::sync::Arc;

use app::{
    App, groups,
    jobs::Work,
    keys,
    ports::{Blob, Table, TableName},
    rows::load,
    testing::asks,
};
use common::{OPENID, Shop};
use domain::{
    group::Group,
    ids::{GroupId, QuestionId},
    question::Question,
    staff::{Actor, Role},
};

/// Of the resident who is erased. Nobody else has its first words.
const OWN: &str = "三农场小区从昨天半夜就停水，什么时候恢复供水？";
const OTHERS: [&str; 2] = ["请问三农场小区停水什么时候恢复供水", "三农场小区停水，恢复供水的时间是什么时候"];

struct World {
    shop: Shop,
    zhang: Actor,
    own: QuestionId,
    others: Vec<QuestionId>,
}

impl World {
    async fn new() -> Self {
        let shop = Shop::new().await;
        let zhang = shop.bench.member("zhang", "张敏", Role::Officer).await;
        let own = asked(&shop.app, OPENID, OWN).await;
        let mut others = Vec::new();
        for (number, text) in OTHERS.into_iter().enumerate() {
            shop.pass(1);
            others.push(asked(&shop.app, &format!("other{number}"), text).await);
        }
        shop.pass(1);
        Self { shop, zhang, own, others }
    }

    async fn erase(&self) {
        let job = self.shop.job(Work::Erase { follower: self.shop.follower.clone() }).await;
        self.shop.done(&job).await;
    }

    async fn question(&self, id: &QuestionId) -> Question {
        load(self.shop.rows.as_ref(), &keys::question(id)).await.unwrap().unwrap().value
    }

    async fn group_of(&self, id: &QuestionId) -> GroupId {
        self.question(id).await.membership.unwrap().group
    }

    async fn group(&self, id: &GroupId) -> Group {
        groups::read(&self.shop.app, &self.zhang, id).await.unwrap()
    }

    /// Everything but the resident's own conversation, profile and inbox lines, whose keys carry who they are.
    fn of_groups(&self) -> String {
        let rows = self.shop.rows.all(TableName::Main, "G");
        rows.into_iter().map(|item| format!("{} {} {}\n", item.key.pk, item.key.sk, item.body)).collect()
    }
}

async fn asked(app: &App, openid: &str, text: &str) -> QuestionId {
    let question = asks(app, openid, text).await;
    groups::place(app, &question).await.unwrap();
    question
}

#[tokio::test]
async fn groups_keep_no_words_of_it_and_go_on() {
    let world = World::new().await;
    let group = world.group_of(&world.own).await;
    assert_eq!(group, GroupId::of(&world.own), "the group is named after it");
    assert_eq!(world.group_of(&world.others[1]).await, group);
    assert!(world.group(&group).await.title.contains("半夜"));
    let text: String =
        world.shop.rows.all(TableName::Main, "").iter().map(|item| item.body.clone()).collect();
    assert!(text.contains("半夜") && text.contains("signature"));
    world.erase().await;
    let rows = world.shop.rows.all(TableName::Main, "");
    for item in &rows {
        assert!(!item.body.contains("半夜"), "{} {}: {}", item.key.pk, item.key.sk, item.body);
    }
    let left = world.of_groups();
    assert!(!left.contains(world.shop.follower.as_str()), "{left}");
    let named = format!("\"question\":\"{}\"", world.own);
    let logged: Vec<&str> =
        left.lines().filter(|line| line.starts_with("GROUP-LOG") && line.contains(&named)).collect();
    assert_eq!(logged.len(), 1, "only that it was erased: {logged:?}");
    assert!(logged[0].contains("erased") && !logged[0].contains("signature"));
    let now = world.group(&group).await;
    assert_eq!((now.questions, now.askers), (2, 2));
    assert_eq!(now.title, OTHERS[0], "the next one's opening is the title");
    assert_eq!(now.titled_by.as_ref(), Some(&world.others[0]));
    assert_eq!(world.question(&world.own).await.membership, None);
    let others = [world.question(&world.others[0]).await];
    let why = groups::why(&world.shop.app, &world.zhang, &others).await.unwrap();
    assert!(why.values().all(Vec::is_empty), "words in common are words of both: {why:?}");
    let late = asked(&world.shop.app, "late", OTHERS[1]).await;
    assert_eq!(world.group_of(&late).await, group, "the others' group goes on");
}

#[tokio::test]
async fn nothing_joins_by_a_text_that_was_erased() {
    let shop = Shop::new().await;
    let own = asked(&shop.app, OPENID, OWN).await;
    let sister = App { open_texts: Arc::default(), ..shop.app.clone() };
    // The other worker has read the log before.
    asked(&sister, "o1", "老年卡在哪里办理，需要带什么证件？").await;
    shop.pass(1);
    let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
    shop.done(&job).await;
    for (number, app) in
        [&shop.app, &sister, &App { open_texts: Arc::default(), ..shop.app.clone() }].into_iter().enumerate()
    {
        let text = ["三农场小区停水了", OWN, OTHERS[0]][number];
        let again = asked(app, &format!("again{number}"), text).await;
        let row: Question = load(shop.rows.as_ref(), &keys::question(&again)).await.unwrap().unwrap().value;
        assert_ne!(row.membership.as_ref().unwrap().group, GroupId::of(&own), "{number}");
        let similar = row.membership.unwrap().similar;
        assert!(similar.is_none_or(|similar| similar.question.as_ref() != Some(&own)), "{number}");
    }
}

#[tokio::test]
async fn a_group_of_nobody_has_no_title_and_what_comes_gives_it_one() {
    let world = World::new().await;
    let (app, zhang) = (&world.shop.app, &world.zhang);
    let group = world.group_of(&world.own).await;
    for other in &world.others {
        groups::move_to(app, zhang, other, &groups::To::Alone).await.unwrap();
    }
    world.erase().await;
    let now = world.group(&group).await;
    assert_eq!((now.questions, now.title.as_str(), now.titled_by.as_ref()), (0, "", None));
    groups::move_to(app, zhang, &world.others[0], &groups::To::Group(group.clone())).await.unwrap();
    assert_eq!(world.group(&group).await.title, OTHERS[0]);
}

#[tokio::test]
async fn a_group_that_was_put_into_another_keeps_no_words_either() {
    let world = World::new().await;
    let (app, zhang) = (&world.shop.app, &world.zhang);
    let card = asked(app, "o8", "老年卡在哪里办理，需要带什么证件？").await;
    asked(app, "o9", "请问老年卡在哪里办理？需要带哪些证件").await;
    let (from, into) = (world.group_of(&world.own).await, world.group_of(&card).await);
    groups::merge(app, zhang, &from, &into).await.unwrap();
    world.erase().await;
    let text: String =
        world.shop.rows.all(TableName::Main, "").iter().map(|item| item.body.clone()).collect();
    assert!(!text.contains("半夜"), "{text}");
    assert_eq!(world.group(&from).await.questions, 4);
}

#[tokio::test]
async fn the_snapshot_forgets_it_too() {
    let world = World::new().await;
    // As after many entries.
    groups::keep_snapshot(&world.shop.app).await.unwrap();
    let named = format!("\"question\":\"{}\"", world.own);
    let held = |blob: &Blob| String::from_utf8_lossy(&blob.bytes).contains(&named);
    let before = world.shop.app.blobs.get(groups::OBJECT).await.unwrap().unwrap();
    assert!(held(&before));
    world.erase().await;
    let after = world.shop.app.blobs.get(groups::OBJECT).await.unwrap().unwrap();
    assert!(!held(&after) && after.bytes.len() < before.bytes.len());
}

#[tokio::test]
async fn what_was_suggested_by_it_is_suggested_no_more() {
    let shop = Shop::new().await;
    let zhang = shop.bench.member("zhang", "张敏", Role::Officer).await;
    let own = asked(&shop.app, OPENID, OWN).await;
    let other = asked(&shop.app, "o1", "老年卡在哪里办理，需要带什么证件？").await;
    let row = async || -> domain::question::Question {
        load(shop.rows.as_ref(), &keys::question(&other)).await.unwrap().unwrap().value
    };
    // As if it had been found alike, and not surely.
    let mut stored = app::rows::Stored { value: row().await, version: 0 };
    let item = shop.rows.get(&keys::question(&other)).await.unwrap().unwrap();
    stored.version = item.version;
    stored.value.membership.as_mut().unwrap().similar = Some(domain::group::Similar {
        group: GroupId::of(&own),
        question: Some(own),
        percent: 60,
        words: vec!["证件".to_owned()],
    });
    shop.update(&stored).await;
    assert!(groups::alike(&shop.app, &zhang, &row().await).await.unwrap().words == ["证件"]);
    shop.pass(1);
    let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
    shop.done(&job).await;
    let alike = groups::alike(&shop.app, &zhang, &row().await).await.unwrap();
    assert!(alike.maybe.is_none() && alike.words.is_empty(), "{alike:?}");
}
