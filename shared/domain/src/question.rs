//! A question of a resident, from the receipt to its end.
//!
//! ```text
//!  ask ─▶ Waiting ─take, assign▶ Taken ─answer▶ Answered ─end▶ Ended
//!            │  ◀release─────────┘  │                ▲
//!            └── answer ────────────┼────────────────┘      withdraw: from any open state ─▶ Withdrawn
//! ```
//! An answer assigns the question to who gave it. Text joins a question only until it is answered: what comes
//! after an answer is a new question.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    group::Membership,
    ids::{FollowerId, Login, MessageKey, QuestionId, QuestionNumber},
    language::Language,
};

/// Longest text that a question's row keeps, in bytes; the messages keep everything.
pub const TEXT_LIMIT_BYTES: usize = 8_000;

/// What stands in a question's text for what is no words, each at the beginning of a line.
pub mod mark {
    /// A picture.
    pub const PICTURE: &str = "[图片]";
    /// A recording; words that were recognised in it follow.
    pub const VOICE: &str = "[语音]";
    /// A film.
    pub const VIDEO: &str = "[视频]";
    /// A place; its label follows.
    pub const PLACE: &str = "[位置]";
    /// A link; its title and address follow.
    pub const LINK: &str = "[链接]";
    /// A kind of message that is not known; `：`, its name and `]` follow.
    pub const UNKNOWN: &str = "[不能识别的消息";
    /// The wish for an officer.
    pub const PERSON: &str = "[转人工]";
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has it.
    Waiting,
    /// An officer has it.
    Taken,
    /// Answered, not ended.
    Answered,
    /// Ended by an officer.
    Ended,
    /// Taken back by the resident, or erased.
    Withdrawn,
}

impl State {
    /// All, in the order of a list's tabs.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Taken, Self::Answered, Self::Ended, Self::Withdrawn];

    /// Those in which somebody may still do something.
    pub const OPEN: [Self; 3] = [Self::Waiting, Self::Taken, Self::Answered];

    /// The word in keys and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Answered => "answered",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the resident still waits for a first answer.
    #[must_use]
    pub const fn is_unanswered(self) -> bool {
        matches!(self, Self::Waiting | Self::Taken)
    }

    /// Whether nothing more can happen to it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Ended | Self::Withdrawn)
    }
}

/// The question's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What people say for it.
    pub number: QuestionNumber,
    /// Who asked.
    pub follower: FollowerId,
    /// Language to answer in, when it was asked.
    pub language: Language,
    /// Where it stands.
    pub state: State,
    /// What was asked, one line a message, at most [`TEXT_LIMIT_BYTES`]; empty once erased.
    pub text: String,
    /// The messages that belong to it, oldest first.
    pub messages: Vec<MessageKey>,
    /// How many of them carry a picture, sound, film or place.
    #[serde(default)]
    pub attachments: u32,
    /// A word of danger was in it.
    #[serde(default)]
    pub urgent: bool,
    /// First message.
    pub asked_at: Timestamp,
    /// Last message of the resident.
    pub last_message_at: Timestamp,
    /// What the receipt promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Timestamp>,
    /// First answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// End or withdrawal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Login>,
    /// Path of the topic under which an officer filed it; empty while nobody did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<u8>,
    /// The topic under which it may belong; none until the worker has looked, or when it can't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<Suggested>,
    /// Where it belongs among questions that ask the same; none until the worker has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership: Option<Membership>,
}

/// A topic that is suggested for a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// Its path.
    pub path: Vec<u8>,
    /// It is so much ahead of the next one that a form is filled in with it.
    pub safe: bool,
}

/// Why a command can't be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// Somebody else has it.
    #[error("{0} has already taken this question")]
    TakenBy(Login),
    /// It ended or was withdrawn.
    #[error("this question has ended")]
    Over,
    /// It has an answer already, so text can't join it.
    #[error("this question has already been answered")]
    AlreadyAnswered,
}

/// The resident's own words of a question's text: of recordings what was recognised, of pictures and the like nothing.
#[must_use]
pub fn words_of(text: &str) -> String {
    const WORDLESS: [&str; 6] =
        [mark::PICTURE, mark::VIDEO, mark::PLACE, mark::LINK, mark::UNKNOWN, mark::PERSON];
    let lines = text.lines().filter(|line| !WORDLESS.iter().any(|mark| line.starts_with(mark)));
    let said = lines.map(|line| line.strip_prefix(mark::VOICE).unwrap_or(line).trim());
    said.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

impl Question {
    fn open(&self) -> Result<(), QuestionError> {
        if self.state.is_final() { Err(QuestionError::Over) } else { Ok(()) }
    }

    /// What was asked in the resident's own words: see [`words_of`].
    #[must_use]
    pub fn words(&self) -> String {
        words_of(&self.text)
    }

    /// The moment by which lists sort: since when the resident waits, or since when it rests.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        match self.state {
            State::Waiting | State::Taken => self.asked_at,
            State::Answered => self.answered_at.unwrap_or(self.asked_at),
            State::Ended | State::Withdrawn => self.ended_at.unwrap_or(self.asked_at),
        }
    }

    /// One more message of the resident before the answer.
    ///
    /// # Errors
    /// `Over` or `AlreadyAnswered`.
    pub fn join(
        &mut self,
        line: &str,
        message: MessageKey,
        attachment: bool,
        now: Timestamp,
    ) -> Result<(), QuestionError> {
        self.open()?;
        if !self.state.is_unanswered() {
            return Err(QuestionError::AlreadyAnswered);
        }
        if self.messages.contains(&message) {
            return Ok(());
        }
        if !line.is_empty() && self.text.len() + line.len() < TEXT_LIMIT_BYTES {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(line);
        }
        self.messages.push(message);
        self.attachments += u32::from(attachment);
        // One that comes late does not make the last one older.
        self.last_message_at = self.last_message_at.max(now);
        Ok(())
    }

    /// An officer takes it; taking what one has is no error.
    ///
    /// # Errors
    /// `TakenBy` when somebody else has it, `Over`.
    pub fn take(&mut self, by: &Login) -> Result<(), QuestionError> {
        self.open()?;
        match &self.assignee {
            Some(other) if other != by => Err(QuestionError::TakenBy(other.clone())),
            _ => {
                self.assignee = Some(by.clone());
                if self.state == State::Waiting {
                    self.state = State::Taken;
                }
                Ok(())
            }
        }
    }

    /// It is given to an officer, whoever has it now.
    ///
    /// # Errors
    /// `Over`.
    pub fn assign(&mut self, to: &Login) -> Result<(), QuestionError> {
        self.open()?;
        self.assignee = Some(to.clone());
        if self.state == State::Waiting {
            self.state = State::Taken;
        }
        Ok(())
    }

    /// Who has it gives it back.
    ///
    /// # Errors
    /// `TakenBy` when somebody else has it, `Over`.
    pub fn release(&mut self, by: &Login) -> Result<(), QuestionError> {
        self.take(by)?;
        self.assignee = None;
        if self.state == State::Taken {
            self.state = State::Waiting;
        }
        Ok(())
    }

    /// An answer was given; it assigns the question when nobody has it.
    ///
    /// # Errors
    /// `Over`.
    pub fn answer(&mut self, by: &Login, now: Timestamp) -> Result<(), QuestionError> {
        self.open()?;
        self.assignee.get_or_insert_with(|| by.clone());
        self.answered_at.get_or_insert(now);
        self.state = State::Answered;
        Ok(())
    }

    /// An officer ends it.
    ///
    /// # Errors
    /// `Over`.
    pub fn end(&mut self, now: Timestamp) -> Result<(), QuestionError> {
        self.open()?;
        self.state = State::Ended;
        self.ended_at = Some(now);
        Ok(())
    }

    /// The resident takes it back.
    ///
    /// # Errors
    /// `Over`.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<(), QuestionError> {
        self.open()?;
        self.state = State::Withdrawn;
        self.ended_at = Some(now);
        Ok(())
    }

    /// Whether nothing is left of what was said.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.text.is_empty() && self.attachments == 0
    }

    /// What the resident said goes, and with it who else said the like; number, state and times stay.
    pub fn erase(&mut self, now: Timestamp) {
        self.text.clear();
        self.attachments = 0;
        self.membership = None;
        self.suggested = None;
        if !self.state.is_final() {
            self.state = State::Withdrawn;
            self.ended_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    #[test]
    fn words_are_what_the_resident_said() {
        let said = |text: &str| Question { text: text.to_owned(), ..question() }.words();
        assert_eq!(said("[图片]\n[转人工]\n[位置] 中山路口\n[不能识别的消息：shortvideo]"), "");
        assert_eq!(said("[语音] 停水了\n[图片]\n[微笑] 什么时候来水"), "停水了\n[微笑] 什么时候来水");
    }

    fn question() -> Question {
        let id = QuestionId::from("0123456789ABCDEF");
        Question {
            number: QuestionNumber::candidate(&id, 0),
            id,
            follower: "F".into(),
            language: Language::Chinese,
            state: State::Waiting,
            text: "老年卡在哪里办？".to_owned(),
            messages: vec!["1".into()],
            attachments: 0,
            urgent: false,
            asked_at: at(0),
            last_message_at: at(0),
            promised_at: None,
            answered_at: None,
            ended_at: None,
            assignee: None,
            category: Vec::new(),
            suggested: None,
            membership: None,
        }
    }

    #[test]
    fn one_officer_has_it_at_a_time() {
        let mut q = question();
        q.take(&"zhang".into()).unwrap();
        assert_eq!(q.take(&"li".into()), Err(QuestionError::TakenBy("zhang".into())));
        q.release(&"zhang".into()).unwrap();
        q.take(&"li".into()).unwrap();
        assert_eq!(q.state, State::Taken);
    }

    #[test]
    fn a_question_is_given_to_a_colleague_whoever_has_it() {
        let mut q = question();
        q.assign(&"li".into()).unwrap();
        assert_eq!((q.state, q.assignee.clone()), (State::Taken, Some("li".into())));
        q.assign(&"zhang".into()).unwrap();
        assert_eq!(q.assignee, Some("zhang".into()));
        q.end(at(1)).unwrap();
        assert_eq!(q.assign(&"li".into()), Err(QuestionError::Over));
    }

    #[test]
    fn a_second_message_joins_until_there_is_an_answer() {
        let mut q = question();
        q.join("要带什么？", "2".into(), false, at(30)).unwrap();
        q.join("要带什么？", "2".into(), false, at(31)).unwrap();
        assert_eq!((q.text.as_str(), q.messages.len()), ("老年卡在哪里办？\n要带什么？", 2));
        q.answer(&"zhang".into(), at(60)).unwrap();
        assert_eq!(q.assignee, Some("zhang".into()));
        assert_eq!(q.join("谢谢", "3".into(), false, at(61)), Err(QuestionError::AlreadyAnswered));
    }

    #[test]
    fn erasing_keeps_that_it_was_asked() {
        let mut q = question();
        q.erase(at(5));
        assert_eq!((q.text.as_str(), q.state), ("", State::Withdrawn));
    }

    proptest! {
        #[test]
        fn nothing_leaves_a_final_state(commands in prop::collection::vec(0u8..7, 0..20)) {
            let mut q = question();
            let who = Login::from("zhang");
            for (step, command) in commands.into_iter().enumerate() {
                let (before, now) = (q.clone(), at(step as i64));
                let done = match command {
                    0 => q.take(&who),
                    1 => q.release(&who),
                    2 => q.answer(&who, now),
                    3 => q.end(now),
                    4 => q.withdraw(now),
                    5 => q.assign(&who),
                    _ => q.join("x", format!("m{step}").into(), false, now),
                };
                if before.state.is_final() {
                    prop_assert!(done.is_err());
                }
                if done.is_err() {
                    prop_assert_eq!(&q, &before);
                }
                prop_assert_eq!(q.state.is_final(), q.ended_at.is_some());
                prop_assert!(q.state != State::Answered || q.answered_at.is_some());
            }
        }
    }
}
