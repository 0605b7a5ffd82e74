//! The decision: a pure function over what is known, the content snapshot, the contact and the time.
//!
//! It says what is answered and what changes; `record` writes it, in one transaction with the message row.

mod ask;
mod offers;
mod own;
mod topics;

pub(crate) use ask::{Asked, new_question};
pub(crate) use offers::may_be_offered;

use app::known::Outcome;
use domain::{
    content::Snapshot,
    conversation::{MenuPosition, Rate, ReplyCard},
    follower::Follower,
    ids::AccountKey,
    language::Language,
    question::Question,
    window::Contacts,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    inbound::{Contact, Inbound},
    intent::Intent,
    known::Known,
    texts::Texts,
};

/// What is answered, before anything is handed over with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnReply {
    /// The whole.
    pub full: String,
    /// What stands for it when a waiting answer needs the room; may be empty.
    pub short: String,
    /// Shown instead of the words when nothing is handed over with them.
    pub card: Option<ReplyCard>,
}

/// What happens to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionChange {
    /// A new one.
    Asked(Box<Question>),
    /// One got longer, or was taken back: before and after.
    Changed(Box<(Question, Question)>),
}

/// What else has to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// Fetch the attachment.
    FetchAttachment,
    /// Ask the platform about a new follower.
    FetchProfile,
    /// Note that waiting deliveries can't be sent.
    Unfollowed,
    /// Erase.
    Erase,
    /// Known questions were listed: when nobody chooses, it is a question for an officer.
    OfferWaits,
    /// Count what became of a known answer.
    Count {
        /// Its id.
        answer: String,
        /// What.
        outcome: Outcome,
    },
}

/// The outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The reply; `None` is the bare `success`.
    pub reply: Option<OwnReply>,
    /// The profile afterwards.
    pub follower: Follower,
    /// Position in the topics afterwards.
    pub menu: MenuPosition,
    /// Contacts afterwards.
    pub contacts: Contacts,
    /// Rate afterwards.
    pub rate: Rate,
    /// The language that was answered in.
    pub language: Language,
    /// What happens to a question.
    pub question: Option<QuestionChange>,
    /// What else has to be done.
    pub consequences: Vec<Consequence>,
}

/// What does not come from the store.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The published content.
    pub content: &'a Snapshot,
    /// The key of ids.
    pub key: &'a AccountKey,
    /// Text sent within this time joins the open question.
    pub burst: SignedDuration,
    /// How long the threads of who left are kept.
    pub retention: SignedDuration,
    /// Which candidate to take for a new question's number: one more after each collision.
    pub number_candidate: usize,
    /// What was offered an answer has been a question already: the next one takes its id from this message.
    pub question_taken: bool,
    /// The time.
    pub now: Timestamp,
}

/// Decides.
#[must_use]
pub fn decide(known: &Known, inbound: &Inbound, intent: &Intent, at: Circumstances<'_>) -> Decision {
    let previous = known.previous.as_ref();
    let mut follower = known.follower.clone();
    let language = speak(&mut follower, known.is_new, inbound, intent);
    // Who only says hello, or asks whether anybody is there, has not asked yet: they see what there is, unless it is more of
    // what they just asked. Who asks later whether anybody is there hears that their question waits.
    let (asked, list) = (Intent::Ask { urgent: false }, Intent::List(Vec::new()));
    let intent = match intent {
        Intent::Greeting | Intent::Nudge if known.continued(at.now, at.burst).is_some() => &asked,
        // They mean what they asked last, and did not get an officer for.
        Intent::Nudge if previous.is_some_and(|message| is_pressing(&message.menu_at(at.now), at)) => {
            &Intent::Person
        }
        Intent::Nudge if known.unanswered().is_some() => &Intent::Nudge,
        Intent::Greeting | Intent::Nudge => &list,
        intent => intent,
    };
    let contacts = previous.map(|message| message.contacts).unwrap_or_default();
    let mut decision = Decision {
        reply: None,
        menu: previous.map(|message| message.menu_at(at.now)).unwrap_or_default(),
        contacts: inbound.grant.map_or(contacts, |grant| contacts.with(grant, at.now)),
        rate: previous.map(|message| message.rate).unwrap_or_default(),
        language,
        question: None,
        consequences: Vec::new(),
        follower,
    };
    match intent {
        Intent::Unfollow => {
            if !known.overtaken {
                decision.follower.unfollowed(at.now, at.retention);
                decision.consequences.push(Consequence::Unfollowed);
            }
            return decision;
        }
        Intent::Revoke => {
            decision.menu.offer = None;
            decision.consequences.push(Consequence::Erase);
            return decision;
        }
        _ if known.overtaken => {}
        _ => decision.follower.contacted(&inbound.openid),
    }
    if known.is_new {
        decision.consequences.push(Consequence::FetchProfile);
    }
    if inbound.attachment.is_some() {
        decision.consequences.push(Consequence::FetchAttachment);
    }
    let texts = Texts { content: at.content, language, now: at.now };
    if !topics::decide(&mut decision, known, intent, texts)
        && !own::decide(&mut decision, known, intent, texts, at.now)
        && !offers::decide(&mut decision, known, inbound, intent, texts, at)
    {
        ask::decide(&mut decision, known, inbound, intent, texts, at);
    }
    mark_speech(&mut decision, inbound, texts);
    decision
}

/// The language to answer in. It is kept when it was chosen, or guessed from a first contact or a question; the
/// language of any other word is only answered in.
fn speak(follower: &mut Follower, is_new: bool, inbound: &Inbound, intent: &Intent) -> Language {
    if let Intent::Speak(language) = intent {
        follower.choose_language(*language);
        return *language;
    }
    let Contact::Words { text, .. } = &inbound.contact else { return follower.language };
    // A number is in no language.
    if matches!(intent, Intent::Query(typed) if typed.eq_ignore_ascii_case(text.trim())) {
        return follower.language;
    }
    let mut guessed = follower.clone();
    guessed.guess_language(text);
    if is_new || matches!(intent, Intent::Ask { .. } | Intent::Greeting | Intent::Nudge) {
        follower.language = guessed.language;
    }
    guessed.language
}

/// Whether something is on offer that a resident was shown just now, or has to choose from.
fn is_pressing(menu: &MenuPosition, at: Circumstances<'_>) -> bool {
    menu.offer.as_ref().is_some_and(|offer| !offer.is_answer || at.now < offer.asked_at + at.burst)
}

fn mark_speech(decision: &mut Decision, inbound: &Inbound, texts: Texts<'_>) {
    if let (Contact::Words { text, spoken: true, .. }, Some(reply)) = (&inbound.contact, &mut decision.reply)
    {
        // A card has no room for what was understood.
        reply.card = None;
        reply.full = format!("{}\n{}", texts.heard(text), reply.full);
    }
}

impl Decision {
    /// Answers with something that can be asked for again.
    fn page(&mut self, full: String, texts: Texts<'_>) {
        self.reply = Some(OwnReply { full, short: texts.again(), card: None });
    }

    /// Answers with something short.
    fn say(&mut self, full: String) {
        self.reply = Some(OwnReply { short: full.clone(), full, card: None });
    }
}
