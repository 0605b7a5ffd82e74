//! What was said, as rows of a follower's partition: the resident's messages with our automatic replies, and the
//! entries of our side.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{DeliveryId, EntryId, FollowerId, Login, MessageKey, QuestionId},
    window::Contacts,
};

/// After this long a resident is back at the top of the topics.
pub const MENU_EXPIRES: SignedDuration = SignedDuration::from_hours(24);

/// What a resident sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Said {
    /// Words.
    Text {
        /// As typed.
        text: String,
    },
    /// A picture.
    Image,
    /// A voice message.
    Voice {
        /// The platform's recognition, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recognition: Option<String>,
    },
    /// A film.
    Video,
    /// A place; degrees in GCJ-02 as the platform gives them.
    Location {
        /// Latitude as sent.
        latitude: String,
        /// Longitude as sent.
        longitude: String,
        /// The place in words.
        label: String,
    },
    /// A link card.
    Link {
        /// Title.
        title: String,
        /// Address.
        url: String,
    },
    /// An event.
    Event {
        /// Its name.
        name: String,
        /// Its key, if any.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        key: String,
    },
    /// Something that we can't read; kept raw for staff.
    Unread {
        /// `MsgType`, if known.
        #[serde(default)]
        msg_type: String,
        /// As received.
        raw: String,
    },
    /// It was said and has been erased.
    Erased,
}

/// The file of a picture, voice message or film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The platform's id of the temporary file; it expires after three days.
    pub media_id: String,
    /// A picture's own address at the platform, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_url: Option<String>,
    /// Where it stands.
    pub state: AttachmentState,
}

/// Where an attachment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AttachmentState {
    /// To be fetched.
    Pending,
    /// Kept.
    Stored {
        /// Object key of what was received.
        original: String,
        /// Object key of the re-encoded picture, for pictures.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<String>,
        /// Media type of the original, by its content.
        content_type: String,
        /// Its size.
        bytes: u64,
        /// Why there is no preview of what should be a picture, in English.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no_preview: Option<String>,
    },
    /// Can't be had: why, in English.
    Failed {
        /// Why.
        why: String,
    },
}

/// Why a file can't be had while nobody calls the platform: `why` of [`AttachmentState::Failed`]. Of pictures alone a
/// message names a link.
pub const NO_WAY_TO_FETCH: &str = "this account fetches no files from the platform, only pictures";

/// Where a resident is in the topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuPosition {
    /// Path of the list that numbers refer to; empty is the top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<u8>,
    /// Known answers that were offered and wait for a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
}

impl MenuPosition {
    /// Topics were listed: numbers are about them from now on. An answer that was offered is over then; a list of known
    /// questions still waits, and is not lost.
    pub fn list(&mut self, path: Vec<u8>) {
        self.path = path;
        self.offer = self.offer.take().filter(|offer| !offer.is_answer).map(|mut offer| {
            offer.numbers = false;
            offer
        });
    }
}

/// After this long a list of known questions that nobody chose from becomes a question for an officer.
pub const OFFER_WAITS: SignedDuration = SignedDuration::from_mins(10);

/// What was offered to a resident instead of an officer, until they say whether it helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The message that asked.
    pub message: MessageKey,
    /// Its words, identity numbers hidden.
    pub text: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Known answers by their ids, in the order of their numbers.
    pub answers: Vec<String>,
    /// It is one answer, shown; else a list of questions to choose from.
    pub is_answer: bool,
    /// Numbers are about it: nothing else was listed since.
    pub numbers: bool,
}

impl Offer {
    /// The number that asks for an officer.
    #[must_use]
    pub fn person_number(&self) -> u8 {
        u8::try_from(self.answers.len() + 1).unwrap_or(u8::MAX)
    }

    /// What links of it carry beside their number, so that a tap in an older one is not taken for this: the second of
    /// its message, in digits.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.message.as_str().split('#').next().unwrap_or_default()
    }
}

/// How fast a resident writes, counted over a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Start of the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Messages in it.
    #[serde(default)]
    pub count: u32,
}

impl Rate {
    /// Messages a minute that are answered; the next one gets a notice, those after it nothing.
    pub const LIMIT: u32 = 20;

    /// With one more message at `now`.
    #[must_use]
    pub fn with_one_at(self, now: Timestamp) -> Self {
        match self.since {
            Some(since) if now < since + SignedDuration::from_mins(1) => {
                Self { since: self.since, count: self.count + 1 }
            }
            _ => Self { since: Some(now), count: 1 },
        }
    }
}

/// What an automatic reply shows instead of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReplyCard {
    /// A picture of the account's library at the platform.
    Picture {
        /// Its id there.
        media_id: String,
    },
    /// An article card.
    Article {
        /// Title.
        title: String,
        /// Summary.
        description: String,
        /// Where a tap leads.
        url: String,
        /// Address of its picture; may be empty.
        picture_url: String,
    },
}

/// The automatic reply to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The whole text, what was handed over included.
    pub text: String,
    /// `CreateTime` of the reply, in seconds since 1970: a retry gets the same bytes.
    pub create_time: i64,
    /// The part that is our own, when deliveries rode along; they show as deliveries in the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
    /// Shown instead of the text, which says the same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<ReplyCard>,
}

impl Reply {
    /// The part that is our own.
    #[must_use]
    pub fn own(&self) -> &str {
        self.own.as_deref().unwrap_or(&self.text)
    }
}

/// A message row. It is the dedupe row too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMessage {
    /// Its key within the follower.
    pub key: MessageKey,
    /// Who.
    pub follower: FollowerId,
    /// When we had it.
    pub received_at: Timestamp,
    /// What.
    pub said: Said,
    /// The question that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// Its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// What was answered; `None` is the bare `success`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// Deliveries that rode on the reply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handed_over: Vec<DeliveryId>,
    /// Position in the topics after it.
    #[serde(default)]
    pub menu: MenuPosition,
    /// Contacts up to and with it.
    #[serde(default)]
    pub contacts: Contacts,
    /// Messages of the running minute, with it.
    #[serde(default)]
    pub rate: Rate,
}

impl InboundMessage {
    /// The position that a message at `now` starts from.
    #[must_use]
    pub fn menu_at(&self, now: Timestamp) -> MenuPosition {
        if now < self.received_at + MENU_EXPIRES { self.menu.clone() } else { MenuPosition::default() }
    }

    /// What the resident said goes, and our reply with it; that there was a message stays.
    pub fn erase(&mut self) {
        self.said = Said::Erased;
        self.attachment = None;
        self.reply = None;
        self.menu.offer = None;
    }
}

/// An entry of our side in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// In whose thread.
    pub follower: FollowerId,
    /// To which question.
    pub question: QuestionId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Login,
    /// The name to show.
    pub name: String,
    /// What.
    pub body: EntryBody,
}

impl Entry {
    /// The words go; who did what, and when, stays.
    pub fn erase(&mut self) {
        match &mut self.body {
            EntryBody::Answer { text, .. } | EntryBody::Note { text } => text.clear(),
            EntryBody::Picture { object, .. } => object.clear(),
            EntryBody::Change { .. } | EntryBody::Assigned { .. } => {}
        }
    }
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryBody {
    /// An answer to the resident.
    Answer {
        /// As written.
        text: String,
        /// Its delivery.
        delivery: DeliveryId,
    },
    /// An internal note: never leaves the console.
    Note {
        /// As written.
        text: String,
    },
    /// Something that happened to the question.
    Change {
        /// What.
        what: Change,
    },
    /// The question was given to a colleague.
    Assigned {
        /// To whom.
        to: Login,
        /// The name to show.
        to_name: String,
    },
    /// A picture to the resident.
    Picture {
        /// Its object key; empty once erased.
        object: String,
        /// Its size.
        bytes: u64,
        /// Its delivery.
        delivery: DeliveryId,
    },
}

/// Something that happens to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Taken by an officer.
    Taken,
    /// Given back.
    Released,
    /// Ended.
    Ended,
    /// Withdrawn by the resident.
    Withdrawn,
    /// An unknown or failed delivery was sent again.
    Resent,
    /// An unknown or failed delivery was settled by an officer.
    Settled,
}
