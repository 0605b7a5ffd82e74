//! Own questions: a new one with its receipt, or more of the one that is open. One receipt a burst.

use domain::{
    conversation::Rate,
    follower::OpenQuestion,
    ids::{QuestionId, QuestionNumber},
    privacy::mask_identity,
    question::{Question, State},
};

use super::{Circumstances, Decision, OwnReply, QuestionChange};
use crate::{inbound::Inbound, intent::Intent, known::Known, texts::Texts};

/// The text of a question that only asks for an officer.
const PERSON_LINE: &str = "[转人工]";

/// Answers what the other kinds left.
pub(super) fn decide(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    intent: &Intent,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) {
    match intent {
        Intent::Ask { urgent } => ask(decision, known, inbound, *urgent, texts, at),
        Intent::Person => person(decision, known, inbound, texts, at),
        Intent::Unsupported => {
            // Staff see it in the thread; it opens no question by itself.
            if let Some(joined) = join(known, inbound, "", at) {
                decision.question = Some(joined);
            }
            decision.say(texts.unsupported());
        }
        _ => {}
    }
}

fn ask(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    urgent: bool,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) {
    decision.rate = decision.rate.with_one_at(at.now);
    let line = inbound.line();
    let masked = mask_identity(&line);
    let hidden = matches!(masked, std::borrow::Cow::Owned(_));
    let mut reply = OwnReply::default();
    if let Some(joined) = join(known, inbound, &masked, at) {
        decision.question = Some(joined);
    } else if decision.rate.count <= Rate::LIMIT {
        let question = new_question(known, inbound, decision, masked.into_owned(), urgent, at);
        reply.full = texts.receipt(&question.number, question.promised_at);
        reply.short = texts.short_receipt(&question.number);
        remember(decision, question);
    }
    if decision.rate.count == Rate::LIMIT + 1 {
        add(&mut reply, &texts.too_fast());
    }
    if hidden {
        add(&mut reply, &texts.identity_hidden());
    }
    if urgent {
        // The emergency numbers come first, whatever else is said, and every time.
        let numbers = at.content.emergency.reply.get(texts.language);
        reply.full = format!("{numbers}\n\n{}", reply.full).trim_end().to_owned();
        reply.short = format!("{numbers}\n{}", reply.short).trim_end().to_owned();
        if let Some(QuestionChange::Changed(change)) = &mut decision.question {
            change.1.urgent = true;
        }
    }
    decision.reply = Some(reply).filter(|reply| !reply.full.is_empty());
}

fn add(reply: &mut OwnReply, more: &str) {
    for text in [&mut reply.full, &mut reply.short] {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
}

/// More of the open question, when this comes within the burst and nobody has answered.
fn join(known: &Known, inbound: &Inbound, line: &str, at: Circumstances<'_>) -> Option<QuestionChange> {
    let before = known.unanswered().filter(|question| at.now < question.last_message_at + at.burst)?;
    let mut after = before.clone();
    after.join(line, inbound.key.clone(), carries_something(inbound), at.now).ok()?;
    Some(QuestionChange::Changed(Box::new((before.clone(), after))))
}

fn carries_something(inbound: &Inbound) -> bool {
    inbound.attachment.is_some() || matches!(inbound.said, domain::conversation::Said::Location { .. })
}

fn new_question(
    known: &Known,
    inbound: &Inbound,
    decision: &Decision,
    text: String,
    urgent: bool,
    at: Circumstances<'_>,
) -> Question {
    let id: QuestionId = at.key.question(inbound.openid.as_str(), inbound.key.as_str());
    Question {
        number: QuestionNumber::candidate(&id, at.number_candidate),
        id,
        follower: known.follower.id.clone(),
        language: decision.language,
        state: State::Waiting,
        text,
        messages: vec![inbound.key.clone()],
        attachments: u32::from(carries_something(inbound)),
        urgent,
        asked_at: at.now,
        last_message_at: at.now,
        promised_at: at.content.schedule.add(at.now, at.content.promise_minutes),
        answered_at: None,
        ended_at: None,
        assignee: None,
        category: Vec::new(),
        suggested: None,
        membership: None,
    }
}

fn remember(decision: &mut Decision, question: Question) {
    decision.follower.opened(OpenQuestion { id: question.id.clone(), number: question.number.clone() });
    decision.question = Some(QuestionChange::Asked(Box::new(question)));
}

fn person(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) {
    if let Some(waiting) = known.unanswered() {
        return decision.say(texts.person_waits(&waiting.number, waiting.promised_at));
    }
    let question = new_question(known, inbound, decision, PERSON_LINE.to_owned(), false, at);
    decision.reply = Some(OwnReply {
        full: texts.person(&question.number, question.promised_at),
        short: texts.short_receipt(&question.number),
        card: None,
    });
    remember(decision, question);
}
