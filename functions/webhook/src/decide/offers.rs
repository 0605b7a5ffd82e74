//! Known answers on offer: a sure one is shown with the question that was understood, unsure ones are a list to choose
//! from; a number says what comes next. Nothing is answered without saying to which question, and nothing that somebody
//! asked is lost: an officer is always one number away, and a list that nobody chooses from becomes a question.

use app::{content::Found, known::Outcome};
use domain::{
    content::{Snapshot, known::KnownAnswer},
    conversation::Offer,
    ids::QuestionId,
};

use super::{
    Circumstances, Consequence, Decision, OwnReply,
    ask::{Asked, new_question, receipt, remember},
};
use crate::{
    inbound::{Contact, Inbound},
    intent::Intent,
    known::Known,
    texts::Texts,
};

/// Whether known answers are looked for: words by themselves that are no more of something that waits already.
#[must_use]
pub(crate) fn may_be_offered(
    known: &Known,
    inbound: &Inbound,
    intent: &Intent,
    at: Circumstances<'_>,
) -> bool {
    let waits = known.continued(at.now, at.burst).is_some();
    let listed = known
        .previous
        .as_ref()
        .is_some_and(|message| message.menu_at(at.now).offer.is_some_and(|offer| !offer.is_answer));
    let typed = matches!(inbound.contact, Contact::Words { spoken: false, .. });
    *intent == Intent::Ask { urgent: false } && typed && !waits && !listed
}

/// Offers what was found instead of opening a question; `None` when there is nothing to offer.
pub(super) fn offer(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    text: &str,
    urgent: bool,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) -> Option<OwnReply> {
    let listed = decision.menu.offer.as_ref().is_some_and(|offer| !offer.is_answer);
    if urgent || listed {
        return None;
    }
    let (answers, is_answer) = match &known.found {
        Found::Nothing => return None,
        Found::Sure(id) => (vec![id.clone()], true),
        Found::Unsure(ids) => (ids.clone(), false),
    };
    let offer = Offer {
        message: inbound.key.clone(),
        text: text.to_owned(),
        asked_at: at.now,
        answers,
        is_answer,
        numbers: true,
    };
    let full = if is_answer { shown(decision, &offer, texts)? } else { listing(&offer, texts)? };
    if !is_answer {
        decision.consequences.push(Consequence::OfferWaits);
    }
    decision.menu.offer = Some(offer);
    Some(OwnReply { full, short: texts.again(), card: None })
}

/// An answer with its question, counted as shown.
fn shown(decision: &mut Decision, offer: &Offer, texts: Texts<'_>) -> Option<String> {
    let known = texts.content.known_answer(offer.answers.first()?)?;
    count(decision, offer, Outcome::Offered);
    Some(texts.known_answer(known, offer))
}

fn listing(offer: &Offer, texts: Texts<'_>) -> Option<String> {
    let known = offered(offer, texts.content)?;
    Some(texts.known_questions(&known, offer))
}

/// The known answers of a list; `None` when one of them is not published any more.
fn offered<'a>(offer: &Offer, content: &'a Snapshot) -> Option<Vec<&'a KnownAnswer>> {
    offer.answers.iter().map(|id| content.known_answer(id)).collect()
}

fn count(decision: &mut Decision, offer: &Offer, outcome: Outcome) {
    if let Some(answer) = offer.answers.first() {
        decision.consequences.push(Consequence::Count { answer: answer.clone(), outcome });
    }
}

/// Answers a number of an offer; `false` when it is another kind.
pub(super) fn decide(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    intent: &Intent,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) -> bool {
    match intent {
        Intent::Choose(number) => choose(decision, known, inbound, *number, texts, at),
        Intent::OfferOver => decision.say(texts.offer_over()),
        _ => return false,
    }
    true
}

fn choose(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    number: u8,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) {
    let Some(offer) = decision.menu.offer.clone() else { return decision.say(texts.offer_over()) };
    match (offer.is_answer, number) {
        (true, 1) => {
            count(decision, &offer, Outcome::Solved);
            decision.menu.offer = None;
            decision.say(texts.solved());
        }
        (true, 2) => ask_person(decision, known, inbound, texts, at),
        (true, _) => {
            again(decision, offer, |offer| Some(texts.no_such_choice(number, offer)), texts);
        }
        (false, number) if number == offer.person_number() => ask_person(decision, known, inbound, texts, at),
        (false, number) => match offer.answers.get(usize::from(number).wrapping_sub(1)).cloned() {
            Some(id) => {
                let one = Offer { answers: vec![id], is_answer: true, numbers: true, ..offer };
                match shown(decision, &one, texts) {
                    Some(full) => {
                        decision.page(full, texts);
                        decision.menu.offer = Some(one);
                    }
                    None => ask_person(decision, known, inbound, texts, at),
                }
            }
            None => again(decision, offer, |offer| listing(offer, texts), texts),
        },
    }
}

/// Says once more what there is to choose from.
fn again(
    decision: &mut Decision,
    offer: Offer,
    says: impl FnOnce(&Offer) -> Option<String>,
    texts: Texts<'_>,
) {
    let full = says(&offer).unwrap_or_else(|| texts.offer_over());
    decision.menu.offer = Some(Offer { numbers: true, ..offer });
    decision.page(full, texts);
}

/// What was asked becomes a question, in its own words.
pub(super) fn ask_person(
    decision: &mut Decision,
    known: &Known,
    inbound: &Inbound,
    texts: Texts<'_>,
    at: Circumstances<'_>,
) {
    let Some(offer) = decision.menu.offer.take() else { return decision.say(texts.offer_over()) };
    if offer.is_answer {
        count(decision, &offer, Outcome::Person);
    }
    let id: QuestionId = at.key.question(inbound.openid.as_str(), offer.message.as_str());
    // Nobody chose in time, and it was opened while this came.
    if let Some(open) = known.follower.open_questions.iter().find(|open| open.id == id) {
        return decision.say(texts.short_receipt(&open.number));
    }
    let messages = vec![offer.message, inbound.key.clone()];
    let asked = Asked { text: offer.text, messages, attachments: 0, urgent: false };
    let question = new_question(&known.follower, inbound.openid.as_str(), decision.language, asked, at);
    decision.reply = Some(receipt(&question, texts));
    remember(decision, question);
}
