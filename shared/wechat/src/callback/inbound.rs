//! The typed content of a callback.

use crate::{
    event::{Event, Trigger},
    ids::{MsgId, OpenId, OriginalId},
    message::Message,
    signature,
    xml::{self, Fields, Node, XmlError},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A message or an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// A resident sent something.
    Message(Message),
    /// Something happened.
    Event(Event),
}

/// The article that a message was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRef {
    /// `MsgDataId` of the send.
    pub msg_data_id: String,
    /// Place of the article in it, from 1.
    pub index: Option<u32>,
}

/// A callback's content. `fields` is everything as received, so unknown types and fields survive.
/// Its `Debug` shows neither the words nor the openid.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Callback {
    /// The account (`gh_…`).
    pub to: OriginalId,
    /// The follower; on job events an operator.
    pub from: OpenId,
    /// When it happened, Unix seconds by the platform's clock.
    pub create_time: i64,
    /// Id of a message. Events have none.
    pub msg_id: Option<MsgId>,
    /// The article that the message was written in, if any.
    pub article: Option<ArticleRef>,
    /// What it is.
    pub body: Body,
    /// All elements as received.
    pub fields: Fields,
}

/// A genuine callback whose XML can't be read: store it, answer `success`. Its `Debug` doesn't show
/// the XML.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("the callback can't be read: {reason}")]
pub struct Unreadable {
    /// The XML as received.
    pub raw: String,
    /// What is wrong with it.
    pub reason: UnreadableReason,
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("msg_type", &self.msg_type())
            .field("event", &self.event())
            .field("from", &self.from)
            .field("create_time", &self.create_time)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unreadable({} bytes, {:?})", self.raw.len(), self.reason)
    }
}

/// What is wrong with an unreadable callback.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableReason {
    /// It isn't XML within the limits.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// An element that every callback has is missing or empty.
    #[error("{0} is missing or empty")]
    Missing(&'static str),
    /// `CreateTime` is not a number.
    #[error("CreateTime is not a number of seconds")]
    CreateTime,
}

impl Callback {
    /// Reads a callback's XML, decrypted if it was encrypted.
    ///
    /// # Errors
    /// [`Unreadable`] when it isn't XML within the limits or lacks an element that every callback has.
    pub fn parse(xml: &str) -> Result<Self, Unreadable> {
        let read = xml::parse(xml).map_err(UnreadableReason::from).and_then(|document| match document.node {
            Node::Fields(fields) => Self::from_fields(fields),
            Node::Text(_) => Err(UnreadableReason::Missing("ToUserName")),
        });
        read.map_err(|reason| Unreadable { raw: xml.to_owned(), reason })
    }

    fn from_fields(fields: Fields) -> Result<Self, UnreadableReason> {
        let required = |name| fields.non_empty(name).ok_or(UnreadableReason::Missing(name));
        let to = OriginalId::from(required("ToUserName")?);
        let from = OpenId::from(required("FromUserName")?);
        let create_time = required("CreateTime")?.parse().map_err(|_| UnreadableReason::CreateTime)?;
        let msg_type = required("MsgType")?;
        let body = if msg_type.eq_ignore_ascii_case("event") {
            Body::Event(Event::read(fields.text("Event").unwrap_or_default(), &fields))
        } else {
            Body::Message(Message::read(msg_type, &fields))
        };
        let msg_id = fields.non_empty("MsgId").map(MsgId::from);
        let article = fields
            .non_empty("MsgDataId")
            .map(|id| ArticleRef { msg_data_id: id.to_owned(), index: fields.number("Idx") });
        Ok(Self { to, from, create_time, msg_id, article, body, fields })
    }

    /// `MsgType` as received.
    pub fn msg_type(&self) -> &str {
        self.fields.text("MsgType").unwrap_or_default()
    }

    /// `Event` as received, `None` when there is no such element.
    pub fn event(&self) -> Option<&str> {
        self.fields.text("Event")
    }

    /// The reply window that this callback opens, if any.
    pub fn opens_window(&self) -> Option<Trigger> {
        match &self.body {
            Body::Message(message) => Some(message.opens_window()),
            Body::Event(event) => event.opens_window(),
        }
    }

    /// Whether the resident sees a passive reply.
    pub fn reply_is_shown(&self) -> bool {
        match &self.body {
            Body::Message(_) => true,
            Body::Event(event) => event.reply_is_shown(),
        }
    }

    /// Whom it is about: the sender, but for withdrawals and profile changes the resident that they name.
    pub fn subject(&self) -> &OpenId {
        match &self.body {
            Body::Event(event) => event.subject().unwrap_or(&self.from),
            Body::Message(_) => &self.from,
        }
    }

    /// `msg:<MsgId>`, or `evt:<openid>:<CreateTime>:<Event>` for what has no MsgId: the platform's own rule.
    /// See [`Callback::identity`] for a finer key.
    pub fn dedupe_key(&self) -> String {
        match &self.msg_id {
            Some(id) => format!("msg:{id}"),
            None => {
                let time = self.fields.text("CreateTime").unwrap_or_default();
                format!("evt:{}:{time}:{}", self.from, self.event().unwrap_or_default())
            }
        }
    }

    /// What makes two deliveries the same one, among those of one follower: `msg:<MsgId>`,
    /// `job:<event>:<MsgID or publish_id>`, or `evt:<seconds>:<event>:<hash>`, the hash being over `EventKey`,
    /// or without one over all other fields, because two taps can fall into the same second.
    /// ASCII letters, digits, `_`, `-` and `:`, at most 160 bytes, without the openid.
    pub fn identity(&self) -> String {
        if let Some(id) = &self.msg_id {
            return format!("msg:{}", key_part(id.as_str()));
        }
        let name = key_part(&self.event().unwrap_or(self.msg_type()).to_ascii_lowercase());
        let publish = self.fields.fields("PublishEventInfo").and_then(|event| event.non_empty("publish_id"));
        match self.fields.non_empty("MsgID").or(publish) {
            Some(job) => format!("job:{name}:{}", key_part(job)),
            None => format!("evt:{}:{name}:{}", self.create_time, self.distinction()),
        }
    }

    fn distinction(&self) -> String {
        match self.fields.non_empty("EventKey") {
            Some(key) => short_hash(key),
            None => {
                let common = ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "EventKey"];
                let mut rest = Fields::default();
                let own = self.fields.iter().filter(|(name, _)| !common.contains(name));
                own.for_each(|(name, node)| rest.push(name, node.clone()));
                short_hash(&rest.to_xml())
            }
        }
    }
}

/// The text itself when it is short and plain enough for a key, else a hash of it.
fn key_part(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
        return text.to_owned();
    }
    short_hash(text)
}

/// 16 hex digits of SHA-1: enough to tell one follower's taps of one second apart.
fn short_hash(text: &str) -> String {
    signature::hex_text(&signature::digest(&[text])[..8])
}
