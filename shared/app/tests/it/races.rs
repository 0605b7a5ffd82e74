//! Two officers at the same question in the same moment, 200 times each: one of them wins, and no word is lost.

use crate::support::Office;
use app::{
    AppError, drafts,
    questions::{self, Answer, Seen},
    testing::asks,
};
use domain::{audit::Source, conversation::EntryBody, question::QuestionError};

const ROUNDS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_officers_race_to_take_and_one_wins_each_time() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let id = asks(&office.app, &format!("o{round}"), "老年卡在哪里办？").await;
        let take = |actor: &domain::staff::Actor| {
            let (app, actor, id) = (office.app.clone(), actor.clone(), id.clone());
            tokio::spawn(async move { questions::take(&app, &actor, &id).await })
        };
        let (a, b) = (take(&zhang), take(&li));
        let (a, b) = (a.await.unwrap(), b.await.unwrap());
        let (winner, loser) = if a.is_ok() { (0, b) } else { (1, a) };
        let name = ["zhang", "li"][winner];
        assert_eq!(loser.unwrap_err(), AppError::Question(QuestionError::TakenBy(name.into())));
        let thread = questions::thread(&office.app, &zhang, &id).await.unwrap();
        assert_eq!((thread.question.assignee.unwrap().as_str(), thread.entries.len()), (name, 1));
        won[winner] += 1;
    }
    println!("take: {ROUNDS} races, zhang won {}, li won {}, two winners 0, no winner 0", won[0], won[1]);
    office.audit(Source::Admin).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_officers_race_to_answer_and_the_losers_words_are_kept() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let id = asks(&office.app, &format!("o{round}"), "老年卡在哪里办？").await;
        let seen = questions::thread(&office.app, &zhang, &id).await.unwrap().seen;
        let answer = |actor: &domain::staff::Actor, seen: &Seen| {
            let (app, actor, id) = (office.app.clone(), actor.clone(), id.clone());
            let text = format!("{} 的答复 {round}", actor.login);
            let command = Answer { text: text.clone(), seen: Some(seen.clone()), ..Answer::default() };
            tokio::spawn(async move {
                drafts::save(&app, &actor, &id, &text).await.unwrap();
                questions::answer(&app, &actor, &id, command).await
            })
        };
        let (a, b) = (answer(&zhang, &seen), answer(&li, &seen));
        let (a, b) = (a.await.unwrap(), b.await.unwrap());
        let (winner, loser, error) = if a.is_ok() { (&zhang, &li, b) } else { (&li, &zhang, a) };
        assert_eq!(error.unwrap_err(), AppError::Stale);
        let thread = questions::thread(&office.app, &zhang, &id).await.unwrap();
        assert_eq!((thread.deliveries.len(), thread.entries.len()), (1, 1), "one answer went out");
        let expected = format!("{} 的答复 {round}", winner.login);
        assert!(matches!(&thread.entries[0].body, EntryBody::Answer { text, .. } if *text == expected));
        assert_eq!(drafts::find(&office.app, winner, &id).await.unwrap(), None);
        let kept = drafts::find(&office.app, loser, &id).await.unwrap().unwrap();
        assert_eq!(kept.text, format!("{} 的答复 {round}", loser.login));
        won[usize::from(winner.login == li.login)] += 1;
    }
    println!("answer: {ROUNDS} races, zhang won {}, li won {}, two answers 0, lost drafts 0", won[0], won[1]);
    office.audit(Source::Admin).await;
}
