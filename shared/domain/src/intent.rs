//! What a contact asks for. Pure: content, position in the topics and the contact in; intent out. Everything that a
//! decision needs from the store follows from it.

use crate::{
    content::{Command, Snapshot},
    conversation::MenuPosition,
    input::{self, Word},
    language::Language,
};

/// Longest text in bytes that a rule's word may be found inside.
const RULE_INSIDE_LIMIT: usize = 120;

/// What a contact asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// The topic at this path.
    Topic(Vec<u8>),
    /// The list at this path; empty is the top.
    List(Vec<u8>),
    /// A number that the list at this path does not have.
    NoSuchNumber(u8, Vec<u8>),
    /// The rule at this place.
    Rule(usize),
    /// Answers in this language from now on.
    Speak(Language),
    /// An officer, please.
    Person,
    /// Own open questions.
    Progress,
    /// One question by its number, as typed.
    Query(String),
    /// Take a question back: the newest, or by number as typed.
    Withdraw(Option<String>),
    /// Thanks and the like.
    Courtesy,
    /// The emergency numbers, without a question.
    EmergencyNumbers,
    /// An own question.
    Ask {
        /// A word of danger is in it.
        urgent: bool,
    },
    /// A kind that can't be read.
    Unsupported,
    /// Followed, by a scene or not.
    Follow(Option<String>),
    /// The words in a scanned code.
    Code(String),
    /// Left.
    Unfollow,
    /// Consent withdrawn.
    Revoke,
    /// Nothing to say.
    Nothing,
}

/// What a menu key or a QR scene stands for, if anything.
#[must_use]
pub fn key_intent(key: &str, content: &Snapshot) -> Option<Intent> {
    if let Some(path) = content.menu_category(key) {
        return Some(Intent::Topic(path));
    }
    content.menu_commands.get(key).map(|command| match command {
        Command::Help => Intent::List(Vec::new()),
        Command::Person => Intent::Person,
        Command::Progress => Intent::Progress,
        Command::English => Intent::Speak(Language::English),
        Command::Chinese => Intent::Speak(Language::Chinese),
        Command::Withdraw => Intent::Withdraw(None),
        Command::Emergency => Intent::EmergencyNumbers,
    })
}

/// What a text asks for.
#[must_use]
pub fn words(text: &str, content: &Snapshot, menu: &MenuPosition) -> Intent {
    let plain = input::normal(text);
    if plain.is_empty() {
        // Only punctuation or faces: nothing that an officer could answer.
        return if text.trim().is_empty() { Intent::Nothing } else { Intent::List(Vec::new()) };
    }
    if content.emergency.words.iter().any(|word| plain.contains(&input::normal(word))) {
        return Intent::Ask { urgent: true };
    }
    if let Some(number) = input::number(text) {
        return numbered(number, content, menu);
    }
    if let Some(word) = input::word(text) {
        return match word {
            Word::Help => Intent::List(Vec::new()),
            Word::Back => Intent::List(parent(&menu.path)),
            Word::Person => Intent::Person,
            Word::Progress => Intent::Progress,
            Word::Query(number) => Intent::Query(number),
            Word::English => Intent::Speak(Language::English),
            Word::Chinese => Intent::Speak(Language::Chinese),
            Word::Withdraw(number) => Intent::Withdraw(number),
            Word::Courtesy => Intent::Courtesy,
        };
    }
    rule(text, &plain, content).map_or(Intent::Ask { urgent: false }, Intent::Rule)
}

fn numbered(number: u8, content: &Snapshot, menu: &MenuPosition) -> Intent {
    if number == 0 {
        return Intent::List(parent(&menu.path));
    }
    let mut path = menu.path.clone();
    path.push(number);
    if content.category(&path).is_some() {
        Intent::Topic(path)
    } else {
        Intent::NoSuchNumber(number, menu.path.clone())
    }
}

fn parent(path: &[u8]) -> Vec<u8> {
    path.split_last().map_or_else(Vec::new, |(_, parent)| parent.to_vec())
}

fn rule(text: &str, plain: &str, content: &Snapshot) -> Option<usize> {
    content.rules.iter().position(|rule| {
        rule.words.iter().map(|word| input::normal(word)).filter(|word| !word.is_empty()).any(|word| {
            if rule.exact { plain == word } else { text.len() <= RULE_INSIDE_LIMIT && plain.contains(&word) }
        })
    })
}
