//! Topics, rules, greetings: what is answered from the published content alone.

use domain::conversation::MenuPosition;

use super::Decision;
use crate::{
    intent::{Intent, key_intent},
    known::Known,
    texts::Texts,
};

/// Answers such an intent; `false` when it is another kind.
pub(super) fn decide(decision: &mut Decision, known: &Known, intent: &Intent, texts: Texts<'_>) -> bool {
    match intent {
        Intent::Topic(path) => topic(decision, path, texts),
        Intent::List(path) => list(decision, path, texts),
        Intent::NoSuchNumber(number, path) => decision.page(texts.no_such_number(*number, path), texts),
        Intent::Rule(place) => rule(decision, *place, texts),
        Intent::Speak(_) => {
            decision.menu = MenuPosition::default();
            decision.page(texts.speaks(), texts);
        }
        Intent::EmergencyNumbers => {
            let reply = texts.content.emergency.reply.get(texts.language).to_owned();
            decision.page(reply, texts);
        }
        Intent::Follow(scene) => follow(decision, known, scene.as_deref(), texts),
        _ => return false,
    }
    true
}

fn topic(decision: &mut Decision, path: &[u8], texts: Texts<'_>) {
    let Some(category) = texts.content.category(path) else { return list(decision, &[], texts) };
    // After a list numbers mean its topics; after a page they mean the list that it stands in.
    let position = if category.children.is_empty() { &path[..path.len() - 1] } else { path };
    decision.menu = MenuPosition { path: position.to_vec() };
    decision.page(texts.topic(category, path), texts);
}

fn list(decision: &mut Decision, path: &[u8], texts: Texts<'_>) {
    if !path.is_empty() && texts.content.category(path).is_some() {
        return topic(decision, path, texts);
    }
    decision.menu = MenuPosition::default();
    decision.page(texts.help(), texts);
}

fn rule(decision: &mut Decision, place: usize, texts: Texts<'_>) {
    let Some(rule) = texts.content.rules.get(place) else { return list(decision, &[], texts) };
    if texts.content.category(&rule.category).is_some() {
        topic(decision, &rule.category, texts);
    } else {
        decision.page(rule.reply.get(texts.language).to_owned(), texts);
    }
}

fn follow(decision: &mut Decision, known: &Known, scene: Option<&str>, texts: Texts<'_>) {
    let greeting = if known.is_new { texts.greeting() } else { texts.welcome_back() };
    decision.menu = MenuPosition::default();
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
