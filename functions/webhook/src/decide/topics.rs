//! Topics, rules, greetings: what is answered from the published content alone.

use domain::content::answer::{ContentAnswer, answer};

use super::{Decision, OwnReply};
use crate::{
    intent::{Intent, key_intent},
    known::Known,
    texts::Texts,
};

/// Answers such an intent; `false` when it is another kind.
pub(super) fn decide(decision: &mut Decision, known: &Known, intent: &Intent, texts: Texts<'_>) -> bool {
    if let Intent::Follow(scene) = intent {
        follow(decision, known, scene.as_deref(), texts);
        return true;
    }
    let Some(ContentAnswer { text, card, position }) = answer(intent, texts) else { return false };
    if let Some(path) = position {
        decision.menu.list(path);
    }
    decision.reply = Some(OwnReply { full: text, short: texts.again(), card });
    true
}

fn follow(decision: &mut Decision, known: &Known, scene: Option<&str>, texts: Texts<'_>) {
    let greeting = if known.is_new { texts.greeting() } else { texts.welcome_back() };
    decision.menu.list(Vec::new());
    decision.follower.scene = scene.map(ToOwned::to_owned).or(decision.follower.scene.take());
    // Who came by the QR code of a topic wants that topic.
    let topic = scene.and_then(|scene| key_intent(scene, texts.content)).and_then(|intent| match intent {
        Intent::Topic(path) => texts.content.category(&path).map(|category| texts.topic(category, &path)),
        _ => None,
    });
    match topic.filter(|topic| topic.len() + greeting.len() + 2 <= wechat::reply::SAFE_TEXT_BYTES) {
        Some(topic) => decision.page(format!("{greeting}\n\n{topic}"), texts),
        None => decision.page(greeting, texts),
    }
}
