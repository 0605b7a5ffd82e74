//! What residents read of known answers.

use wechat::reply::menu_link;

use super::Texts;
use crate::{content::known::KnownAnswer, conversation::Offer, language::Language};

/// The id of the link to a number of an offer: `2`, two digits of the number, and the offer's tag.
#[must_use]
pub fn choice_id(number: u8, tag: &str) -> String {
    format!("2{number:02}{tag}")
}

/// The number and the tag of such an id.
#[must_use]
pub fn read_choice_id(id: &str) -> Option<(u8, &str)> {
    let rest = id.strip_prefix('2')?;
    Some((rest.get(..2)?.parse().ok()?, rest.get(2..)?))
}

fn link(number: u8, offer: &Offer) -> String {
    menu_link(&number.to_string(), &choice_id(number, offer.tag()))
}

impl Texts<'_> {
    /// The question that was understood, with its answer, and how to say whether that helped.
    #[must_use]
    pub fn known_answer(&self, known: &KnownAnswer, offer: &Offer) -> String {
        let (question, answer) = (self.of(&known.question).trim(), self.of(&known.answer).trim());
        let only = self.language == Language::English && !known.answer.has(Language::English);
        let ask = self.solved_or_not(offer);
        match self.language {
            Language::Chinese => format!("您要问的是：{question}\n\n{answer}\n\n{ask}"),
            Language::English => {
                let only = if only { " (Chinese only)" } else { "" };
                format!("You are asking: {question}{only}\n\n{answer}\n\n{ask}")
            }
        }
    }

    fn solved_or_not(&self, offer: &Offer) -> String {
        let (one, two) = (link(1, offer), link(2, offer));
        match self.language {
            Language::Chinese => format!("解决了吗？回复 {one} 解决了，{two} 问值班员。"),
            Language::English => format!("Does this help? Reply {one} solved, {two} ask an officer."),
        }
    }

    /// Known questions of which one may be meant.
    #[must_use]
    pub fn known_questions(&self, known: &[&KnownAnswer], offer: &Offer) -> String {
        let mut lines: Vec<String> = (1..)
            .zip(known)
            .map(|(number, known)| format!("{} {}", link(number, offer), self.of(&known.question).trim()))
            .collect();
        let none = self.pick("都不是，问值班员", "none of these, ask an officer");
        lines.push(format!("{} {none}", link(offer.person_number(), offer)));
        let lines = lines.join("\n");
        match self.language {
            Language::Chinese => {
                format!("您想问的是不是：\n{lines}\n请回复数字。10 分钟内没有选择，将转给值班员。")
            }
            Language::English => format!(
                "Do you mean one of these?\n{lines}\nReply with a number. If you choose none within 10 minutes, an officer gets your question."
            ),
        }
    }

    /// A number that an offered answer does not have.
    #[must_use]
    pub fn no_such_choice(&self, number: u8, offer: &Offer) -> String {
        let again = self.solved_or_not(offer);
        match self.language {
            Language::Chinese => format!("没有第 {number} 项。{again}"),
            Language::English => format!("There is no {number}. {again}"),
        }
    }

    /// It helped.
    #[must_use]
    pub fn solved(&self) -> String {
        self.pick(
            "好的，很高兴帮到您。需要时随时留言。",
            "Glad that it helped. Write at any time when you need something else.",
        )
    }

    /// A tap in an offer that is over.
    #[must_use]
    pub fn offer_over(&self) -> String {
        self.pick(
            "这个选择已经过时了。请直接再说一次您的问题，或回复“人工”找值班员。",
            "That choice is over. Please type your question again, or reply “human” for an officer.",
        )
    }

    /// The resident does not want an answer any more.
    #[must_use]
    pub fn offer_dropped(&self) -> String {
        self.pick(
            "好的，已取消，没有转给值班员。需要时再提问，或回复“人工”。",
            "Cancelled: no officer gets your question. Ask again whenever you like.",
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::content::{
        Bilingual, Snapshot,
        check::{MAX_ANSWER_BYTES, MAX_QUESTION_BYTES},
    };

    #[test]
    fn the_longest_answer_and_the_longest_list_fit_into_one_reply() {
        let text = |bytes: usize| Bilingual { zh: "长".repeat(bytes / 3), en: "x".repeat(bytes) };
        let known = KnownAnswer {
            question: text(MAX_QUESTION_BYTES),
            answer: text(MAX_ANSWER_BYTES),
            ..KnownAnswer::default()
        };
        let offer = Offer {
            message: "1795485900#24000000000000000".into(),
            text: String::new(),
            asked_at: Timestamp::UNIX_EPOCH,
            answers: vec![String::new(); 3],
            is_answer: true,
            numbers: true,
        };
        for language in [Language::Chinese, Language::English] {
            let texts = Texts { content: &Snapshot::default(), language, now: Timestamp::UNIX_EPOCH };
            let answer = texts.known_answer(&known, &offer);
            assert!(answer.len() <= wechat::reply::TEXT_LIMIT_BYTES, "{}", answer.len());
            let list = texts.known_questions(&[&known; 3], &offer);
            assert!(list.len() <= wechat::reply::TEXT_LIMIT_BYTES, "{}", list.len());
        }
    }

    #[test]
    fn a_link_of_an_offer_reads_back() {
        assert_eq!(read_choice_id(&choice_id(4, "1795485900")), Some((4, "1795485900")));
        assert_eq!(read_choice_id("10203"), None);
        assert_eq!(read_choice_id("2x"), None);
    }
}
