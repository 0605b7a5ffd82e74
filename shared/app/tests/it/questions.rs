//! Officers list, read, take, give back, note and end questions.

use std::collections::BTreeSet;

use crate::support::Office;
use app::{
    AppError,
    questions::{self, Filter, List, Order},
    rows::{Batch, InboxLine},
    testing::{asks, says_more},
};
use domain::{
    audit::Source,
    conversation::{Change, EntryBody},
    ids::QuestionId,
    language::Language,
    question::{QuestionError, State},
    staff::{Actor, Permission, Role},
    time::beijing,
    window::Allowance,
};
use jiff::SignedDuration;

fn waiting(limit: usize, cursor: Option<String>) -> List {
    List { states: vec![State::Waiting], filter: Filter::default(), order: Order::OldestFirst, limit, cursor }
}

fn texts(lines: &[InboxLine]) -> Vec<&str> {
    lines.iter().map(|line| line.preview.as_str()).collect()
}

#[tokio::test]
async fn who_waits_longest_stands_first_over_all_pages() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let asked: Vec<String> = (0..25).map(|n| format!("第 {n:02} 个问题")).collect();
    for (n, text) in asked.iter().enumerate() {
        asks(&office.app, &format!("o{n}"), text).await;
        office.clock.advance(SignedDuration::from_secs(7));
    }
    for size in [1, 4, 7, 24, 25, 26] {
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = questions::list(&office.app, &officer, waiting(size, cursor)).await.unwrap();
            assert!(page.lines.len() <= size);
            seen.extend(page.lines.iter().map(|line| line.preview.clone()));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, asked, "pages of {size}");
    }
    let newest = List { order: Order::NewestFirst, ..waiting(3, None) };
    let page = questions::list(&office.app, &officer, newest).await.unwrap();
    assert_eq!(texts(&page.lines), ["第 24 个问题", "第 23 个问题", "第 22 个问题"]);
    let newest = List { order: Order::NewestFirst, ..waiting(3, page.next) };
    let page = questions::list(&office.app, &officer, newest).await.unwrap();
    assert_eq!(texts(&page.lines), ["第 21 个问题", "第 20 个问题", "第 19 个问题"]);
}

#[tokio::test]
async fn a_wrong_cursor_or_limit_says_what_to_do() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    for (list, wrong) in
        [(waiting(5, Some("x".into())), "cursor"), (waiting(0, None), "limit"), (waiting(201, None), "limit")]
    {
        let error = questions::list(&office.app, &officer, list).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field, .. } if field == wrong), "{error:?}");
    }
}

#[tokio::test]
async fn one_of_two_officers_takes_a_question_and_the_counts_follow() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    for round in 0..20 {
        let question = asks(&office.app, &format!("o{round}"), "老年卡在哪里办？").await;
        let (a, b) = tokio::join!(
            questions::take(&office.app, &zhang, &question),
            questions::take(&office.app, &li, &question)
        );
        let (winner, loser) = if a.is_ok() { (a, b) } else { (b, a) };
        let holder = winner.unwrap().assignee.unwrap();
        assert_eq!(loser.unwrap_err(), AppError::Question(QuestionError::TakenBy(holder)));
    }
    let counts = questions::count(&office.app, &zhang).await.unwrap();
    assert_eq!((counts.waiting, counts.taken, counts.answered), (0, 20, 0));
}

#[tokio::test]
async fn taking_twice_is_once_and_giving_back_lets_another_take() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    questions::take(&office.app, &zhang, &question).await.unwrap();
    questions::take(&office.app, &zhang, &question).await.unwrap();
    assert!(questions::release(&office.app, &li, &question).await.is_err(), "it is not his to give back");
    office.clock.advance(SignedDuration::from_secs(1));
    questions::release(&office.app, &zhang, &question).await.unwrap();
    office.clock.advance(SignedDuration::from_secs(1));
    questions::take(&office.app, &li, &question).await.unwrap();
    let thread = questions::thread(&office.app, &li, &question).await.unwrap();
    let changes: Vec<_> =
        thread.entries.iter().map(|entry| (entry.by.as_str(), entry.body.clone())).collect();
    let change = |what| EntryBody::Change { what };
    assert_eq!(
        changes,
        [
            ("zhang", change(Change::Taken)),
            ("zhang", change(Change::Released)),
            ("li", change(Change::Taken))
        ]
    );
}

#[tokio::test]
async fn a_thread_shows_both_sides_and_what_may_be_sent() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let other = asks(&office.app, "o1", "另一个问题").await;
    office.clock.advance(SignedDuration::from_secs(30));
    says_more(&office.app, &question, "要带什么？").await;
    questions::note(&office.app, &officer, &question, " 已问民政局\r\n等回话 ").await.unwrap();
    questions::note(&office.app, &officer, &other, "别的").await.unwrap();

    let thread = questions::thread(&office.app, &officer, &question).await.unwrap();
    assert_eq!(thread.messages.len(), 2);
    assert_eq!(thread.entries.len(), 1, "the other question's note stays there");
    let EntryBody::Note { text } = &thread.entries[0].body else { panic!("{thread:?}") };
    assert_eq!(text, "已问民政局\n等回话");
    assert_eq!(thread.question.text, "老年卡在哪里办？\n要带什么？");
    assert!(matches!(thread.allowance, Allowance::Open { left: 5, .. }));
    assert_eq!(thread.follower.unwrap().open_questions.len(), 2);
    office.clock.advance(SignedDuration::from_hours(49));
    let thread = questions::thread(&office.app, &officer, &question).await.unwrap();
    assert_eq!(thread.allowance, Allowance::Closed);
}

#[tokio::test]
async fn a_note_needs_words_and_has_an_end() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    for text in ["", " \r\n ", &"长".repeat(2667)] {
        let error = questions::note(&office.app, &officer, &question, text).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field: "text", .. }), "{error:?}");
    }
    questions::note(&office.app, &officer, &question, &"长".repeat(2666)).await.unwrap();
}

#[tokio::test]
async fn what_has_ended_takes_nothing_but_notes() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    questions::end(&office.app, &officer, &question).await.unwrap();
    let over = Err(AppError::Question(QuestionError::Over));
    assert_eq!(questions::take(&office.app, &officer, &question).await.map(drop), over);
    assert_eq!(questions::end(&office.app, &officer, &question).await.map(drop), over);
    questions::note(&office.app, &officer, &question, "补记").await.unwrap();
    let thread = questions::thread(&office.app, &officer, &question).await.unwrap();
    assert!(thread.follower.unwrap().open_questions.is_empty(), "the profile forgets it");
}

#[tokio::test]
async fn a_reader_reads_and_does_nothing_else() {
    let office = Office::open().await;
    let reader = office.member("reader", "", Role::Reader).await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    questions::thread(&office.app, &reader, &question).await.unwrap();
    for denied in [
        questions::take(&office.app, &reader, &question).await.map(drop),
        questions::release(&office.app, &reader, &question).await.map(drop),
        questions::end(&office.app, &reader, &question).await.map(drop),
        questions::note(&office.app, &reader, &question, "x").await.map(drop),
        questions::answer(&office.app, &reader, &question, Default::default()).await.map(drop),
    ] {
        assert!(matches!(denied, Err(AppError::Denied(denied)) if denied.0 == Permission::Answer));
    }
    let nobody = domain::staff::Actor::new("nobody".into(), String::new(), &BTreeSet::new());
    assert!(questions::list(&office.app, &nobody, waiting(1, None)).await.is_err());
    assert!(questions::thread(&office.app, &nobody, &question).await.is_err());
}

#[tokio::test]
async fn reading_a_thread_is_audited_once_an_hour_and_every_act_each_time() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    for _ in 0..3 {
        questions::thread(&office.app, &officer, &question).await.unwrap();
    }
    questions::take(&office.app, &officer, &question).await.unwrap();
    questions::note(&office.app, &officer, &question, "x").await.unwrap();
    office.clock.advance(SignedDuration::from_mins(50));
    questions::thread(&office.app, &officer, &question).await.unwrap();
    questions::end(&office.app, &officer, &question).await.unwrap();
    let done = ["read_thread", "took", "noted", "read_thread", "ended"];
    let expected: Vec<_> = done.iter().map(|done| format!("zhang {done} question:{question}")).collect();
    assert_eq!(office.audit(Source::Admin).await, expected);
}

#[tokio::test]
async fn an_unknown_question_is_not_found() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let error = questions::thread(&office.app, &officer, &QuestionId::from("NOPE")).await.unwrap_err();
    assert_eq!(error, AppError::NotFound("question"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_officers_at_once_all_get_through() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let mut acts = tokio::task::JoinSet::new();
    for n in 0..40 {
        let question = asks(&office.app, &format!("o{n}"), "老年卡在哪里办？").await;
        let (app, officer) = (office.app.clone(), officer.clone());
        acts.spawn(async move { questions::take(&app, &officer, &question).await });
    }
    let done = acts.join_all().await;
    assert!(done.iter().all(Result::is_ok), "{:?}", done.iter().filter(|done| done.is_err()).count());
    assert_eq!(office.audit(Source::Admin).await.len(), 40);
}

async fn filtered(
    (office, officer): (&Office, &Actor),
    filter: Filter,
    order: Order,
    limit: usize,
) -> Vec<String> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let list = List { filter: filter.clone(), order, ..waiting(limit, cursor) };
        let page = questions::list(&office.app, officer, list).await.unwrap();
        assert!(page.lines.len() <= limit);
        seen.extend(page.lines.into_iter().map(|line| line.preview));
        cursor = page.next;
        if cursor.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn a_filter_gives_what_fits_page_by_page_and_nothing_else() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let desk = (&office, &officer);
    let first = beijing(office.app.clock.now()).date();
    for n in 0..12 {
        let text =
            if n % 3 == 0 { format!("Question number {n:02}") } else { format!("第 {n:02} 个问题") };
        asks(&office.app, &format!("o{n}"), &text).await;
        office.clock.advance(SignedDuration::from_hours(12));
    }
    let english = Filter { language: Some(Language::English), ..Filter::default() };
    let wanted = ["Question number 00", "Question number 03", "Question number 06", "Question number 09"];
    for limit in [1, 2, 3, 4, 5] {
        assert_eq!(filtered(desk, english.clone(), Order::OldestFirst, limit).await, wanted);
        let mut newest = filtered(desk, english.clone(), Order::NewestFirst, limit).await;
        newest.reverse();
        assert_eq!(newest, wanted);
    }
    let second = first.tomorrow().unwrap();
    let day = Filter { from: Some(second), to: Some(second), ..Filter::default() };
    let of_day = filtered(desk, day.clone(), Order::OldestFirst, 1).await;
    assert_eq!(of_day.len(), 2, "two a day: {of_day:?}");
    assert_eq!(filtered(desk, day, Order::NewestFirst, 50).await.len(), 2);
    let nobody = Filter { assignee: Some("li".into()), ..Filter::default() };
    assert!(filtered(desk, nobody, Order::OldestFirst, 5).await.is_empty());
    let files = Filter { attachments: true, ..Filter::default() };
    assert!(filtered(desk, files, Order::OldestFirst, 5).await.is_empty());
}

#[tokio::test]
async fn what_few_fit_is_found_in_order_beyond_the_bound_of_a_page() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    asks(&office.app, "o1", "停水了").await;
    let mut line =
        questions::list(&office.app, &officer, waiting(1, None)).await.unwrap().lines.pop().unwrap();
    let mut wanted = Vec::new();
    for batch in 0..60 {
        let mut rows = Batch::new();
        for n in (batch * 90)..(batch * 90 + 90) {
            line.question = QuestionId::from(format!("{n:016}"));
            line.since += SignedDuration::from_secs(1);
            line.language = if n % 777 == 700 { Language::English } else { Language::Chinese };
            line.preview = n.to_string();
            if line.language == Language::English {
                wanted.push(line.preview.clone());
            }
            rows.insert(&line).unwrap();
        }
        rows.commit(office.app.table.as_ref()).await.unwrap();
    }
    let english = Filter { language: Some(Language::English), ..Filter::default() };
    let list = List { filter: english.clone(), ..waiting(50, None) };
    let first = questions::list(&office.app, &officer, list).await.unwrap();
    assert!(first.lines.len() < wanted.len() && first.next.is_some(), "a page has its bound");
    for limit in [1, 3, 50] {
        assert_eq!(filtered((&office, &officer), english.clone(), Order::OldestFirst, limit).await, wanted);
    }
    let mut newest = filtered((&office, &officer), english, Order::NewestFirst, 3).await;
    newest.reverse();
    assert_eq!(newest, wanted);
}
