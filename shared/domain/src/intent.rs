//! What a contact asks for. Pure: content, position in the topics and the contact in; intent out. Everything that a
//! decision needs from the store follows from it.

use crate::{
    content::{Command, Snapshot},
    conversation::{MenuPosition, Offer},
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
    /// This number of what was offered.
    Choose(u8),
    /// A tap in an offer that is over.
    OfferOver,
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
    /// Hello, and nothing else.
    Greeting,
    /// Is anybody there? And nothing else.
    Nudge,
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
    if let Some(choice) = menu.offer.as_ref().and_then(|offer| chosen(text, &plain, offer)) {
        return Intent::Choose(choice);
    }
    if let Some(number) = input::number(text) {
        return numbered(number, content, menu);
    }
    let numbers = input::numbers(text);
    if let Some(path) = numbers.as_ref().filter(|path| content.category(path).is_some()) {
        return Intent::Topic(path.clone());
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
    let otherwise = match numbers.and_then(|path| none_below(&path, content)) {
        Some(mistyped) => mistyped,
        None if input::is_greeting(text) => Intent::Greeting,
        None if input::is_nudge(text) => Intent::Nudge,
        None => Intent::Ask { urgent: false },
    };
    rule(text, &plain, content).map_or(otherwise, Intent::Rule)
}

/// The number of a running offer that a text means; 0 is the list of topics as ever.
fn chosen(text: &str, plain: &str, offer: &Offer) -> Option<u8> {
    const SOLVED: [&str; 8] =
        ["解决了", "已解决", "已经解决了", "解决", "有用", "solved", "yes", "yesthanks"];
    const PERSON: [&str; 6] = ["没解决", "没有解决", "未解决", "问值班员", "notsolved", "no"];
    if !offer.numbers {
        return None;
    }
    let number = input::number(text).filter(|number| *number > 0);
    let words = || match offer.is_answer {
        true if SOLVED.contains(&plain) => Some(1),
        true if PERSON.contains(&plain) => Some(2),
        false if plain == "都不是" || plain == "none" || plain == "noneofthese" => {
            Some(offer.person_number())
        }
        _ => None,
    };
    number.or_else(words)
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

/// `2-9` where topic 2 has others below it; where it has none, such a text is a date, a door or the like.
fn none_below(path: &[u8], content: &Snapshot) -> Option<Intent> {
    let (number, above) = path.split_last()?;
    let lists = content.category(above).is_some_and(|topic| !topic.children.is_empty());
    (lists && (1..=9).contains(number)).then(|| Intent::NoSuchNumber(*number, above.to_vec()))
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::content::Category;

    fn menu(is_answer: bool, numbers: bool) -> MenuPosition {
        let offer = Offer {
            message: "0001#m".into(),
            text: "问".to_owned(),
            asked_at: Timestamp::UNIX_EPOCH,
            answers: vec!["a".to_owned(), "b".to_owned()],
            is_answer,
            numbers,
        };
        MenuPosition { path: Vec::new(), offer: Some(offer) }
    }

    #[test]
    fn numbers_are_about_what_was_offered_last() {
        let content = Snapshot::default();
        let said = |text: &str, menu: &MenuPosition| words(text, &content, menu);
        let answer = menu(true, true);
        assert_eq!(said("2", &answer), Intent::Choose(2));
        assert_eq!(said("解决了！", &answer), Intent::Choose(1));
        assert_eq!(said("没解决", &answer), Intent::Choose(2));
        assert_eq!(said("0", &answer), Intent::List(Vec::new()));
        assert_eq!(said("解决了吗这个问题", &answer), Intent::Ask { urgent: false });
        let list = menu(false, true);
        assert_eq!(said("都不是", &list), Intent::Choose(3));
        assert_eq!(said("解决了", &list), Intent::Ask { urgent: false });
        assert_eq!(said("2", &menu(false, false)), Intent::NoSuchNumber(2, Vec::new()));
    }

    #[test]
    fn a_topic_below_another_is_named_by_both_numbers() {
        let topic = |number, children| Category { number, children, ..Category::default() };
        let below = vec![topic(1, Vec::new()), topic(2, Vec::new())];
        let content =
            Snapshot { categories: vec![topic(1, Vec::new()), topic(2, below)], ..Snapshot::default() };
        let said = |text: &str| words(text, &content, &MenuPosition::default());
        for text in ["2-1", "2.1", "２－１", "第2.1项", "2 1", "回复2-1", "②-①", "2-1？", "（2-1）", "2️⃣-1️⃣"]
        {
            assert_eq!(said(text), Intent::Topic(vec![2, 1]), "{text}");
        }
        assert_eq!(said("2-9"), Intent::NoSuchNumber(9, vec![2]));
        // A date, a door, a time: nothing that is listed.
        for text in ["1-2", "10.1", "3-5", "8:30", "2:30", "2/1", "2-14", "2-0", "2-1-1", "2、1", "0731-8888"]
        {
            assert_eq!(said(text), Intent::Ask { urgent: false }, "{text}");
        }
        assert_eq!(said("2."), Intent::Topic(vec![2]));
    }

    #[test]
    fn listed_topics_end_an_answer_and_keep_a_list() {
        let mut position = menu(true, true);
        position.list(vec![2]);
        assert_eq!(position, MenuPosition { path: vec![2], offer: None });
        let mut position = menu(false, true);
        position.list(Vec::new());
        assert_eq!(position, menu(false, false));
    }
}
