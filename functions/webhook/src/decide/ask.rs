//! Own questions: a new one with its receipt, more of the one that is open, or a known answer on offer. One receipt a
//! burst.

use domain::{
    conversation::Rate,
    follower::{Follower, OpenQuestion},
    ids::{MessageKey, QuestionId, QuestionNumber},
    language::Language,
    privacy::mask_identity,
    question::{Question, State, mark},
};

use super::{Circumstances, Decision, OwnReply, QuestionChange, offers};
use crate::{inbound::Inbound, intent::Intent, known::Known, texts::Texts};

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
        Intent::Nudge => {
            if let Some(waiting) = known.unanswered() {
                decision.say(texts.person_waits(&waiting.number, waiting.promised_at));
            }
        }
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
        let offered = offers::offer(decision, known, inbound, &masked, urgent, texts, at);
        reply = offered
            .unwrap_or_else(|| opens(decision, known, inbound, masked.into_owned(), urgent, texts, at));
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

/// A new question, with what waits for a choice or was offered an answer just now: it says what this is about.
fn opens(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    text: String,
    urgent: bool,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) -> OwnReply {
    let before = decision.menu.offer.take();
    let before = before.filter(|offer| !offer.is_answer || at.now < offer.asked_at + at.burst);
    let (text, messages) = match before {
        Some(offer) => (format!("{}\n{text}", offer.text), vec![offer.message, inbound.key.clone()]),
        None => (text, vec![inbound.key.clone()]),
    };
    let attachments = u32::from(carries_something(inbound));
    let asked = Asked { text, messages, attachments, urgent };
    let question = new_question(&known.follower, inbound.openid.as_str(), decision.language, asked, at);
    let reply = receipt(&question, texts);
    remember(decision, question);
    reply
}

/// What is said of a new question.
pub(super) fn receipt(question: &Question, texts: Texts<'_>) -> OwnReply {
    OwnReply {
        full: texts.receipt(&question.number, question.promised_at),
        short: texts.short_receipt(&question.number),
        card: None,
    }
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
    let before = known.continued(at.now, at.burst)?;
    let mut after = before.clone();
    after.join(line, inbound.key.clone(), carries_something(inbound), at.now).ok()?;
    Some(QuestionChange::Changed(Box::new((before.clone(), after))))
}

fn carries_something(inbound: &Inbound) -> bool {
    inbound.attachment.is_some() || matches!(inbound.said, domain::conversation::Said::Location { .. })
}

/// What a new question is made of.
pub(crate) struct Asked {
    /// Its text.
    pub(crate) text: String,
    /// The messages that it was said in, the first of them first.
    pub(crate) messages: Vec<MessageKey>,
    /// Files and places that came with them.
    pub(crate) attachments: u32,
    /// A word of danger is in it.
    pub(crate) urgent: bool,
}

/// A new question. Its id follows from its first message: who opens it twice opens one.
pub(crate) fn new_question(
    follower: &Follower,
    openid: &str,
    language: Language,
    asked: Asked,
    at: Circumstances<'_>,
) -> Question {
    let named_by = if at.question_taken { asked.messages.last() } else { asked.messages.first() };
    let id: QuestionId = at.key.question(openid, named_by.map_or("", MessageKey::as_str));
    Question {
        number: QuestionNumber::candidate(&id, at.number_candidate),
        id,
        follower: follower.id.clone(),
        language,
        state: State::Waiting,
        text: asked.text,
        messages: asked.messages,
        attachments: asked.attachments,
        urgent: asked.urgent,
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

pub(super) fn remember(decision: &mut Decision, question: Question) {
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
    if decision.menu.offer.is_some() {
        // They mean what they asked last.
        return offers::ask_person(decision, known, inbound, texts, at);
    }
    if let Some(waiting) = known.unanswered() {
        return decision.say(texts.person_waits(&waiting.number, waiting.promised_at));
    }
    let asked = Asked {
        text: mark::PERSON.to_owned(),
        messages: vec![inbound.key.clone()],
        attachments: 0,
        urgent: false,
    };
    let question = new_question(&known.follower, inbound.openid.as_str(), decision.language, asked, at);
    decision.reply = Some(OwnReply {
        full: texts.person(&question.number, question.promised_at),
        short: texts.short_receipt(&question.number),
        card: None,
    });
    remember(decision, question);
}
