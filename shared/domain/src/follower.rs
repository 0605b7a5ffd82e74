//! A resident as the account knows them: no name, no picture, only what they told and when they came.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use wechat::ids::OpenId;

use crate::{
    ids::{FollowerId, QuestionId, QuestionNumber},
    language::Language,
};

/// Most open questions that the profile remembers; older ones stay reachable by number.
pub const MAX_OPEN_QUESTIONS: usize = 20;

/// A question of this resident that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// Its id.
    pub id: QuestionId,
    /// What people say for it.
    pub number: QuestionNumber,
}

/// The profile row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    /// Who in addresses, logs and queues.
    pub id: FollowerId,
    /// The address on the platform; gone after an erasure until the next contact.
    pub openid: Option<OpenId>,
    /// First contact.
    pub first_seen_at: Timestamp,
    /// Following now, as far as events told; one who writes follows.
    pub following: bool,
    /// When they left, while they are gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfollowed_at: Option<Timestamp>,
    /// The language to answer in.
    pub language: Language,
    /// The resident chose the language: no guess changes it.
    #[serde(default)]
    pub language_chosen: bool,
    /// The scene of the QR code by which they came, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<String>,
    /// How the platform says they came (`ADD_SCENE_…`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscribe_scene: Option<String>,
    /// An officer's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Open questions, oldest first, at most [`MAX_OPEN_QUESTIONS`].
    #[serde(default)]
    pub open_questions: Vec<OpenQuestion>,
    /// Deliveries may be waiting: the outbox has to be read at the next contact. A hint that is only ever wrongly
    /// true: the sender can't clear it.
    #[serde(default)]
    pub deliveries_due: bool,
    /// When their data is to be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erase_at: Option<Timestamp>,
}

impl Follower {
    /// A resident at first contact.
    #[must_use]
    pub fn new(id: FollowerId, openid: OpenId, now: Timestamp) -> Self {
        Self {
            id,
            openid: Some(openid),
            first_seen_at: now,
            following: true,
            unfollowed_at: None,
            language: Language::Chinese,
            language_chosen: false,
            scene: None,
            subscribe_scene: None,
            remark: None,
            open_questions: Vec::new(),
            deliveries_due: false,
            erase_at: None,
        }
    }

    /// Any contact but leaving: they follow, we know their address again, and the erasure clock stops.
    pub fn contacted(&mut self, openid: &OpenId) {
        self.openid = Some(openid.clone());
        self.following = true;
        self.unfollowed_at = None;
        self.erase_at = None;
    }

    /// They left: the profile goes at once, what they asked stays without identity for `retention`.
    pub fn unfollowed(&mut self, now: Timestamp, retention: SignedDuration) {
        self.following = false;
        self.unfollowed_at = Some(now);
        self.erase_at = Some(now + retention);
        self.openid = None;
        self.scene = None;
        self.subscribe_scene = None;
        self.remark = None;
    }

    /// Whatever they told goes, and their address until the next contact; that there was somebody stays.
    pub fn erase(&mut self) {
        self.openid = None;
        self.language = Language::default();
        self.language_chosen = false;
        self.scene = None;
        self.subscribe_scene = None;
        self.remark = None;
        self.open_questions.clear();
        self.deliveries_due = false;
        self.erase_at = None;
    }

    /// The resident's own choice, which wins from now on.
    pub fn choose_language(&mut self, language: Language) {
        self.language = language;
        self.language_chosen = true;
    }

    /// Takes a guess from a text, unless the resident chose.
    pub fn guess_language(&mut self, text: &str) {
        if !self.language_chosen
            && let Some(language) = Language::of_text(text)
        {
            self.language = language;
        }
    }

    /// Remembers a new open question; the oldest is dropped from the profile when there are too many.
    pub fn opened(&mut self, question: OpenQuestion) {
        self.open_questions.retain(|open| open.id != question.id);
        self.open_questions.push(question);
        if self.open_questions.len() > MAX_OPEN_QUESTIONS {
            self.open_questions.remove(0);
        }
    }

    /// Forgets a question that ended.
    pub fn closed(&mut self, question: &QuestionId) {
        self.open_questions.retain(|open| open.id != *question);
    }
}
