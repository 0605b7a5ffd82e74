//! Several questions at once, lists over several states, and what a list says of residents.

use crate::support::Office;
use app::{
    AppError, followers,
    questions::{self, Answer, BULK_LIMIT, BulkAct, Filter, List, Order},
    testing::{asks, leaves},
};
use domain::{
    audit::Source,
    egress::Egress,
    ids::QuestionId,
    question::{QuestionError, State},
    staff::{Actor, Permission, Role},
    window::Allowance,
};
use jiff::SignedDuration;

async fn asked(office: &Office, count: usize) -> Vec<QuestionId> {
    let mut questions = Vec::new();
    for n in 0..count {
        questions.push(asks(&office.app, &format!("o{n}"), &format!("第 {n} 个问题")).await);
        office.clock.advance(SignedDuration::from_secs(7));
    }
    questions
}

#[tokio::test]
async fn several_are_given_and_what_is_over_keeps_the_others_from_nothing() {
    let office = Office::open().await;
    let (zhang, _li) = (office.officer("zhang").await, office.officer("li").await);
    let mut questions = asked(&office, 5).await;
    questions::end(&office.app, &zhang, &questions[2]).await.unwrap();
    questions.push(QuestionId::from("NOPE"));
    questions.push(questions[0].clone());
    let to = BulkAct::Assign("li".into());
    let done = questions::bulk(&office.app, &zhang, &to, &questions).await.unwrap();
    assert_eq!(done.done.len(), 4, "one named twice counts once");
    let mut refused = done.refused;
    refused.sort_by_key(|(id, _)| id.as_str() == "NOPE");
    assert_eq!(
        refused,
        [
            (questions[2].clone(), AppError::Question(QuestionError::Over)),
            (QuestionId::from("NOPE"), AppError::NotFound("question"))
        ]
    );
    let counts = questions::count(&office.app, &zhang).await.unwrap();
    assert_eq!((counts.waiting, counts.taken), (0, 4));
    let again = questions::bulk(&office.app, &zhang, &to, &questions[..1]).await.unwrap();
    assert_eq!(again.done, questions[..1], "who has it already is no failure");
    let acts = office.audit(Source::Admin).await;
    assert_eq!(acts.iter().filter(|act| act.starts_with("zhang assigned")).count(), 4);
}

#[tokio::test]
async fn several_are_ended_and_each_is_written_down() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let questions = asked(&office, 3).await;
    let done = questions::bulk(&office.app, &officer, &BulkAct::End, &questions).await.unwrap();
    assert_eq!((done.done.len(), done.refused.len()), (3, 0));
    for question in &questions {
        let thread = questions::thread(&office.app, &officer, question).await.unwrap();
        assert_eq!((thread.question.state, thread.entries.len()), (State::Ended, 1));
    }
    assert_eq!(office.audit(Source::Admin).await.iter().filter(|act| act.contains(" ended ")).count(), 3);
}

#[tokio::test]
async fn who_chose_nothing_or_nobody_is_told_and_nothing_happens() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let questions = asked(&office, 2).await;
    let many: Vec<_> = (0..=BULK_LIMIT).map(|n| QuestionId::from(format!("Q{n}"))).collect();
    for (act, chosen, wrong) in [
        (BulkAct::End, &[][..], "questions"),
        (BulkAct::End, &many[..], "questions"),
        (BulkAct::Assign("nobody".into()), &questions[..], "assignee"),
        (BulkAct::Assign("".into()), &questions[..], "assignee"),
    ] {
        let error = questions::bulk(&office.app, &officer, &act, chosen).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field, .. } if field == wrong), "{error:?}");
    }
    let reader = office.member("reader", "", Role::Reader).await;
    let error = questions::bulk(&office.app, &reader, &BulkAct::End, &questions).await.unwrap_err();
    assert!(matches!(error, AppError::Denied(denied) if denied.0 == Permission::Answer));
    assert_eq!(questions::count(&office.app, &officer).await.unwrap().waiting, 2);
}

async fn listed(office: &Office, officer: &Actor, states: &[State], filter: Filter) -> Vec<QuestionId> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let list = List {
            states: states.to_vec(),
            filter: filter.clone(),
            order: Order::OldestFirst,
            limit: 2,
            cursor,
        };
        let page = questions::list(&office.app, officer, list).await.unwrap();
        seen.extend(page.lines.into_iter().map(|line| line.question));
        cursor = page.next;
        if cursor.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn whatever_is_open_stands_in_one_list_and_what_is_due_soon_in_another() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let questions = asked(&office, 6).await;
    questions::take(&office.app, &officer, &questions[1]).await.unwrap();
    questions::end(&office.app, &officer, &questions[3]).await.unwrap();
    let answer = Answer { text: "好".to_owned(), ..Answer::default() };
    questions::answer(&office.app, &officer, &questions[0], answer).await.unwrap();
    let pick = |places: &[usize]| places.iter().map(|n| questions[*n].clone()).collect::<Vec<_>>();
    // The one that was answered stands where its answer does: last.
    let open = listed(&office, &officer, &State::OPEN, Filter::default()).await;
    assert_eq!(open, pick(&[1, 2, 4, 5, 0]));
    // Each was promised an answer within an hour, and asked 7 seconds after the one before.
    let soon = office.app.clock.now() + SignedDuration::from_mins(60) - SignedDuration::from_secs(20);
    let due = Filter { due_by: Some(soon), ..Filter::default() };
    assert_eq!(listed(&office, &officer, &[State::Waiting, State::Taken], due).await, pick(&[1, 2]));
}

#[tokio::test]
async fn a_list_knows_remarks_and_what_may_be_sent_as_the_sender_judges_it() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let fresh = asks(&office.app, "o1", "停水了？").await;
    let gone = asks(&office.app, "o2", "公交改道了吗？").await;
    let (one, two) = (office.app.key.follower("o1"), office.app.key.follower("o2"));
    followers::remark(&office.app, &officer, &one, "王阿姨").await.unwrap();
    leaves(&office.app, "o2").await;
    let list = List {
        states: vec![State::Waiting],
        filter: Filter::default(),
        order: Order::OldestFirst,
        limit: 10,
        cursor: None,
    };
    let lines = questions::list(&office.app, &officer, list).await.unwrap().lines;
    assert_eq!(lines.len(), 2, "{fresh} {gone}");
    office.clock.advance(SignedDuration::from_hours(40));
    let found = questions::asides(&office.app, &officer, &lines).await.unwrap();
    assert_eq!(found[&one].remark.as_deref(), Some("王阿姨"));
    let thread = questions::thread(&office.app, &officer, &fresh).await.unwrap();
    assert_eq!(found[&one].allowance, Some(thread.allowance));
    assert!(matches!(thread.allowance, Allowance::Open { left: 5, .. }));
    assert!(found[&two].left && found[&two].allowance.is_none());

    let mut silent = office.app.clone();
    silent.work.egress = Egress::None;
    let found = questions::asides(&silent, &officer, &lines).await.unwrap();
    assert_eq!(found[&one].allowance, None, "nobody calls the platform");
}
