//! What is answered when the table takes nothing: from the content in memory alone.
//!
//! Topics, rules and the emergency numbers stand there; a question gets a text in both languages that it was received
//! and that its number follows. The top of the topics counts as the place where a number was typed.

use app::content::Found;
use domain::{
    content::Snapshot,
    conversation::{MenuPosition, Reply},
    follower::Follower,
    ids::AccountKey,
    language::Language,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use wechat::reply::TEXT_LIMIT_BYTES;

use crate::{
    compose::within,
    decide::{Circumstances, decide},
    inbound::Inbound,
    intent::{Intent, understand},
    known::Known,
    texts::Texts,
};

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answered {
    /// The reply; `None` is the bare `success`.
    pub(crate) reply: Option<Reply>,
    /// Nothing is left to be said.
    pub(crate) complete: bool,
}

impl Answered {
    /// A bare `success` that needs nothing more.
    pub(crate) const NOTHING: Self = Self { reply: None, complete: true };
}

/// Answers a contact. `create_time`: the message's own, so that a retry gets the same bytes.
#[must_use]
pub(crate) fn answer(
    inbound: &Inbound,
    content: &Snapshot,
    key: &AccountKey,
    create_time: i64,
    now: Timestamp,
) -> Answered {
    let intent = understand(&inbound.contact, content, &MenuPosition::default());
    if !inbound.reply_is_shown || intent == Intent::Nothing {
        return Answered::NOTHING;
    }
    let texts = Texts { content, language: Language::Chinese, now };
    let (text, complete) = match intent {
        Intent::Ask { urgent: true } => (texts.urgent_received(), false),
        // Without content, a question and a word of ours look alike.
        _ if content.version == 0 => (texts.received_reply_follows(), false),
        Intent::Ask { urgent: false } | Intent::Person => (texts.received_number_follows(), false),
        Intent::Nudge | Intent::Progress | Intent::Query(_) | Intent::Withdraw(_) => {
            (texts.received_reply_follows(), false)
        }
        intent => (page(inbound, &intent, content, key, now), true),
    };
    let text = within(TEXT_LIMIT_BYTES, text, texts.language);
    let reply = (!text.is_empty()).then_some(Reply { text, create_time, own: None, card: None });
    Answered { reply, complete }
}

/// What stands in the content, in the language of the words; in both when they tell none and there is room.
fn page(inbound: &Inbound, intent: &Intent, content: &Snapshot, key: &AccountKey, now: Timestamp) -> String {
    let [zh, en] = [Language::Chinese, Language::English].map(|language| {
        let at = Circumstances {
            content,
            key,
            burst: SignedDuration::ZERO,
            retention: SignedDuration::ZERO,
            number_candidate: 0,
            question_taken: false,
            now,
        };
        let decision = decide(&nobody(inbound, key, language, now), inbound, intent, at);
        decision.reply.map(|reply| reply.full).unwrap_or_default()
    });
    if zh == en || zh.len() + en.len() + 2 > TEXT_LIMIT_BYTES {
        return zh;
    }
    format!("{zh}\n\n{en}")
}

/// A resident of whom nothing is known but the language.
fn nobody(inbound: &Inbound, key: &AccountKey, language: Language, now: Timestamp) -> Known {
    let id = key.follower(inbound.openid.as_str());
    let mut follower = Follower::new(id, inbound.openid.clone(), now);
    follower.language = language;
    Known {
        follower,
        is_new: true,
        overtaken: false,
        previous: None,
        open: Vec::new(),
        numbered: None,
        due: Vec::new(),
        found: Found::Nothing,
    }
}
