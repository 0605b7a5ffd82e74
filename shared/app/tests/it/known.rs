//! What became of known answers, and which questions should have one.

use crate::support::Office;
use app::{
    AppError, content, groups,
    jobs::{Work, WorkerJob},
    known::{Counts, Outcome, count, counts, next, propose},
    rows::{Batch, new_job},
    testing::asks,
};
use domain::{
    content::{Bilingual, Snapshot, edit::Edit, known::KnownAnswer},
    ids::GroupId,
    staff::Role,
};
use jiff::civil::date;

fn water() -> KnownAnswer {
    KnownAnswer {
        id: "water".to_owned(),
        question: Bilingual {
            zh: "三农场小区停水，几点恢复供水？".to_owned(), en: "Water?".to_owned()
        },
        answer: Bilingual { zh: "18:00".to_owned(), en: "18:00".to_owned() },
        review_on: date(2027, 1, 1),
        ..KnownAnswer::default()
    }
}

async fn job(office: &Office, tag: u8, outcome: Outcome) -> WorkerJob {
    let work = Work::KnownOutcome { answer: "water".to_owned(), outcome };
    let job = new_job(work, office.app.clock.now(), [tag; 10]);
    let mut batch = Batch::new();
    batch.insert(&job).unwrap();
    batch.commit(office.app.table.as_ref()).await.unwrap();
    job
}

#[tokio::test]
async fn each_outcome_counts_once_however_often_its_job_comes() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let mut jobs = Vec::new();
    for tag in 0..12 {
        let outcome = if tag % 3 == 0 { Outcome::Solved } else { Outcome::Offered };
        jobs.push((job(&office, tag, outcome).await, outcome));
    }
    let mut running = tokio::task::JoinSet::new();
    for (job, outcome) in jobs.iter().chain(&jobs).cloned() {
        let app = office.app.clone();
        running.spawn(async move { count(&app, &job, "water", outcome).await });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap().unwrap();
    }
    let counts = counts(&office.app, &zhang).await.unwrap();
    let expected = Counts { id: "water".to_owned(), offered: 8, solved: 4, person: 0 };
    assert_eq!(counts.into_values().collect::<Vec<_>>(), [expected]);
}

#[tokio::test]
async fn what_several_asked_is_next_until_a_known_answer_says_it() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let mut first = None;
    for (openid, text) in [
        ("o1", "三农场小区停水，几点恢复供水？"),
        ("o2", "请问三农场小区停水什么时候恢复供水"),
        ("o3", "老年大学什么时候报名？"),
        ("o4", "中山路口红绿灯不亮了，很危险"),
        ("o4", "中山路口的红绿灯又不亮了，很危险"),
    ] {
        let question = asks(&office.app, openid, text).await;
        groups::place(&office.app, &question).await.unwrap();
        first.get_or_insert(GroupId::of(&question));
    }
    let wanted = next(&office.app, &zhang, &Snapshot::default()).await.unwrap();
    assert_eq!(
        wanted.iter().map(|group| (&group.id, group.askers)).collect::<Vec<_>>(),
        [(&first.clone().unwrap(), 2)]
    );
    let covered = Snapshot { known: vec![water()], ..Snapshot::default() };
    assert_eq!(next(&office.app, &zhang, &covered).await.unwrap(), []);
    let proposed = propose(&office.app, &zhang, first.as_ref()).await.unwrap();
    assert_eq!(proposed.question.zh, "三农场小区停水，几点恢复供水？");
    assert_eq!((proposed.answer, proposed.review_on), (Bilingual::default(), date(2027, 5, 24)));
    let reader = office.member("guo", "郭", Role::Reader).await;
    assert!(matches!(propose(&office.app, &reader, None).await, Err(AppError::Denied(_))));
}

#[tokio::test]
async fn known_answers_are_edited_as_a_draft_like_the_rest() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let put = |known: KnownAnswer| Edit::Known { known: Box::new(known) };
    content::edit(&office.app, &zhang, put(water()), None).await.unwrap();
    let broken = KnownAnswer { answer: Bilingual::default(), ..water() };
    let refused = content::edit(&office.app, &zhang, put(broken), None).await;
    assert!(matches!(refused, Err(AppError::Input { field: "answer.zh", .. })), "{refused:?}");
    let working = content::working(&office.app, &zhang).await.unwrap();
    assert_eq!((working.snapshot().known.len(), working.live.known.len()), (1, 0));
    assert!(working.changes().iter().any(|change| change.part == "known:water"));
    let gone = Edit::RemoveKnown { id: "nothing".to_owned() };
    let missing = content::edit(&office.app, &zhang, gone, None).await;
    assert_eq!(missing, Err(AppError::NotFound("known answer")));
}
