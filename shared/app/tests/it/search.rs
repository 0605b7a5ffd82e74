//! Officers search what was said, and what was erased is not found.

use crate::support::Office;
use app::{
    AppError, followers, keys,
    ports::{Query, TableName},
    questions::{self, Answer},
    rows::{Batch, SearchQuestion, Stored, load, move_inbox},
    search::{Index, Search, search},
    testing::{asks, says_more},
};
use domain::{
    audit::Source,
    ids::QuestionId,
    question::Question,
    staff::{Actor, Role},
};
use jiff::SignedDuration;

struct Desk {
    office: Office,
    officer: Actor,
    index: Index,
}

impl Desk {
    async fn open() -> Self {
        let office = Office::open().await;
        let officer = office.officer("zhang").await;
        Self { office, officer, index: Index::new() }
    }

    async fn finds(&self, wanted: Search) -> Vec<QuestionId> {
        let wanted = Search { limit: 50, ..wanted };
        let found = search(&self.office.app, &self.officer, &self.index, &wanted).await.unwrap();
        assert_eq!(found.total, found.hits.len());
        found.hits.into_iter().map(|hit| hit.question.id).collect()
    }

    async fn says(&self, words: &str) -> Vec<QuestionId> {
        self.finds(Search { words: words.to_owned(), ..Search::default() }).await
    }

    async fn error(&self, wanted: Search) -> AppError {
        let wanted = Search { limit: 50, ..wanted };
        search(&self.office.app, &self.officer, &self.index, &wanted).await.unwrap_err()
    }
}

#[tokio::test]
async fn words_of_both_sides_numbers_and_remarks_are_found() {
    let desk = Desk::open().await;
    let app = &desk.office.app;
    let water = asks(app, "o1", "三农场停水了？已经两个小时").await;
    desk.office.clock.advance(SignedDuration::from_mins(1));
    let bus = asks(app, "o2", "3路公交改道了吗").await;
    says_more(app, &bus, "ＷＡＩＴＩＮＧ at the stop").await;
    let number =
        load::<Question>(app.table.as_ref(), &keys::question(&bus)).await.unwrap().unwrap().value.number;
    followers::remark(app, &desk.officer, &app.key.follower("o1"), "王阿姨").await.unwrap();
    let answer = Answer { text: "抢修队已到唐海镇".to_owned(), ..Answer::default() };
    questions::answer(app, &desk.officer, &water, answer).await.unwrap();
    questions::note(app, &desk.officer, &bus, "已问交通局").await.unwrap();
    for (words, found) in [
        ("停水", vec![&water]),
        ("农场停", vec![&water]),
        ("waiting STOP", vec![&bus]),
        ("停水 公交", vec![]),
        (number.as_str(), vec![&bus]),
        (&format!("#{}", number.as_str().to_lowercase()), vec![&bus]),
        (&number.as_str().replace('-', ""), vec![&bus]),
        (app.key.follower("o1").short(), vec![&water]),
        ("王阿姨", vec![&water]),
        ("王阿姨 停水", vec![&water]),
        ("唐海", vec![&water]),
        ("唐海 小时", vec![&water]),
        ("交通局", vec![&bus]),
        ("没有人说过", vec![]),
        ("@zhang", vec![&bus, &water]),
        ("@zhang 停水", vec![&water]),
        ("@li", vec![]),
    ] {
        assert_eq!(desk.says(words).await.iter().collect::<Vec<_>>(), found, "{words}");
    }
    let found = Search { words: "唐海".to_owned(), limit: 5, ..Search::default() };
    assert!(search(app, &desk.officer, &desk.index, &found).await.unwrap().hits[0].elsewhere);
}

#[tokio::test]
async fn days_topics_and_officers_narrow_it_down_and_older_months_are_searched_on_request() {
    let desk = Desk::open().await;
    let (app, clock) = (&desk.office.app, &desk.office.clock);
    let old = asks(app, "o1", "停水了").await;
    clock.advance(SignedDuration::from_hours(24 * 400));
    let new = asks(app, "o2", "停水了").await;
    let filed: Stored<Question> = load(app.table.as_ref(), &keys::question(&new)).await.unwrap().unwrap();
    let mut after = filed.clone();
    after.value.category = vec![4, 1];
    let mut batch = Batch::new();
    batch.update(&after).unwrap();
    move_inbox(&mut batch, Some(&filed.value), &after.value).unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    questions::take(app, &desk.officer, &new).await.unwrap();

    let day = |text: &str| Some(text.parse().unwrap());
    let words = || Search { words: "停水".to_owned(), ..Search::default() };
    assert_eq!(desk.finds(words()).await, std::slice::from_ref(&new), "the last twelve months");
    let since = Search { from: day("2026-11-01"), ..words() };
    assert_eq!(desk.finds(since).await, [new.clone(), old.clone()]);
    let until = Search { from: day("2026-11-01"), to: day("2026-11-30"), ..words() };
    assert_eq!(desk.finds(until).await, [old]);
    for (path, found) in [(vec![4], 1), (vec![4, 1], 1), (vec![4, 2], 0)] {
        let topic = Search { category: Some(path), ..Search::default() };
        assert_eq!(desk.finds(topic).await.len(), found);
    }
    assert_eq!(desk.says("分类:4.1").await.len(), 1);
    assert_eq!(desk.says("topic:4.2").await.len(), 0);
    let whose = Search { officer: Some("zhang".into()), ..words() };
    assert_eq!(desk.finds(whose).await, [new]);
}

#[tokio::test]
async fn pages_follow_each_other_the_latest_first() {
    let desk = Desk::open().await;
    let mut asked = Vec::new();
    for n in 0..7 {
        asked.push(asks(&desk.office.app, &format!("o{n}"), "停水了").await);
        desk.office.clock.advance(SignedDuration::from_secs(3));
    }
    asked.reverse();
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let wanted = Search { words: "停水".to_owned(), limit: 3, cursor, ..Search::default() };
        let found = search(&desk.office.app, &desk.officer, &desk.index, &wanted).await.unwrap();
        assert_eq!(found.total, 7);
        seen.extend(found.hits.into_iter().map(|hit| hit.question.id));
        cursor = found.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, asked);
}

#[tokio::test]
async fn what_changed_is_known_to_a_process_that_has_searched_before() {
    let desk = Desk::open().await;
    let (app, clock) = (&desk.office.app, &desk.office.clock);
    let old = asks(app, "o1", "停水了").await;
    clock.advance(SignedDuration::from_hours(24 * 60));
    assert_eq!(desk.says("停水").await.len(), 1);
    let new = asks(app, "o2", "停水了").await;
    assert_eq!(desk.says("停水").await.len(), 2, "this month is read each time");
    questions::note(app, &desk.officer, &old, "管网改造").await.unwrap();
    assert_eq!(
        desk.says("管网").await,
        std::slice::from_ref(&old),
        "a note of today to a question of September"
    );
    let li = desk.office.officer("li").await;
    questions::take(app, &li, &old).await.unwrap();
    clock.advance(SignedDuration::from_hours(1));
    let whose = Search { officer: Some("li".into()), ..Search::default() };
    assert_eq!(desk.finds(whose).await, [old], "a past month is read again after a while");
    assert_eq!(desk.says("停水").await.len(), 2, "{new}");
}

#[tokio::test]
async fn an_officer_is_found_by_sign_in_name_or_name_and_only_one_at_a_time() {
    let desk = Desk::open().await;
    let question = asks(&desk.office.app, "o1", "停水了").await;
    let li = desk.office.member("li", "李 明", Role::Officer).await;
    desk.office.officer("wang").await;
    questions::take(&desk.office.app, &li, &question).await.unwrap();
    for words in ["@li", "@Li", "@李明", "停水 ＠李明"] {
        assert_eq!(desk.says(words).await, std::slice::from_ref(&question), "{words}");
    }
    for words in ["@李四", "@li @zhang", "分类:3 分类:4"] {
        let wanted = Search { words: words.to_owned(), limit: 10, ..Search::default() };
        let error = search(&desk.office.app, &desk.officer, &desk.index, &wanted).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field: "words", .. }), "{words}: {error:?}");
    }
}

#[tokio::test]
async fn erased_words_are_not_found_by_a_process_that_has_read_them() {
    let desk = Desk::open().await;
    let (app, clock) = (&desk.office.app, &desk.office.clock);
    let question = asks(app, "o1", "停水了").await;
    clock.advance(SignedDuration::from_hours(24 * 40));
    assert_eq!(desk.says("停水").await, std::slice::from_ref(&question));
    let mut row = load::<Question>(app.table.as_ref(), &keys::question(&question)).await.unwrap().unwrap();
    row.value.text.clear();
    let mut batch = Batch::new();
    batch.update(&row).unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    assert!(desk.says("停水").await.is_empty());
}

#[tokio::test]
async fn what_can_not_be_searched_says_what_to_do() {
    let desk = Desk::open().await;
    let long = "长".repeat(201);
    let many = (0..9).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    for words in ["", "  ", &*long, &*many, "分类:", "topic:a"] {
        let error = desk.error(Search { words: words.to_owned(), ..Search::default() }).await;
        assert!(matches!(error, AppError::Input { field: "words", .. }), "{words}: {error:?}");
    }
    let error = desk.error(Search { from: Some("2000-01-01".parse().unwrap()), ..Search::default() }).await;
    assert!(matches!(error, AppError::Input { field: "from", .. }), "{error:?}");
    for cursor in ["", "x", "1-", "1-a#b"] {
        let wanted = Search { words: "x".to_owned(), cursor: Some(cursor.to_owned()), ..Search::default() };
        assert!(matches!(desk.error(wanted).await, AppError::Input { field: "cursor", .. }), "{cursor}");
    }
    let nobody = Actor::new("nobody".into(), String::new(), &Default::default());
    let wanted = Search { words: "x".to_owned(), limit: 5, ..Search::default() };
    assert!(search(&desk.office.app, &nobody, &desk.index, &wanted).await.is_err());
    let reader = desk.office.member("reader", "", Role::Reader).await;
    search(&desk.office.app, &reader, &desk.index, &wanted).await.unwrap();
}

#[tokio::test]
async fn searching_is_audited_once_an_hour_without_its_words() {
    let desk = Desk::open().await;
    asks(&desk.office.app, "o1", "停水了").await;
    for words in ["停水", "公交"] {
        desk.says(words).await;
    }
    desk.office.clock.advance(SignedDuration::from_mins(60));
    desk.says("停水").await;
    assert_eq!(desk.office.audit(Source::Admin).await, vec!["zhang searched questions"; 2]);
}

#[tokio::test]
async fn what_the_search_knows_changes_with_the_question() {
    let desk = Desk::open().await;
    let app = &desk.office.app;
    let question = asks(app, "o1", "停水了").await;
    let mut row: Stored<Question> =
        load(app.table.as_ref(), &keys::question(&question)).await.unwrap().unwrap();
    let before = row.value.clone();
    row.value.erase(app.clock.now());
    let mut batch = Batch::new();
    batch.update(&row).unwrap();
    move_inbox(&mut batch, Some(&before), &row.value).unwrap();
    batch.commit(app.table.as_ref()).await.unwrap();
    assert!(desk.says("停水").await.is_empty());
    let month = keys::month(app.clock.now());
    let mut rows = 0;
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Main, keys::search_partition(&month, shard), 10);
        for item in app.table.query(&query).await.unwrap().items {
            let known: SearchQuestion = serde_json::from_str(&item.body).unwrap();
            assert_eq!((known.question, known.words.as_str()), (question.clone(), ""));
            rows += 1;
        }
    }
    assert_eq!(rows, 1);
}
