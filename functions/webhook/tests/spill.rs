//! Callbacks that the table does not take: 200 only when something durable has them, before 3 s, and once in the end.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::{sync::Arc, time::Duration};

use app::{
    content, dead,
    jobs::{OutboundJob, Record, SpilledCallback},
    keys,
    ports::{Intake, IntakeError, TableName},
    rows::{self, Stored},
};
use domain::{
    conversation::{EntryBody, InboundMessage, Said},
    delivery::{Content, Delivery, Parked, State},
    follower::Follower,
    ids::AccountKey,
    question::Question,
};
use jiff::SignedDuration;
use support::{
    Answer, District, Resident,
    faults::{Fault, Faulty},
};
use tokio::time::Instant;
use webhook::Spills;

const IN_ANY_CASE: Duration = Duration::from_secs(3);

/// A district over a table that can fail, with content in memory.
struct Town {
    table: Arc<Faulty>,
    district: District,
}

impl Town {
    async fn new() -> Self {
        let table = Faulty::new();
        let district = District::over(table.clone()).await;
        content::publish(table.as_ref(), support::content::sample(district.now())).await.unwrap();
        district.app.content.refresh().await.unwrap();
        Self { table, district }
    }

    fn li(&self) -> Resident<'_> {
        self.district.resident("oLi")
    }

    /// Something is said while the table fails; the answer comes before 3 s.
    async fn hears(&self, fault: Fault, xml: &str) -> Answer {
        self.table.is(fault);
        let began = Instant::now();
        let answer = self.district.receives(xml).await;
        assert!(began.elapsed() < IN_ANY_CASE, "{fault:?}: {:?}", began.elapsed());
        self.table.is(Fault::None);
        answer
    }

    /// The worker takes in what was spilled, each of it twice; how many there were.
    async fn worker(&self) -> usize {
        let spilled = self.district.bench.jobs.spilled();
        let spills = Spills::new(self.district.app.clone());
        for callback in spilled.iter().chain(&spilled) {
            spills.take_in(callback).await.unwrap();
        }
        spilled.len()
    }

    fn rows<T: serde::de::DeserializeOwned>(&self, table: TableName, pk: &str, sk: &str) -> Vec<T> {
        let items = self.table.rows.all(table, pk);
        let found = items.iter().filter(|item| item.key.sk.starts_with(sk));
        found.map(|item| serde_json::from_str(&item.body).unwrap()).collect()
    }

    fn questions(&self) -> Vec<Question> {
        self.rows(TableName::Main, "Q#", "Q")
    }

    fn messages(&self) -> Vec<InboundMessage> {
        self.rows(TableName::Main, "F#", "M#")
    }

    fn deliveries(&self) -> Vec<Delivery> {
        self.rows(TableName::Delivery, "D#", "")
    }

    async fn profile(&self) -> Follower {
        let key = keys::follower(&self.li().id());
        let stored: Stored<Follower> = rows::load(self.table.rows.as_ref(), &key).await.unwrap().unwrap();
        stored.value
    }

    /// The text of a message of Li's.
    fn text(&self, words: &str) -> String {
        self.li().message("text", &format!("<Content><![CDATA[{words}]]></Content>"))
    }

    fn sends(&self) -> Vec<OutboundJob> {
        self.district.bench.jobs.outbound()
    }

    fn pass(&self, seconds: i64) {
        self.district.passes(SignedDuration::from_secs(seconds));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Queue {
    Fine,
    Refuses,
    Stalls,
}

#[tokio::test(start_paused = true)]
async fn two_hundred_if_and_only_if_something_durable_has_it_and_in_the_end_it_is_there_once() {
    let faults = [
        Fault::Refuses,
        Fault::Stalls,
        Fault::Throttles,
        Fault::Cuts,
        Fault::StallsAfterTheWrite,
        Fault::Conflicts,
    ];
    for fault in faults {
        for queue in [Queue::Fine, Queue::Refuses, Queue::Stalls] {
            let town = Town::new().await;
            town.district.bench.jobs.refuse(queue == Queue::Refuses);
            town.district.bench.jobs.stall(queue == Queue::Stalls);
            let xml = town.text("老年卡在哪里办？");
            let answer = town.hears(fault, &xml).await;
            let what = format!("{fault:?}, {queue:?}: {answer:?}");
            assert_eq!(answer.status == 200, queue == Queue::Fine, "{what}");
            town.district.bench.jobs.refuse(false);
            town.district.bench.jobs.stall(false);
            town.pass(5);
            if queue == Queue::Fine {
                answer.says("编号稍后发给您").says("your number follows").does_not_say("Q-");
                assert_eq!(town.worker().await, 1, "{what}");
            } else {
                // The platform sends it again, as after any other failure.
                assert_eq!((answer.status, town.worker().await), (503, 0), "{what}");
                town.district.receives(&xml).await.says("已收到，编号 Q-");
            }
            let (questions, messages) = (town.questions(), town.messages());
            assert_eq!((questions.len(), messages.len()), (1, 1), "{what}");
            assert_eq!(questions[0].text, "老年卡在哪里办？", "{what}");
            assert_eq!(town.deliveries().len(), usize::from(queue == Queue::Fine), "{what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_number_follows_as_a_delivery_that_officers_see() {
    let town = Town::new().await;
    let xml = town.text("老年卡在哪里办？");
    let asked_at = town.district.now();
    let answer = town.hears(Fault::Refuses, &xml).await;
    town.pass(90);
    assert_eq!(town.worker().await, 1);
    let (question, message) = (town.questions().remove(0), town.messages().remove(0));
    let receipt = town.deliveries().remove(0);
    assert_eq!((question.asked_at, message.received_at), (asked_at, asked_at), "asked when it came");
    assert_eq!(message.reply.unwrap().text, answer.text.unwrap(), "the thread shows what was answered");
    assert_eq!((receipt.state, receipt.may_repeat, receipt.parked), (State::Due, false, None));
    assert!(receipt.text().contains(question.number.as_str()) && receipt.text().contains("11:10 前"));
    assert_eq!(receipt.contacts.message_at, Some(asked_at), "the window opened when it came");
    assert!(town.profile().await.deliveries_due);
    let send = OutboundJob::Send { follower: town.li().id(), delivery: receipt.id.clone() };
    assert_eq!(town.sends(), [send], "once, although it was taken in twice");
    let entries = town.rows::<domain::conversation::Entry>(TableName::Main, "F#", "E#");
    let EntryBody::Answer { delivery, .. } = &entries[0].body else { panic!("{entries:?}") };
    assert_eq!((entries.len(), delivery, &entries[0].question), (1, &receipt.id, &question.id));
    // Whoever speaks before it was pushed gets it on the reply, without the heading of an officer's answer.
    town.li().says("3").await.says("编号 Q-").does_not_say("的答复】").says("【公交路况】");
    assert_eq!(town.deliveries()[0].state, State::HandedOver);
}

#[tokio::test(start_paused = true)]
async fn where_nobody_calls_the_platform_the_number_waits_for_the_next_contact() {
    let mut town = Town::new().await;
    let mut bench = town.district.bench.clone();
    bench.app = town.district.app.clone();
    bench.app.work.egress = domain::egress::Egress::None;
    town.district = District::of(bench);
    town.hears(Fault::Cuts, &town.text("老年卡在哪里办？")).await.says("编号稍后发给您");
    town.worker().await;
    assert_eq!(town.deliveries()[0].parked, Some(Parked::EgressOff));
    assert!(town.sends().is_empty());
    town.pass(1);
    town.li().says("3").await.says("已收到，编号 Q-");
}

#[tokio::test(start_paused = true)]
async fn what_had_been_written_after_all_is_set_right() {
    for fault in [Fault::Cuts, Fault::StallsAfterTheWrite] {
        let town = Town::new().await;
        let xml = town.text("老年卡在哪里办？");
        let answer = town.hears(fault, &xml).await;
        answer.says("编号稍后发给您");
        let written = town.messages().remove(0).reply.unwrap().text;
        assert!(written.contains("已收到，编号 Q-"), "the row has a reply that nobody saw");
        town.pass(1);
        assert_eq!(town.worker().await, 1);
        assert_eq!(town.messages().remove(0).reply.unwrap().text, answer.text.clone().unwrap());
        let receipt = town.deliveries().remove(0);
        assert!(receipt.may_repeat && receipt.text().contains(&written), "{}", receipt.text());
        // A late retry gets the bytes that were sent.
        assert_eq!(town.district.receives(&xml).await, answer);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_rode_on_a_reply_nobody_saw_is_due_again_and_marked() {
    let town = Town::new().await;
    town.li().says("3").await;
    let waiting = waits(&town).await;
    let xml = town.text("3");
    let answer = town.hears(Fault::Cuts, &xml).await;
    answer.says("【公交路况】").does_not_say("请带身份证");
    assert_eq!(town.deliveries()[0].state, State::HandedOver, "the row says what did not happen");
    town.pass(1);
    assert_eq!(town.worker().await, 1);
    let delivery = town.deliveries().remove(0);
    assert_eq!((delivery.state, delivery.may_repeat), (State::Due, true));
    assert!(delivery.handed_over_with.is_none() && delivery.done_at.is_none());
    let message = town.messages().pop().unwrap();
    assert!(message.handed_over.is_empty());
    assert_eq!(town.sends(), [OutboundJob::Send { follower: town.li().id(), delivery: waiting }]);
    town.li().says("3").await.says("（可能重复）请带身份证");
    town.li().says("3").await.does_not_say("请带身份证");
}

/// An officer's answer that waits for the next contact.
async fn waits(town: &Town) -> domain::ids::DeliveryId {
    let (table, now) = (town.table.rows.as_ref(), town.district.now());
    let mut profile: Stored<Follower> =
        rows::load(table, &keys::follower(&town.li().id())).await.unwrap().unwrap();
    profile.value.deliveries_due = true;
    let id = domain::ids::DeliveryId::new(now.as_millisecond(), app::random().unwrap());
    let delivery = Delivery {
        id: id.clone(),
        follower: town.li().id(),
        openid: Some("oLi".into()),
        question: None,
        number: None,
        entry: "1".into(),
        author: "zhang".into(),
        content: Content::Text { text: "请带身份证。".to_owned() },
        language: domain::language::Language::Chinese,
        created_at: now,
        state: State::Due,
        hold_until: None,
        retry_at: None,
        parked: Some(Parked::WindowClosed),
        contacts: Default::default(),
        attempts: 0,
        sending_since: None,
        may_repeat: false,
        outcome: None,
        done_at: None,
        handed_over_with: None,
    };
    let mut batch = rows::Batch::new();
    rows::put_delivery(&mut batch, &delivery, None, None).unwrap();
    batch.update(&profile).unwrap();
    batch.commit(table).await.unwrap();
    id
}

#[tokio::test(start_paused = true)]
async fn numbers_rules_and_emergencies_are_answered_from_memory() {
    let town = Town::new().await;
    for (words, parts) in [
        ("3", vec!["【公交路况】", "Buses & roads"]),
        ("公交几点停？", vec!["【公交路况】"]),
        ("帮助", vec!["回复数字查看"]),
        ("家里煤气泄漏了", vec!["110 / 119 / 120，其他诉求", "In an emergency call", "编号稍后发给您"]),
        ("gas leak at home", vec!["In an emergency call", "your number follows"]),
        ("查进度", vec!["稍后回复您", "the reply follows"]),
        ("人工", vec!["编号稍后发给您"]),
    ] {
        let answer = town.hears(Fault::Stalls, &town.text(words)).await;
        assert!(answer.text.as_ref().unwrap().len() <= 2048);
        for part in parts {
            answer.says(part);
        }
        town.pass(70);
    }
    assert_eq!(town.worker().await, 7);
    let receipts: Vec<String> = town.deliveries().iter().map(Delivery::text).collect();
    // Both emergencies, the progress that was asked for, the officer: pages are not said again.
    assert_eq!(receipts.len(), 4, "{receipts:#?}");
    assert!(receipts.iter().all(|text| !text.contains("公交路况")), "{receipts:#?}");
    assert!(town.questions().iter().any(|question| question.urgent));
}

#[tokio::test(start_paused = true)]
async fn a_message_that_joins_a_question_is_told_its_number() {
    let town = Town::new().await;
    let number = town.li().says("老年卡在哪里办？").await.number();
    let answer = town.hears(Fault::Throttles, &town.text("要带什么？")).await;
    answer.says("编号稍后发给您");
    town.pass(1);
    town.worker().await;
    assert_eq!(town.questions().len(), 1);
    assert_eq!(town.questions()[0].text, "老年卡在哪里办？\n要带什么？");
    assert_eq!(town.deliveries()[0].text(), format!("已收到，编号 {number}。"));
}

#[tokio::test(start_paused = true)]
async fn a_start_without_tables_answers_what_it_can_and_the_page_follows() {
    let table = Faulty::new();
    content::publish(table.rows.as_ref(), support::content::sample("2026-11-24T02:00:00Z".parse().unwrap()))
        .await
        .unwrap();
    let mut bench = app::testing::Bench::over(table.clone()).await;
    table.is(Fault::Stalls);
    bench.app.content = Arc::new(content::Content::open_or_empty(table.clone()).await);
    assert_eq!(bench.app.content.in_memory().version, 0);
    let town = Town { table: table.clone(), district: District::of(bench) };
    for fault in [Fault::Refuses, Fault::Stalls] {
        town.hears(fault, &town.text("3")).await.says("稍后回复您").says("the reply follows");
    }
    assert_eq!(town.worker().await, 2);
    assert!(town.deliveries()[0].text().contains("【公交路况】"));
    town.pass(1);
    town.li().says("3").await.says("【公交路况】");
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_the_platform_repeats_is_spilled_twice_and_taken_in_once() {
    let town = Town::new().await;
    let xml = town.text("老年卡在哪里办？");
    let first = town.hears(Fault::Refuses, &xml).await;
    town.pass(5);
    let second = town.hears(Fault::StallsAfterTheWrite, &xml).await;
    assert_eq!(first, second, "the same bytes");
    town.pass(5);
    assert_eq!(town.worker().await, 2);
    assert_eq!((town.questions().len(), town.messages().len(), town.deliveries().len()), (1, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_was_seen_after_all_is_left_as_it_is() {
    let town = Town::new().await;
    let xml = town.text("老年卡在哪里办？");
    // The first attempt is only in the queue when the platform asks again and gets the real receipt.
    town.hears(Fault::Refuses, &xml).await;
    town.pass(5);
    let seen = town.district.receives(&xml).await;
    seen.says("已收到，编号 Q-");
    assert_eq!(town.worker().await, 1);
    assert!(town.deliveries().is_empty(), "nothing is left to be said");
    assert_eq!(town.district.receives(&xml).await, seen);
}

#[tokio::test(start_paused = true)]
async fn what_comes_late_does_not_say_who_follows() {
    let town = Town::new().await;
    let says = town.text("老年卡在哪里办？");
    town.hears(Fault::Refuses, &says).await;
    town.pass(2);
    town.li().does("unsubscribe", "").await.is_silent();
    town.worker().await;
    let profile = town.profile().await;
    assert!(!profile.following && profile.openid.is_none() && profile.erase_at.is_some());
    assert_eq!(town.deliveries()[0].parked, Some(Parked::Unfollowed));
    assert!(town.sends().is_empty());

    town.pass(2);
    town.li().follows().await.says("已收到，编号 Q-");
    let leaves = town.li().event("unsubscribe", "");
    town.hears(Fault::Refuses, &leaves).await.is_silent();
    town.pass(2);
    town.li().says("3").await;
    town.worker().await;
    assert!(town.profile().await.following, "they came back since");
}

#[tokio::test(start_paused = true)]
async fn what_was_said_before_an_erasure_does_not_come_back() {
    let town = Town::new().await;
    town.hears(Fault::Refuses, &town.text("我的病历")).await;
    town.pass(2);
    town.li().says("3").await;
    let key = keys::message(&town.li().id(), &town.messages()[0].key);
    let mut later: Stored<InboundMessage> =
        rows::load(town.table.rows.as_ref(), &key).await.unwrap().unwrap();
    later.value.erase();
    let mut batch = rows::Batch::new();
    batch.update(&later).unwrap();
    batch.commit(town.table.rows.as_ref()).await.unwrap();
    assert_eq!(town.worker().await, 1);
    assert_eq!(town.messages().len(), 1);
    assert!(
        town.questions().is_empty() && town.messages().iter().all(|message| message.said == Said::Erased)
    );
}

#[tokio::test(start_paused = true)]
async fn events_and_what_can_not_be_read_are_spilled_too() {
    let town = Town::new().await;
    let job = town.district.resident("oPlatform").event(
        "MASSSENDJOBFINISH",
        "<MsgID>1000001625</MsgID><Status>send success</Status><TotalCount>1</TotalCount>",
    );
    for xml in [town.li().event("subscribe", "<EventKey></EventKey>"), job, "<xml><broken".to_owned()] {
        assert_eq!(town.hears(Fault::Refuses, &xml).await.status, 200, "{xml}");
    }
    assert_eq!(town.worker().await, 3);
    assert!(town.profile().await.following);
    for partition in [keys::EVENTS_PARTITION, keys::UNREADABLE_PARTITION] {
        assert_eq!(town.table.rows.all(TableName::Main, partition).len(), 1, "{partition}");
    }
    assert!(town.deliveries().is_empty(), "the greeting was complete");
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_only_memory_takes_nothing() {
    let table = Faulty::new();
    let mut bench = app::testing::Bench::over(table.clone()).await;
    let queue = Arc::new(embedded::MemoryQueue::new(bench.clock.clone(), Default::default()));
    bench.app.jobs = queue.clone();
    let town = Town { table, district: District::of(bench) };
    for fault in [Fault::Refuses, Fault::Stalls] {
        assert_eq!(town.hears(fault, &town.text("老年卡在哪里办？")).await.status, 503);
    }
    assert!(queue.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_worker_takes_in_what_was_spilled_here_and_keeps_what_was_not() {
    let town = Town::new().await;
    town.hears(Fault::Refuses, &town.text("老年卡在哪里办？")).await;
    let spilled = town.district.bench.jobs.spilled().remove(0);
    let record = |callback: &SpilledCallback| Record {
        id: "a".to_owned(),
        body: serde_json::to_string(callback).unwrap(),
        receive_count: 1,
    };
    let app = &town.district.app;
    let mut other = app.clone();
    other.key = AccountKey::new([9; 32]);
    let error = Spills::new(other.clone()).take_in(&spilled).await.unwrap_err();
    assert!(matches!(error, IntakeError::Unreadable(_)));
    assert!(worker::handle_batch(app, &Spills::new(other), &[record(&spilled)]).await.is_empty());
    let given_up = dead::list(app, 10).await.unwrap().remove(0);
    assert!(town.messages().is_empty() && given_up.why.contains("can't be opened"), "{}", given_up.why);

    // With the right key it is run again, whole.
    dead::rerun(app, domain::audit::Source::Cli, "it", given_up.at, &given_up.id).await.unwrap();
    let again = town.district.bench.jobs.spilled().remove(0);
    assert_eq!(again, spilled);
    town.table.is(Fault::Refuses);
    assert_eq!(worker::handle_batch(app, &Spills::new(app.clone()), &[record(&again)]).await, ["a"]);
    town.table.is(Fault::None);
    assert!(worker::handle_batch(app, &Spills::new(app.clone()), &[record(&again)]).await.is_empty());
    assert_eq!((town.questions().len(), town.deliveries().len()), (1, 1));
}
