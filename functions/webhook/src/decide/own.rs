//! The resident's own questions: where they stand, taking one back; and small talk that needs no officer.

use domain::{ids::QuestionNumber, question::Question};
use jiff::Timestamp;

use super::{Decision, QuestionChange};
use crate::{intent::Intent, known::Known, texts::Texts};

/// Most questions listed in one reply.
const LISTED: usize = 8;

/// Answers such an intent; `false` when it is another kind.
pub(super) fn decide(
    decision: &mut Decision,
    known: &Known,
    intent: &Intent,
    texts: Texts<'_>,
    now: Timestamp,
) -> bool {
    match intent {
        Intent::Progress => progress(decision, known, texts),
        Intent::Query(typed) => query(decision, known, typed, texts),
        Intent::Withdraw(typed) => withdraw(decision, known, typed.as_deref(), texts, now),
        Intent::Courtesy => decision.say(texts.courtesy()),
        Intent::Code(result) => decision.say(texts.code(result)),
        _ => return false,
    }
    true
}

fn progress(decision: &mut Decision, known: &Known, texts: Texts<'_>) {
    let open: Vec<&Question> =
        known.open.iter().rev().filter(|question| !question.state.is_final()).collect();
    if open.is_empty() {
        return decision.say(texts.no_questions());
    }
    let lines: Vec<String> = open.into_iter().take(LISTED).map(|question| line(question, texts)).collect();
    decision.page(texts.progress(&lines), texts);
}

fn line(question: &Question, texts: Texts<'_>) -> String {
    texts.progress_line(&question.number, question.state, question.asked_at, question.promised_at)
}

fn query(decision: &mut Decision, known: &Known, typed: &str, texts: Texts<'_>) {
    let reply = match (&known.numbered, QuestionNumber::parse(typed)) {
        (Some(question), Some(_)) if question.follower == known.follower.id => line(question, texts),
        (Some(question), Some(number)) => texts.others(&number, question.state),
        _ => texts.not_found(),
    };
    decision.say(reply);
}

fn withdraw(decision: &mut Decision, known: &Known, typed: Option<&str>, texts: Texts<'_>, now: Timestamp) {
    if typed.is_none() && decision.menu.offer.take_if(|offer| !offer.is_answer).is_some() {
        return decision.say(texts.offer_dropped());
    }
    let own = match typed {
        None => known.open.iter().rev().find(|question| !question.state.is_final()),
        Some(_) => known.numbered.as_ref().filter(|question| question.follower == known.follower.id),
    };
    let Some(before) = own else {
        let reply = if typed.is_some() { texts.not_found() } else { texts.nothing_to_withdraw() };
        return decision.say(reply);
    };
    let mut after = before.clone();
    match after.withdraw(now) {
        Ok(()) => {
            decision.follower.closed(&after.id);
            decision.say(texts.withdrawn(&after.number));
            decision.question = Some(QuestionChange::Changed(Box::new((before.clone(), after))));
        }
        Err(_) => decision.say(texts.nothing_to_withdraw()),
    }
}
