//! Topics are suggested from the first day by their usual kinds, later by what the district has learnt from its own.

use crate::support::Office;
use app::{
    App,
    categories::{self, LEAST_EXAMPLES, OBJECT, Refused},
    content, groups, keys,
    ports::Blob,
    questions,
    rows::load,
    testing::asks,
};
use domain::{
    audit::Source,
    content::{Bilingual, Category, Snapshot},
    question::{Question, Suggested},
    staff::{Actor, Role},
};
use jiff::SignedDuration;

/// What residents ask about two topics that no usual kind stands for.
const FERRY: [&str; 5] = ["渡轮几点开", "渡轮停航了吗", "渡轮船票多少钱", "末班渡轮", "渡轮码头在哪里"];
const LIBRARY: [&str; 5] =
    ["图书馆借书证", "图书馆开馆时间", "图书馆还书", "图书馆座位预约", "图书馆有没有自习室"];

struct Desk {
    office: Office,
    zhang: Actor,
    wang: Actor,
}

fn topic(number: u8, zh: &str) -> Category {
    Category { number, title: Bilingual { zh: zh.to_owned(), en: String::new() }, ..Category::default() }
}

impl Desk {
    async fn open() -> Self {
        let office = Office::open().await;
        let zhang = office.officer("zhang").await;
        let wang = office.member("wang", "王", Role::Administrator).await;
        let mut air = topic(1, "空气与水");
        air.usual = vec!["环境保护".to_owned()];
        let categories = vec![air, topic(2, "渡轮"), topic(3, "图书馆")];
        let snapshot = Snapshot { categories, ..Snapshot::default() };
        content::publish(office.app.table.as_ref(), snapshot).await.unwrap();
        office.app.content.refresh().await.unwrap();
        Self { office, zhang, wang }
    }

    fn app(&self) -> &App {
        &self.office.app
    }

    async fn suggested(&self, app: &App, openid: &str, text: &str) -> Option<Suggested> {
        let question = asks(app, openid, text).await;
        groups::place(app, &question).await.unwrap();
        let row = load::<Question>(app.table.as_ref(), &keys::question(&question)).await.unwrap();
        row.unwrap().value.suggested
    }

    /// So many questions that an officer has filed, in turn under two topics.
    async fn files(&self, many: usize) {
        for number in 0..many {
            let (topic, texts) = if number % 2 == 0 { (2, FERRY) } else { (3, LIBRARY) };
            let text = format!("{}，第 {number} 次问", texts[number / 2 % texts.len()]);
            let question = asks(self.app(), &format!("o{number}"), &text).await;
            questions::categorise(self.app(), &self.zhang, &question, vec![topic]).await.unwrap();
        }
    }
}

#[tokio::test]
async fn from_the_first_day_by_the_usual_kinds_that_a_topic_stands_for() {
    let desk = Desk::open().await;
    let smell = "化工厂每天晚上排放废气，臭味很大，空气污染严重，请环保部门查处";
    let found = desk.suggested(desk.app(), "o1", smell).await;
    assert_eq!(found, Some(Suggested { path: vec![1], safe: true }));
    let other = desk.suggested(desk.app(), "o2", "小学什么时候开学，教师资格怎么认定").await;
    assert_eq!(other, None, "no topic stands for its kind");
}

#[tokio::test]
async fn too_few_teach_nothing_and_change_nothing() {
    let desk = Desk::open().await;
    desk.files(30).await;
    let refused = categories::learn(desk.app(), &desk.wang).await.unwrap_err();
    assert_eq!(refused, Refused::TooFew { examples: 30, topics: 2 });
    assert!(desk.app().blobs.get(OBJECT).await.unwrap().is_none());
    assert!(
        matches!(categories::learn(desk.app(), &desk.zhang).await, Err(Refused::App(_))),
        "not an officer's"
    );
}

#[tokio::test]
async fn the_districts_own_topics_are_learnt_and_used() {
    let desk = Desk::open().await;
    desk.files(LEAST_EXAMPLES).await;
    let one = asks(desk.app(), "lonely", "空气很差").await;
    questions::categorise(desk.app(), &desk.zhang, &one, vec![1]).await.unwrap();
    assert_eq!(desk.suggested(desk.app(), "early", "渡轮明天开吗").await.map(|found| found.path), None);
    let learnt = categories::learn(desk.app(), &desk.wang).await.unwrap();
    assert_eq!(learnt.examples, LEAST_EXAMPLES);
    assert_eq!(learnt.topics.values().copied().collect::<Vec<_>>(), [LEAST_EXAMPLES / 2; 2]);
    assert_eq!(learnt.left_out.get("1"), Some(&1), "one question teaches nothing of a topic");
    assert!(learnt.accuracy > 0.95, "{learnt:?}");
    let audit = desk.office.audit(Source::Cli).await;
    assert!(audit.iter().any(|line| line.contains("learnt_categories")), "{audit:?}");
    // A worker looks every ten minutes.
    desk.office.clock.advance(SignedDuration::from_mins(11));
    let found = desk.suggested(desk.app(), "late", "渡轮明天开吗").await.unwrap();
    assert_eq!(found.path, [2]);
    assert_eq!(desk.suggested(desk.app(), "later", "图书馆周末开馆吗").await.unwrap().path, [3]);
    let model = desk.app().blobs.get(OBJECT).await.unwrap().unwrap();
    assert!(!String::from_utf8_lossy(&model.bytes).contains("渡轮"), "weights, and no words");
}

#[tokio::test]
async fn a_model_that_cant_be_read_is_not_used() {
    let desk = Desk::open().await;
    let blob = Blob { content_type: String::new(), bytes: b"WQC0".to_vec() };
    desk.app().blobs.put(OBJECT, blob).await.unwrap();
    let found =
        desk.suggested(desk.app(), "o1", "化工厂排放废气，臭味很大，空气污染严重，请环保部门查处").await;
    assert_eq!(found.map(|found| found.path), Some(vec![1]));
}
