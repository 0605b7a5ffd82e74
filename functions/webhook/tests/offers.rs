//! Known answers on offer: sure ones, unsure ones, and what becomes of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use app::{
    content,
    jobs::{Work, WorkerJob},
    keys,
    known::Outcome,
    ports::{Intake, TableName},
    rows,
    testing::RecordedJobs,
};
use domain::{
    content::{Bilingual, Snapshot, known::KnownAnswer},
    conversation::{EntryBody, InboundMessage, OFFER_WAITS},
    delivery::Delivery,
    question::Question,
};
use jiff::{SignedDuration, civil::date};
use support::{
    District, Resident,
    content::sample,
    faults::{Fault, Faulty},
};
use webhook::Spills;

fn known(id: &str, zh: &str, en: &str, answer: &str) -> KnownAnswer {
    KnownAnswer {
        id: id.to_owned(),
        question: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
        answer: Bilingual { zh: answer.to_owned(), en: format!("Answer {id}") },
        review_on: date(2027, 6, 1),
        ..KnownAnswer::default()
    }
}

/// Two of them are asked in the same words, which the checks of the content forbid: nothing is less sure.
fn answers() -> Vec<KnownAnswer> {
    let passport = |one: KnownAnswer| KnownAnswer {
        variants: vec![UNSURE.to_owned(), "How do I book a passport?".to_owned()],
        ..one
    };
    vec![
        known("card", "老年卡在哪里办？", "Where do I get a senior card?", "到社区办理。"),
        passport(known(
            "pass-new",
            "护照首次申请怎么预约？",
            "How do I book a first passport?",
            "网上预约。",
        )),
        passport(known(
            "pass-old",
            "护照到期换发怎么预约？",
            "How do I book a passport renewal?",
            "窗口预约。",
        )),
        KnownAnswer {
            expires_on: Some(date(2026, 11, 20)),
            ..known("flu", "流感疫苗在哪里打？", "Where do I get a flu shot?", "卫生院。")
        },
    ]
}

async fn district() -> District {
    let district = District::open().await;
    let snapshot = Snapshot { known: answers(), ..sample(district.now()) };
    content::publish(district.app.table.as_ref(), snapshot).await.unwrap();
    district.app.content.refresh().await.unwrap();
    district
}

/// What may mean either passport.
const UNSURE: &str = "护照怎么预约？";

/// The jobs since this was asked last.
fn jobs(district: &District) -> Vec<Work> {
    district.bench.jobs.worker().into_iter().map(|job| job.work).collect()
}

fn outcomes(district: &District) -> Vec<(String, Outcome)> {
    let of = |work: Work| match work {
        Work::KnownOutcome { answer, outcome } => Some((answer, outcome)),
        _ => None,
    };
    jobs(district).into_iter().filter_map(of).collect()
}

/// The job of a list that waits.
fn waiting(jobs: &RecordedJobs) -> WorkerJob {
    jobs.worker().into_iter().rfind(|job| matches!(job.work, Work::OfferWaits { .. })).expect("a list waits")
}

async fn question(resident: &Resident<'_>, number: &str) -> Question {
    let table = resident.district.app.table.as_ref();
    let number = domain::ids::QuestionNumber::parse(number).unwrap();
    let id = rows::load::<domain::ids::QuestionId>(table, &keys::number(&number)).await.unwrap().unwrap();
    rows::load(table, &keys::question(&id.value)).await.unwrap().unwrap().value
}

async fn partition<T: serde::de::DeserializeOwned>(
    resident: &Resident<'_>,
    table: TableName,
    pk: String,
    prefix: &str,
) -> Vec<T> {
    let query = app::ports::Query::partition(table, pk, 100);
    let page = resident.district.app.table.query(&query).await.unwrap();
    let items = page.items.iter().filter(|item| item.key.sk.starts_with(prefix));
    items.map(|item| serde_json::from_str(&item.body).unwrap()).collect()
}

async fn messages(resident: &Resident<'_>) -> Vec<InboundMessage> {
    partition(resident, TableName::Main, keys::follower_partition(&resident.id()), "M#").await
}

#[tokio::test]
async fn a_sure_answer_is_shown_with_its_question_and_ends_when_it_helped() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says("请问老年卡在哪里办")
        .await
        .says("您要问的是：老年卡在哪里办？")
        .says("到社区办理。")
        .says("解决了吗？回复 1 解决了，2 问值班员。")
        .does_not_say("Q-");
    assert_eq!(outcomes(&district), [("card".to_owned(), Outcome::Offered)]);
    li.says("1").await.says("很高兴帮到您").does_not_say("Q-");
    let jobs = jobs(&district);
    assert_eq!(jobs, [Work::KnownOutcome { answer: "card".to_owned(), outcome: Outcome::Solved }]);
    li.says("1").await.says("【今日提醒】");
}

#[tokio::test]
async fn who_asks_a_person_all_the_same_is_heard_in_their_own_words() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says("老年卡在哪里办？").await.says("到社区办理。");
    li.says("7").await.says("没有第 7 项").says("解决了吗");
    let receipt = li.says("2").await;
    receipt.says("已收到，编号 Q-").says("今天 11:05 前");
    let asked = question(&li, &receipt.number()).await;
    assert_eq!(asked.text, "老年卡在哪里办？");
    assert_eq!(asked.messages.len(), 2);
    let messages = messages(&li).await;
    assert_eq!(messages[0].question, Some(asked.id.clone()), "the thread shows what was asked");
    let outcomes = outcomes(&district);
    assert_eq!(outcomes.last(), Some(&("card".to_owned(), Outcome::Person)));
    // More of it joins, as with any question.
    li.says("要带照片吗").await.is_silent();
    assert_eq!(question(&li, &receipt.number()).await.text, "老年卡在哪里办？\n要带照片吗");
}

#[tokio::test]
async fn the_word_for_an_officer_means_what_was_asked_last() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says("老年卡在哪里办？").await;
    let receipt = li.says("人工").await;
    assert_eq!(question(&li, &receipt.number()).await.text, "老年卡在哪里办？");
}

#[tokio::test]
async fn who_asks_whether_anybody_is_there_means_what_was_asked_last_while_it_is_fresh() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says("老年卡在哪里办？").await.says("到社区办理。");
    let receipt = li.says("有人吗？").await;
    receipt.says("编号 Q-");
    assert!(question(&li, &receipt.number()).await.text.contains("老年卡在哪里办"));
    district.passes(SignedDuration::from_mins(11));
    // Another answer was shown and left; later it is the question that waits.
    li.says("老年卡在哪里办？").await.says("到社区办理。");
    district.passes(SignedDuration::from_mins(11));
    li.says("有人吗？").await.says(&format!("您的问题 {} 已在等值班员处理", receipt.number()));
    // Its promise is over by now.
    district.passes(SignedDuration::from_mins(60));
    li.says("怎么还没回复").await.says("尽快").does_not_say("前回复");
}

#[tokio::test]
async fn words_that_follow_an_answer_are_a_question_with_what_it_is_about() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says("老年卡在哪里办？").await;
    let receipt = li.says("社区说不归他们管，门口的路灯也坏了").await;
    let asked = question(&li, &receipt.number()).await;
    assert_eq!(asked.text, "老年卡在哪里办？\n社区说不归他们管，门口的路灯也坏了");
    let wang = district.resident("oWang");
    wang.says("老年卡在哪里办？").await;
    district.passes(SignedDuration::from_mins(11));
    let receipt = wang.says("门口的路灯坏了").await;
    assert_eq!(question(&wang, &receipt.number()).await.text, "门口的路灯坏了", "that was another matter");
}

#[tokio::test]
async fn what_is_not_sure_is_a_list_to_choose_from() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says(UNSURE)
        .await
        .says("您想问的是不是：")
        .says("护照首次申请怎么预约？")
        .says("护照到期换发怎么预约？")
        .says("3 都不是，问值班员")
        .says("10 分钟内没有选择，将转给值班员");
    let job = waiting(&district.bench.jobs);
    li.says("9").await.says("您想问的是不是：");
    li.says("2").await.says("护照到期换发怎么预约？").says("窗口预约。").says("解决了吗");
    li.says("解决了").await.says("很高兴帮到您");
    let chosen = "pass-old".to_owned();
    assert_eq!(outcomes(&district), [(chosen.clone(), Outcome::Offered), (chosen, Outcome::Solved)]);
    // Its job comes in vain.
    district.passes(OFFER_WAITS);
    Spills::new(district.app.clone()).open_unanswered(&job).await.unwrap();
    assert!(
        rows::load::<WorkerJob>(district.app.table.as_ref(), &rows::Row::key(&job)).await.unwrap().is_none()
    );
    li.says("查进度").await.says("没有未结束的问题");
}

#[tokio::test]
async fn none_of_a_list_is_a_question_for_an_officer() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says(UNSURE).await;
    let receipt = li.says("3").await;
    assert_eq!(question(&li, &receipt.number()).await.text, UNSURE);
    let wang = district.resident("oWang");
    wang.says(UNSURE).await;
    let receipt = wang.says("我要带老人一起去，能约同一天吗").await;
    let asked = question(&wang, &receipt.number()).await;
    assert_eq!(asked.text, format!("{UNSURE}\n我要带老人一起去，能约同一天吗"), "nothing is lost");
}

#[tokio::test]
async fn a_list_that_nobody_chooses_from_becomes_a_question_and_its_receipt_follows() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says(UNSURE).await.says("您想问的是不是：");
    // Looking at topics meanwhile does not answer it.
    li.says("0").await.says("6 旅游出行");
    li.says("3").await.says("【公交路况】");
    let job = waiting(&district.bench.jobs);
    assert_eq!(job.due_ms - district.now().as_millisecond(), 600_000);
    district.passes(OFFER_WAITS);
    let spills = Spills::new(district.app.clone());
    for _ in 0..2 {
        spills.open_unanswered(&job).await.unwrap();
    }
    let receipts: Vec<Delivery> =
        partition(&li, TableName::Delivery, keys::delivery_partition(&li.id()), "").await;
    assert_eq!(receipts.len(), 1, "once");
    assert!(receipts[0].text().contains("已收到，编号 Q-"), "{}", receipts[0].text());
    let number = receipts[0].number.clone().unwrap();
    let asked = question(&li, number.as_str()).await;
    assert_eq!(asked.text, UNSURE);
    assert_eq!(messages(&li).await[0].question, Some(asked.id.clone()));
    let entries: Vec<domain::conversation::Entry> =
        partition(&li, TableName::Main, keys::follower_partition(&li.id()), "E#").await;
    assert!(matches!(&entries[0].body, EntryBody::Answer { text, .. } if text.contains(number.as_str())));
    // The list is over.
    li.says("2").await.says("【办事指南】");
}

#[tokio::test]
async fn who_cancels_a_list_is_no_question() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says(UNSURE).await;
    li.says("取消").await.says("没有转给值班员");
    let job = waiting(&district.bench.jobs);
    Spills::new(district.app.clone()).open_unanswered(&job).await.unwrap();
    li.says("查进度").await.says("没有未结束的问题");
}

#[tokio::test]
async fn an_answer_whose_time_is_over_is_not_offered() {
    let district = district().await;
    let receipt = district.resident("oLi").says("流感疫苗在哪里打？").await;
    receipt.says("已收到，编号 Q-").does_not_say("卫生院");
}

#[tokio::test]
async fn english_is_answered_in_english() {
    let district = district().await;
    let ana = district.resident("oAna");
    ana.says("Where do I get a senior card?")
        .await
        .says("You are asking: Where do I get a senior card?")
        .says("Answer card")
        .says("Reply 1 solved, 2 ask an officer.");
    ana.says("solved").await.says("Glad that it helped");
    ana.says("How do I book a passport").await.says("Do you mean one of these?").says("none of these");
    ana.says("none").await.says("Received (Q-");
}

#[tokio::test]
async fn a_retry_gets_the_same_bytes_and_counts_nothing_twice() {
    let district = district().await;
    let li = district.resident("oLi");
    for words in ["老年卡在哪里办？", "2"] {
        let xml = li.message("text", &format!("<Content><![CDATA[{words}]]></Content>"));
        let first = district.receives(&xml).await;
        assert!(!jobs(&district).is_empty(), "{words}");
        let again = district.receives(&xml).await;
        assert_eq!((first.body, jobs(&district)), (again.body, Vec::new()), "{words}");
        district.passes(SignedDuration::from_secs(1));
    }
}

#[tokio::test]
async fn a_tap_means_the_offer_that_it_stands_in() {
    let district = district().await;
    let li = district.resident("oLi");
    let offered = li.says("老年卡在哪里办？").await.text.unwrap();
    let (_, id) = offered.split_once("msgmenuid=202").expect("a link to 2");
    let id = format!("202{}", &id[..10]);
    district.passes(SignedDuration::from_secs(5));
    li.says("1").await.says("很高兴帮到您");
    let tap = format!("<Content>2</Content><bizmsgmenuid>{id}</bizmsgmenuid>");
    li.sends("text", &tap).await.says("这个选择已经过时了");
    district.passes(SignedDuration::from_secs(5));
    li.says("老年卡在哪里办？").await;
    li.sends("text", &tap).await.says("这个选择已经过时了");
}

#[tokio::test]
async fn rules_words_of_danger_and_what_joins_a_question_are_before_it() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says("公交在哪里办老年卡").await.says("【公交路况】");
    li.says("老年卡在哪里办？楼下着火了").await.says("110").says("Q-").does_not_say("到社区办理");
    li.says("老年卡在哪里办？").await.is_silent();
    let picture = "<PicUrl>http://p/1</PicUrl><MediaId>m1</MediaId>";
    district.resident("oWang").sends("image", picture).await.says("已收到");
}

#[tokio::test(start_paused = true)]
async fn from_memory_nothing_is_offered_and_what_was_asked_is_a_question() {
    let table = Faulty::new();
    let district = District::over(table.clone()).await;
    let snapshot = Snapshot { known: answers(), ..sample(district.now()) };
    content::publish(table.as_ref(), snapshot).await.unwrap();
    district.app.content.refresh().await.unwrap();
    let li = district.resident("oLi");
    table.is(Fault::Refuses);
    li.says("老年卡在哪里办？").await.says("已收到").does_not_say("到社区办理");
    table.is(Fault::None);
    let spills = Spills::new(district.app.clone());
    for callback in district.bench.jobs.spilled() {
        spills.take_in(&callback).await.unwrap();
    }
    assert_eq!(outcomes(&district), []);
    li.says("查进度").await.says("您有 1 个未结束的问题");
}

#[tokio::test]
async fn what_the_job_opened_is_not_opened_again_by_a_choice_that_comes_late() {
    let district = district().await;
    let li = district.resident("oLi");
    li.says(UNSURE).await;
    let job = waiting(&district.bench.jobs);
    li.says("谢谢").await.says("不客气");
    let table = district.app.table.as_ref();
    let newest = messages(&li).await.pop().unwrap();
    Spills::new(district.app.clone()).open_unanswered(&job).await.unwrap();
    // As if the message had been written while the job was at work: its row still has the list.
    let mut row =
        rows::load::<InboundMessage>(table, &keys::message(&li.id(), &newest.key)).await.unwrap().unwrap();
    row.value.menu = newest.menu;
    let mut batch = rows::Batch::new();
    batch.update(&row).unwrap();
    batch.commit(table).await.unwrap();
    let number = li.says("3").await.says("已收到，编号").number();
    li.says("查进度").await.says("您有 1 个未结束的问题").says(&number);
    // The officer has ended it meanwhile: a question of its own, and no failure.
    let mut batch = rows::Batch::new();
    let key = keys::follower(&li.id());
    let mut profile = rows::load::<domain::follower::Follower>(table, &key).await.unwrap().unwrap();
    profile.value.open_questions.clear();
    batch.update(&profile).unwrap();
    let last = messages(&li).await.pop().unwrap();
    let mut row =
        rows::load::<InboundMessage>(table, &keys::message(&li.id(), &last.key)).await.unwrap().unwrap();
    row.value.menu = messages(&li).await[1].menu.clone();
    batch.update(&row).unwrap();
    batch.commit(table).await.unwrap();
    let again = li.says("3").await;
    assert_eq!(again.status, 200);
    assert_ne!(again.number(), number);
}
