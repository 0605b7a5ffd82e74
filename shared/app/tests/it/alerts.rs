//! Alerts: what is due is told once, together, and never in a resident's words.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use app::{
    App, AppError,
    alerts::{self, Channel, NewMail, NewRobot, When},
    jobs::{Work, WorkerJob},
    keys,
    ports::{Expect, MailSecurity, Notice, Notifier, NotifyError, TableName},
    questions::{self, Answer},
    rows::{Batch, DeadJob, Row},
    testing::{Bench, MemoryTable, asks, settles_at},
};
use async_trait::async_trait;
use domain::{
    alert::{Kind, Quiet},
    content::{Bilingual, Category, Snapshot, known::KnownAnswer},
    delivery::Outcome,
    question::State,
    staff::{Actor, Role},
};
use jiff::{SignedDuration, civil::Time};

/// Remembers what was sent, or refuses.
#[derive(Default)]
struct Recorder {
    sent: Mutex<Vec<String>>,
    refuses: Mutex<bool>,
}

#[async_trait]
impl Notifier for Recorder {
    async fn notify(&self, notice: &Notice) -> Result<String, NotifyError> {
        if *self.refuses.lock().unwrap() {
            return Err(NotifyError::Refused("45009 api freq out of limit".to_owned()));
        }
        let (Notice::Robot { text, .. } | Notice::Mail { text, .. }) = notice;
        self.sent.lock().unwrap().push(text.clone());
        Ok("0 ok".to_owned())
    }
}

struct Post {
    bench: Bench,
    app: App,
    rows: Arc<MemoryTable>,
    recorder: Arc<Recorder>,
    administrator: Actor,
}

const ROBOT: &str = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=SECRET-abcd";
const ORIGIN: &str = "https://w.example.gov.cn";

impl Post {
    async fn new() -> Self {
        let rows = Arc::new(MemoryTable::default());
        let bench = Bench::over(rows.clone()).await;
        let recorder = Arc::new(Recorder::default());
        let app = App { notifier: recorder.clone(), ..bench.app.clone() };
        let administrator = bench.member("wang", "王", Role::Administrator).await;
        Self { bench, app, rows, recorder, administrator }
    }

    async fn with_robot() -> Self {
        let post = Self::new().await;
        let robot = NewRobot { address: ROBOT.to_owned(), mentions: Vec::new() };
        alerts::set_robot(&post.app, &post.administrator, robot, ORIGIN).await.unwrap();
        post
    }

    fn pass(&self, minutes: i64) {
        self.bench.clock.advance(SignedDuration::from_mins(minutes));
    }

    /// The ticker asks, the worker looks and sends; gives what went out.
    async fn minute(&self) -> Vec<String> {
        self.pass(1);
        alerts::ask(&self.app, self.app.clock.now()).await.unwrap();
        alerts::look(&self.app).await.unwrap();
        for job in self.jobs() {
            alerts::send(&self.app, &job).await.unwrap();
            let mut batch = Batch::new();
            batch.delete(job.key());
            batch.commit(self.app.table.as_ref()).await.unwrap();
        }
        std::mem::take(&mut self.recorder.sent.lock().unwrap())
    }

    /// The only job.
    fn job(&self) -> WorkerJob {
        let mut jobs = self.jobs();
        assert_eq!(jobs.len(), 1, "{jobs:?}");
        jobs.pop().unwrap()
    }

    fn jobs(&self) -> Vec<WorkerJob> {
        let rows = self.rows.all(TableName::Main, "JOB#");
        rows.iter().map(|item| serde_json::from_str(&item.body).unwrap()).collect()
    }
}

#[tokio::test]
async fn questions_of_a_minute_come_in_one_message_once_and_without_their_words() {
    let post = Post::with_robot().await;
    post.pass(1);
    let first = asks(&post.app, "o1", "老年卡在哪里办？").await;
    asks(&post.app, "o2", "停水了").await;
    asks(&post.app, "o3", "Is the park open?").await;
    let sent = post.minute().await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(
        sent[0].contains("新问题 3") && sent[0].contains(&format!("{ORIGIN}/admin/questions/{first}")),
        "{}",
        sent[0]
    );
    for words in ["老年卡", "停水", "park"] {
        assert!(!sent[0].contains(words), "{}", sent[0]);
    }
    assert_eq!(post.minute().await, Vec::<String>::new(), "told once");
}

#[tokio::test]
async fn without_a_channel_nothing_is_looked_for() {
    let post = Post::new().await;
    asks(&post.app, "o1", "停水了").await;
    assert!(!alerts::ask(&post.app, post.app.clock.now()).await.unwrap());
    assert!(post.jobs().is_empty());
}

#[tokio::test]
async fn two_looks_at_once_and_a_second_ask_tell_nothing_twice() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    let now = post.app.clock.now();
    assert!(alerts::ask(&post.app, now).await.unwrap());
    assert!(!alerts::ask(&post.app, now).await.unwrap());
    let (one, two) = tokio::join!(alerts::look(&post.app), alerts::look(&post.app));
    one.and(two).unwrap();
    let alerts = post.jobs().into_iter().filter(|job| matches!(job.work, Work::Alert { .. })).count();
    assert_eq!(alerts, 1);
}

#[tokio::test]
async fn a_kind_speaks_at_most_once_a_minute() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    assert_eq!(post.minute().await.len(), 1);
    asks(&post.app, "o2", "停电了").await;
    alerts::look(&post.app).await.unwrap();
    assert!(post.jobs().is_empty(), "within the minute it waits");
    assert_eq!(post.minute().await.len(), 1);
}

#[tokio::test]
async fn quiet_hours_hold_back_all_but_danger() {
    let post = Post::with_robot().await;
    let quiet = Some(Quiet { from: Time::constant(10, 0, 0, 0), to: Time::constant(11, 0, 0, 0) });
    let when = When { quiet, kinds: BTreeSet::from(Kind::ALL) };
    alerts::change_when(&post.app, &post.administrator, when, ORIGIN).await.unwrap();
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    assert_eq!(post.minute().await, Vec::<String>::new());
    asks(&post.app, "o2", "有煤气味").await;
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("紧急"), "{sent:?}");
    post.pass(50);
    let sent = post.minute().await;
    assert!(sent.iter().any(|text| text.contains("新问题 1")), "afterwards they come: {sent:?}");
}

#[tokio::test]
async fn quiet_hours_begin_and_end_on_their_minute() {
    let post = Post::with_robot().await;
    let now = domain::time::beijing(post.app.clock.now()).time();
    let from = now.round(jiff::Unit::Minute).unwrap().wrapping_add(SignedDuration::from_mins(3));
    let quiet = Some(Quiet { from, to: from.wrapping_add(SignedDuration::from_mins(2)) });
    let when = When { quiet, kinds: BTreeSet::from([Kind::NewQuestion]) };
    alerts::change_when(&post.app, &post.administrator, when, ORIGIN).await.unwrap();
    let mut spoke = Vec::new();
    for minute in 1..=7 {
        asks(&post.app, &format!("o{minute}"), "停水了").await;
        let sent = post.minute().await;
        let now = domain::time::beijing(post.app.clock.now()).time();
        let is_quiet = quiet.is_some_and(|quiet| quiet.from <= now && now < quiet.to);
        assert_eq!(sent.is_empty(), is_quiet, "at {now}: {sent:?}");
        spoke.push(!sent.is_empty());
    }
    assert_eq!(spoke.iter().filter(|spoke| !**spoke).count(), 2, "{spoke:?}");
}

#[tokio::test]
async fn a_promise_is_told_at_three_quarters_and_when_it_is_broken() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    assert_eq!(post.minute().await.len(), 1, "new");
    post.pass(40);
    assert_eq!(post.minute().await, Vec::<String>::new());
    post.pass(4);
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("四分之三"), "{sent:?}");
    assert_eq!(post.minute().await, Vec::<String>::new());
    post.pass(14);
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("已超过承诺时限 1"), "{sent:?}");
}

#[tokio::test]
async fn a_window_that_closes_unanswered_is_told_three_hours_before() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    post.minute().await;
    post.pass(44 * 60);
    assert!(!post.minute().await.iter().any(|text| text.contains("3 小时内")));
    post.pass(90);
    let sent = post.minute().await;
    assert!(sent.iter().any(|text| text.contains("3 小时内") && text.contains(" 1 · ")), "{sent:?}");
    assert!(!post.minute().await.iter().any(|text| text.contains("3 小时内")));
}

#[tokio::test]
async fn a_window_that_closes_in_quiet_hours_is_told_before_they_begin() {
    let post = Post::with_robot().await;
    let quiet = Quiet { from: Time::constant(8, 0, 0, 0), to: Time::constant(12, 0, 0, 0) };
    let when = When { quiet: Some(quiet), kinds: BTreeSet::from([Kind::WindowClosing]) };
    alerts::change_when(&post.app, &post.administrator, when, ORIGIN).await.unwrap();
    asks(&post.app, "o1", "停水了").await;
    let closes = post.app.clock.now() + SignedDuration::from_hours(48);
    assert!(quiet.covers(closes), "{closes}");
    let mut told = Vec::new();
    while post.app.clock.now() < closes {
        if !post.minute().await.is_empty() {
            told.push(domain::time::beijing(post.app.clock.now()).time());
        }
        post.pass(29);
    }
    assert!(matches!(told[..], [at] if (5..8).contains(&at.hour())), "{told:?}");
}

#[tokio::test]
async fn very_many_are_one_message_that_counts_them_all() {
    let post = Post::with_robot().await;
    post.pass(1);
    for number in 0..150 {
        asks(&post.app, &format!("o{number}"), "停水了").await;
    }
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("新问题 150"), "{sent:?}");
    assert_eq!(post.minute().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_answer_that_fails_days_after_it_was_written_is_told() {
    let post = Post::with_robot().await;
    post.pass(1);
    let question = asks(&post.app, "o1", "停水了").await;
    let answer = Answer { text: "三点恢复".to_owned(), ..Answer::default() };
    let written = questions::answer(&post.app, &post.administrator, &question, answer).await.unwrap();
    post.pass(60 * 60);
    post.minute().await;
    let (now, sent) = (post.app.clock.now(), &written.delivery);
    settles_at(&post.app, &sent.follower, &sent.id, |row| {
        row.lost(Outcome { code: None, message: "no answer".to_owned(), at: now });
    })
    .await;
    let sent = post.minute().await;
    assert!(sent.iter().any(|text| text.contains("未送达 1")), "{sent:?}");
    assert_eq!(post.minute().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_hot_topic_is_told_once_a_day_and_by_its_title_only_when_an_officer_wrote_it() {
    let post = Post::with_robot().await;
    let only = When { quiet: None, kinds: BTreeSet::from([Kind::HotTopic]) };
    alerts::change_when(&post.app, &post.administrator, only, ORIGIN).await.unwrap();
    let water = async |number: usize| {
        let question = asks(&post.app, &format!("o{number}"), "三农场小区停水，什么时候恢复供水").await;
        app::groups::place(&post.app, &question).await.unwrap();
        app::groups::tend(&post.app).await.unwrap();
        domain::ids::GroupId::of(&question)
    };
    let group = water(0).await;
    for number in 1..3 {
        water(number).await;
    }
    assert_eq!(post.minute().await, Vec::<String>::new(), "three are none");
    water(3).await;
    let sent = post.minute().await;
    let link = format!("{} ×4 {ORIGIN}/admin/groups/{group}", group.short());
    assert!(sent.len() == 1 && sent[0].contains("热点") && sent[0].contains(&link), "{sent:?}");
    assert!(!sent[0].contains("停水"), "never a resident's words");
    water(4).await;
    assert_eq!(post.minute().await, Vec::<String>::new(), "once a day");
    app::groups::rename(&post.app, &post.administrator, &group, "三农场停水").await.unwrap();
    post.pass(14 * 60);
    water(5).await;
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("×6 三农场停水 https"), "{sent:?}");
}

#[tokio::test]
async fn a_row_that_cant_be_read_silences_nothing() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    let key = keys::inbox(State::Waiting, post.app.clock.now(), &"OF-ANOTHER-VERSION".into());
    let mut batch = Batch::new();
    batch.put(key, &"?", None, Expect::Absent).unwrap();
    batch.commit(post.app.table.as_ref()).await.unwrap();
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("新问题 1"), "{sent:?}");
}

#[tokio::test]
async fn stale_topics_are_told_with_their_names_and_again_before_the_red_line() {
    let post = Post::with_robot().await;
    let text = |zh: &str| Bilingual { zh: zh.to_owned(), en: String::new() };
    let topic = Category {
        number: 3,
        title: text("公交路况"),
        body: text("…"),
        source: Bilingual::default(),
        updated_at: post.app.clock.now(),
        usual: Vec::new(),
        fresh_hours: Some(24),
        owner: None,
        menu_keys: Vec::new(),
        valid_until: None,
        lapse: Default::default(),
        card: None,
        children: Vec::new(),
    };
    let snapshot = Snapshot { version: 1, categories: vec![topic], ..Snapshot::default() };
    app::content::publish(post.app.table.as_ref(), snapshot).await.unwrap();
    post.app.content.refresh().await.unwrap();
    assert_eq!(post.minute().await, Vec::<String>::new());
    post.pass(24 * 60);
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("3 公交路况"), "{sent:?}");
    assert_eq!(post.minute().await, Vec::<String>::new());
    post.pass(11 * 24 * 60);
    assert_eq!(post.minute().await.len(), 1, "the twelfth day");
    assert_eq!(post.minute().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_known_answer_past_its_review_is_told_once() {
    let post = Post::with_robot().await;
    let known = KnownAnswer {
        id: "card".to_owned(),
        question: Bilingual { zh: "老年卡怎么办".to_owned(), en: String::new() },
        review_on: domain::time::beijing(post.app.clock.now()).date(),
        ..KnownAnswer::default()
    };
    let snapshot = Snapshot { version: 1, known: vec![known], ..Snapshot::default() };
    app::content::publish(post.app.table.as_ref(), snapshot).await.unwrap();
    post.app.content.refresh().await.unwrap();
    assert_eq!(post.minute().await, Vec::<String>::new(), "its last day");
    post.pass(24 * 60);
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("老年卡怎么办"), "{sent:?}");
    assert!(sent[0].contains("/admin/content/known/card"), "{sent:?}");
    assert_eq!(post.minute().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_dead_job_is_told_but_not_one_of_alerts_themselves() {
    let post = Post::with_robot().await;
    post.pass(1);
    let dead = |id: &str, work: Work| DeadJob {
        id: id.to_owned(),
        at: post.app.clock.now(),
        body: serde_json::to_string(&WorkerJob { id: id.into(), due_ms: 1, work }).unwrap(),
        why: "x".to_owned(),
    };
    let mut batch = Batch::new();
    batch.insert(&dead("J1", Work::Profile { follower: "F".into() })).unwrap();
    batch.insert(&dead("J2", Work::AlertTest { channel: Channel::Robot })).unwrap();
    batch.commit(post.app.table.as_ref()).await.unwrap();
    let sent = post.minute().await;
    assert!(sent.len() == 1 && sent[0].contains("任务放弃或答复未送达 1"), "{sent:?}");
}

#[tokio::test]
async fn a_service_that_refuses_gets_some_rest_and_then_the_alert() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    alerts::look(&post.app).await.unwrap();
    *post.recorder.refuses.lock().unwrap() = true;
    alerts::send(&post.app, &post.job()).await.unwrap();
    *post.recorder.refuses.lock().unwrap() = false;
    let later = post.job();
    assert!(matches!(later.work, Work::Alert { tries: 1, .. }), "{later:?}");
    assert_eq!(later.due_ms, post.app.clock.now().as_millisecond() + 60_000);
    // Handed out too early: nobody is asked, and it is no try.
    alerts::send(&post.app, &later).await.unwrap();
    assert!(post.recorder.sent.lock().unwrap().is_empty());
    let later = post.job();
    assert!(matches!(later.work, Work::Alert { tries: 1, .. }), "{later:?}");
    post.pass(1);
    alerts::send(&post.app, &later).await.unwrap();
    assert_eq!(post.recorder.sent.lock().unwrap().len(), 1);
    assert!(post.jobs().is_empty());
}

#[tokio::test]
async fn an_alert_that_is_never_taken_ends_among_what_is_stuck() {
    let post = Post::with_robot().await;
    post.pass(1);
    asks(&post.app, "o1", "停水了").await;
    alerts::look(&post.app).await.unwrap();
    *post.recorder.refuses.lock().unwrap() = true;
    for _ in 0..alerts::TRIES {
        alerts::send(&post.app, &post.job()).await.unwrap();
        post.pass(10);
    }
    assert!(post.jobs().is_empty());
    let dead = app::dead::list(&post.app, 10).await.unwrap();
    assert!(dead.len() == 1 && dead[0].why.contains("robot: the service refused: 45009"), "{dead:?}");
    assert!(!dead[0].why.contains("SECRET") && !dead[0].body.contains("SECRET"), "{dead:?}");
}

#[tokio::test]
async fn secrets_are_sealed_and_only_administrators_come_near() {
    let post = Post::with_robot().await;
    let mail = |host: &str, password: &str| NewMail {
        host: host.to_owned(),
        port: 465,
        security: MailSecurity::Tls,
        user: "wenqu".to_owned(),
        password: password.to_owned(),
        from: "wenqu@example.gov.cn".to_owned(),
        to: vec!["a@example.gov.cn".to_owned()],
    };
    let set = |mail| alerts::set_mail(&post.app, &post.administrator, mail, ORIGIN);
    set(mail("smtp.example.gov.cn", "MAILSECRET")).await.unwrap();
    set(mail("smtp.example.gov.cn", "")).await.unwrap();
    let moved = set(mail("other.example.com", "")).await;
    assert!(
        matches!(moved, Err(AppError::Input { field: "password", .. })),
        "a password goes to no other server"
    );
    let all: String =
        TableName::ALL.into_iter().flat_map(|table| post.rows.all(table, "")).map(|item| item.body).collect();
    assert!(!all.contains("SECRET"), "{all}");
    let settings = alerts::settings(&post.app, &post.administrator).await.unwrap();
    assert_eq!(settings.robot.unwrap().ends, "abcd");
    let officer = post.bench.member("zhang", "张", Role::Reviewer).await;
    assert!(matches!(alerts::settings(&post.app, &officer).await, Err(AppError::Denied(_))));
    assert!(matches!(alerts::test(&post.app, &officer, Channel::Robot).await, Err(AppError::Denied(_))));
    assert!(matches!(alerts::forget(&post.app, &officer, Channel::Robot).await, Err(AppError::Denied(_))));
    let elsewhere =
        NewRobot { address: "https://example.com/cgi-bin/webhook/send?key=k".into(), mentions: vec![] };
    let refused = alerts::set_robot(&post.app, &post.administrator, elsewhere, ORIGIN).await;
    assert!(matches!(refused, Err(AppError::Input { field: "address", .. })));
}

#[tokio::test]
async fn a_test_tells_what_the_service_answered() {
    let post = Post::with_robot().await;
    let (app, actor) = (&post.app, &post.administrator);
    for (refuses, outcome) in [
        (false, Ok("0 ok".to_owned())),
        (true, Err("the service refused: 45009 api freq out of limit".to_owned())),
    ] {
        *post.recorder.refuses.lock().unwrap() = refuses;
        alerts::test(app, actor, Channel::Robot).await.unwrap();
        let on_its_way = alerts::tested(app, actor, Channel::Robot).await.unwrap().unwrap();
        assert_eq!(on_its_way.outcome, None);
        let job = post.jobs().pop().unwrap();
        alerts::try_channel(app, &job, Channel::Robot).await.unwrap();
        let tested = alerts::tested(app, actor, Channel::Robot).await.unwrap().unwrap();
        assert_eq!(tested.outcome, Some(outcome));
        assert!(post.jobs().is_empty());
    }
    let none = alerts::test(app, actor, Channel::Mail).await;
    assert!(matches!(none, Err(AppError::NotFound(_))));
}
