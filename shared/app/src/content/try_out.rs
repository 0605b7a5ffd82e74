//! What a text would trigger, by the callback's own understanding.

use domain::{
    content::{
        Snapshot,
        answer::{ContentAnswer, answer},
    },
    conversation::MenuPosition,
    intent::{Intent, words},
    language::Language,
    texts::Texts,
};
use jiff::Timestamp;

use super::{Bank, Found};

/// What it would trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What it is understood as.
    pub intent: Intent,
    /// What is answered, when the content alone answers it.
    pub answer: Option<ContentAnswer>,
    /// Known answers that are offered to who asks this; they are looked for when nothing else answers.
    pub found: Found,
    /// The language of the answer.
    pub language: Language,
}

/// Tries a text of somebody who is at the top of the topics.
#[must_use]
pub fn try_out(content: &Snapshot, text: &str, now: Timestamp) -> Tried {
    let content = content.shown_at(now);
    let intent = match words(text, &content, &MenuPosition::default()) {
        // Nothing waits for somebody at the top.
        Intent::Greeting | Intent::Nudge => Intent::List(Vec::new()),
        intent => intent,
    };
    let language = match &intent {
        Intent::Speak(language) => *language,
        _ => Language::of_text(text).unwrap_or_default(),
    };
    let answer = answer(&intent, Texts { content: &content, language, now });
    let found = match intent {
        Intent::Ask { urgent: false } => Bank::of(&content).find(text, &content, now),
        _ => Found::Nothing,
    };
    Tried { intent, answer, found, language }
}
