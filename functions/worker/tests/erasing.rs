//! Erasing a resident: what goes, what stays, and that it may be interrupted anywhere.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/faults.rs"]
mod faults;

use std::sync::Arc;

use app::{
    jobs::Work,
    keys,
    ports::{Blob, Table, TableName},
    questions,
    rows::{InboxLine, load},
    testing::{asks, attaches},
};
use common::{OPENID, Shop};
use domain::{
    audit::Entry,
    conversation::Said,
    delivery::{Content, State as Delivery},
    question::{Question, State},
    staff::Role,
};
use faults::{AsksMeanwhile, StopsAt};
use worker::{Worked, handle};

const WORDS: &str = "老年卡在哪里办？";
const ANSWER: &str = "带身份证到服务台。";

/// A resident with a question, a picture, an answer on the way, and another question that is waiting.
async fn settled() -> Shop {
    let shop = Shop::new().await;
    let officer = shop.bench.member("zhang", "张敏", Role::Officer).await;
    let question = asks(&shop.app, OPENID, WORDS).await;
    let original = Blob { content_type: "image/jpeg".to_owned(), bytes: vec![1] };
    attaches(&shop.app, &question, original, vec![2]).await;
    let answer = questions::Answer { text: ANSWER.to_owned(), ..Default::default() };
    questions::answer(&shop.app, &officer, &question, answer).await.unwrap();
    questions::note(&shop.app, &officer, &question, "老年人，耐心些").await.unwrap();
    shop.pass(2);
    asks(&shop.app, OPENID, "还要带照片吗？").await;
    let message = shop.message("77", Said::Image, true).await;
    let object = format!("media/{}/{}/original", shop.follower, message.as_str().replace('#', "_23"));
    shop.app.blobs.put(&object, Blob { content_type: String::new(), bytes: vec![3] }).await.unwrap();
    shop.pass(1);
    shop
}

fn all_text(shop: &Shop) -> String {
    let tables = [TableName::Main, TableName::Delivery];
    tables.into_iter().flat_map(|table| shop.rows.all(table, "")).map(|item| item.body).collect()
}

fn questions_of(shop: &Shop) -> Vec<Question> {
    shop.rows
        .all(TableName::Main, "Q#")
        .iter()
        .map(|item| serde_json::from_str(&item.body).unwrap())
        .collect()
}

async fn assert_erased(shop: &Shop) {
    let text = all_text(shop);
    for gone in [WORDS, ANSWER, "还要带照片吗", "老年人", OPENID] {
        assert!(!text.contains(gone), "{gone} is still there");
    }
    let profile = shop.profile().await.value;
    assert_eq!((profile.openid, profile.open_questions.len(), profile.deliveries_due), (None, 0, false));
    let states: Vec<State> = questions_of(shop).iter().map(|question| question.state).collect();
    assert_eq!(states, [State::Withdrawn, State::Withdrawn], "that they were asked stays");
    let lines = shop.rows.all(TableName::Main, "INBOX#");
    assert_eq!(lines.len(), 2);
    for line in lines {
        let line: InboxLine = serde_json::from_str(&line.body).unwrap();
        assert_eq!((line.state, line.preview.as_str()), (State::Withdrawn, ""));
    }
    let deliveries = app::rows::deliveries(shop.rows.as_ref(), &shop.follower).await.unwrap();
    assert!(
        deliveries.iter().all(|row| row.value.state == Delivery::Withdrawn && row.value.openid.is_none())
    );
    assert!(shop.rows.all(TableName::Delivery, "DUE#").is_empty());
    let audit = shop.rows.all(TableName::Audit, "A#");
    let erased: Vec<Entry> = audit
        .iter()
        .map(|item| serde_json::from_str::<Entry>(&item.body).unwrap())
        .filter(|entry| entry.event.action == "erased")
        .collect();
    assert_eq!(erased.len(), 1, "it is written down, once");
    assert_eq!(erased[0].event.object, format!("follower:{}", shop.follower));
    assert!(shop.rows.all(TableName::Main, "JOB#").is_empty());
}

#[tokio::test]
async fn everything_that_was_said_goes_and_that_it_was_said_stays() {
    let shop = settled().await;
    let messages = shop.rows.all(TableName::Main, "F#").len();
    let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
    shop.done(&job).await;
    assert_erased(&shop).await;
    assert_eq!(shop.rows.all(TableName::Main, "F#").len(), messages);
    let object = format!("media/{}/", shop.follower);
    let key = shop.rows.all(TableName::Main, "F#").iter().find_map(|item| {
        let sk = item.key.sk.strip_prefix("M#")?;
        sk.ends_with("#77").then(|| format!("{object}{}/original", sk.replace('#', "_23")))
    });
    assert!(shop.app.blobs.get(&key.unwrap()).await.unwrap().is_none(), "files go, too");
}

#[tokio::test]
async fn it_may_stop_before_and_after_every_write_and_goes_on() {
    for after in [false, true] {
        for stop in 0.. {
            let mut shop = settled().await;
            let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
            let faulty = Arc::new(StopsAt::new(shop.rows.clone(), stop, after));
            shop.app.table = faulty.clone();
            let first = tokio::select! {
                biased;
                worked = handle(&shop.app, &job) => Some(worked),
                () = faulty.stopped() => None,
            };
            shop.app.table = shop.rows.clone();
            assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Done), "stopped at write {stop}");
            assert_erased(&shop).await;
            if first.is_some() {
                assert!(stop > 5, "the erasure has more than {stop} writes");
                break;
            }
        }
    }
}

#[tokio::test]
async fn what_they_say_after_coming_back_stays() {
    let shop = settled().await;
    let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
    shop.pass(60);
    let question = asks(&shop.app, OPENID, "我又来了").await;
    shop.done(&job).await;
    let text = all_text(&shop);
    assert!(!text.contains(WORDS) && text.contains("我又来了"));
    let row = load::<Question>(shop.rows.as_ref() as &dyn Table, &keys::question(&question))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.value.state, State::Waiting);
    let profile = shop.profile().await.value;
    assert!(profile.openid.is_some());
    assert_eq!(profile.open_questions.len(), 1);
}

#[tokio::test]
async fn what_they_ask_while_it_runs_stays() {
    let mut shop = settled().await;
    let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
    shop.pass(5);
    shop.app.table = Arc::new(AsksMeanwhile::new(&shop.app, OPENID, "我又来了"));
    assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Done));
    let text = all_text(&shop);
    assert!(!text.contains(WORDS) && text.contains("我又来了"));
    let profile = shop.profile().await.value;
    assert!(profile.openid.is_some(), "the answer can still be sent");
    assert_eq!(profile.open_questions.len(), 1);
}

#[tokio::test]
async fn what_officers_sent_and_what_they_had_begun_to_write_goes_too() {
    let shop = Shop::new().await;
    let officer = shop.bench.member("zhang", "张敏", Role::Officer).await;
    let question = asks(&shop.app, OPENID, WORDS).await;
    let picture = Some(questions::Picture { jpeg: vec![9] });
    let answer = questions::Answer { picture, ..Default::default() };
    let sent = questions::answer(&shop.app, &officer, &question, answer).await.unwrap().delivery;
    let Content::Picture { object, .. } = sent.content else { panic!("{sent:?}") };
    app::drafts::save(&shop.app, &officer, &question, "您问的老年卡").await.unwrap();
    assert!(shop.app.blobs.get(&object).await.unwrap().is_some());
    shop.pass(1);
    let job = shop.job(Work::Erase { follower: shop.follower.clone() }).await;
    shop.done(&job).await;
    assert!(shop.app.blobs.get(&object).await.unwrap().is_none());
    let text = all_text(&shop);
    assert!(!text.contains(&object) && !text.contains("您问的"), "{text}");
    assert_eq!(questions_of(&shop).len(), 1);
}
