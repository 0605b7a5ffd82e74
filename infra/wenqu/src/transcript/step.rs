//! What a transcript consists of.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use regex_lite::Regex;
use serde_json::{Map, Value};

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// As given, for messages.
    pub file: String,
    /// The first comment line, without its `#`: what the flow is about.
    pub title: String,
    /// The steps in order.
    pub steps: Vec<Line>,
}

/// A step and where it stands.
#[derive(Clone, Debug)]
pub struct Line {
    /// Line, from 1.
    pub number: usize,
    /// As written.
    pub text: String,
    /// What it means.
    pub step: Step,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// `reset [empty|seed] [at TIME]`
    Reset {
        /// With the seeded conversations.
        seed: bool,
        /// Where the clock starts; else at real time.
        at: Option<Timestamp>,
    },
    /// `clock TIME`
    ClockSet(Timestamp),
    /// `clock +DURATION`
    ClockAdvance(SignedDuration),
    /// `fault NAME [times N] [delay DURATION] [route PATH]`
    Fault(Map<String, Value>),
    /// `fault clear`
    FaultClear,
    /// `PERSONA> ACT`
    Act {
        /// Who.
        persona: String,
        /// Body of the act, without the persona; texts may hold `{name}`.
        act: Map<String, Value>,
    },
    /// `PERSONA< CONDITION…` or `acct< CONDITION…`
    Hears {
        /// Who; `None` is who acted last.
        persona: Option<String>,
        /// What the next message must be like; empty for `nothing`.
        conditions: Vec<Condition>,
        /// `nothing`: no message may come.
        nothing: bool,
        /// How long to wait.
        within: Duration,
    },
    /// `officer LOGIN> [on QUESTION] VERB …`
    Officer {
        /// Who.
        login: String,
        /// Which question; `None` is the last one mentioned.
        question: Option<String>,
        /// What.
        command: Command,
        /// The API must refuse it, with this in its reason.
        refused: Option<String>,
    },
    /// `expect status [QUESTION] STATE`
    Status {
        /// Which question; `None` is the last one mentioned.
        question: Option<String>,
        /// The state's word in the API.
        state: String,
    },
    /// `expect group [QUESTION] N`
    Group {
        /// Which question; `None` is the last one mentioned.
        question: Option<String>,
        /// Questions of its group, itself counted.
        count: u64,
    },
    /// `expect suggested [QUESTION] with QUESTION`
    Suggested {
        /// Which question; `None` is the last one mentioned.
        question: Option<String>,
        /// One of the group that is suggested.
        with: String,
    },
    /// `expect delivery STATE`
    Delivery {
        /// The state's word in the API.
        state: String,
    },
    /// `expect http STATUS`: what the last act's callback was answered with.
    Http(u16),
    /// `expect attempts N`: how often the last act's callback was sent.
    Attempts(usize),
    /// `expect waiting N`: number of questions that wait.
    Waiting(usize),
}

/// What an officer does.
#[derive(Clone, Debug)]
pub enum Command {
    /// Takes the question.
    Take,
    /// Gives it back.
    Release,
    /// Answers.
    Reply(String),
    /// Adds an internal note.
    Note(String),
    /// Ends it.
    End,
    /// Sends an unknown or failed delivery again.
    Resend,
    /// Settles an unknown or failed delivery.
    Settle,
    /// Looks at the thread.
    Sees(Vec<Condition>),
    /// Looks at who else asks the same, and what they were told.
    SeesAlike(Vec<Condition>),
    /// What is done with a group.
    Group(GroupCommand),
}

/// What an officer does with questions that ask the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupCommand {
    /// Puts the question with another one, by that one's number.
    Join(String),
    /// Puts the question by itself.
    Apart,
    /// Checks whom an answer to all of the group would reach.
    Check {
        /// What would be said, in Chinese and in English.
        text: (String, String),
        /// Who gets it now, later, and who has an answer already.
        reach: [u64; 3],
    },
    /// Answers all of the group, in Chinese and in English.
    ReplyAll(String, String),
    /// Takes the group's last answer back.
    TakeBack,
}

/// What a message, or a thread, must be like.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Holds this.
    Contains(String),
    /// Does not hold this.
    Lacks(String),
    /// Matches; named groups become variables.
    Matches(Regex),
    /// Came this way: `passive`, `custom`, `mass`, `system`.
    Via(String),
    /// Sends left in the window after it.
    QuotaLeft(u64),
    /// At most so many bytes of text.
    Bytes(usize),
    /// Kind of message: `text`, `image`, …
    Kind(String),
}
