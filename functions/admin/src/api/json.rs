//! What the API shows of rows: fields that stay, whatever the rows become. Times are RFC 3339 in UTC.

use app::questions::{Thread, path_text};
use domain::{
    conversation::{AttachmentState, Change, Entry, EntryBody, InboundMessage, Said},
    delivery::{Content, Delivery, Parked},
    ids::{DeliveryId, EntryId, FollowerId, Login, MessageKey, QuestionId, QuestionNumber},
    language::Language,
    question::{Question, State},
    window::Allowance,
};
use jiff::Timestamp;
use serde::Serialize;

/// A question.
#[derive(Serialize)]
pub(super) struct QuestionJson {
    id: QuestionId,
    number: QuestionNumber,
    text: String,
    state: State,
    language: Language,
    asked_at: Timestamp,
    /// Whole seconds since it was asked; 0 once it is answered.
    waiting_seconds: i64,
    promised_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    attachments: u32,
    urgent: bool,
    assignee: Option<Login>,
    /// Path of the topic, `4.1`; empty for none.
    category: String,
    /// The topic under which it may belong, while nobody filed it.
    suggested: Option<SuggestedJson>,
    follower: FollowerId,
}

/// A topic that is suggested.
#[derive(Serialize)]
struct SuggestedJson {
    category: String,
    safe: bool,
}

impl QuestionJson {
    /// The question as it stands at `now`.
    pub(super) fn new(question: Question, now: Timestamp) -> Self {
        let waits = question.state.is_unanswered();
        let suggested = question.suggested.filter(|_| question.category.is_empty());
        let suggested =
            suggested.map(|found| SuggestedJson { category: path_text(&found.path), safe: found.safe });
        let waiting_seconds = if waits { now.duration_since(question.asked_at).as_secs().max(0) } else { 0 };
        Self {
            waiting_seconds,
            id: question.id,
            number: question.number,
            text: question.text,
            state: question.state,
            language: question.language,
            asked_at: question.asked_at,
            promised_at: question.promised_at,
            answered_at: question.answered_at,
            ended_at: question.ended_at,
            attachments: question.attachments,
            urgent: question.urgent,
            assignee: question.assignee,
            category: path_text(&question.category),
            suggested,
            follower: question.follower,
        }
    }
}

/// A message of the resident.
#[derive(Serialize)]
pub(super) struct MessageJson {
    id: MessageKey,
    received_at: Timestamp,
    kind: &'static str,
    /// Words, recognition, or the place; empty without any.
    text: String,
    attachment: Option<AttachmentJson>,
    /// The automatic reply, hand-overs included.
    reply: Option<String>,
}

#[derive(Serialize)]
struct AttachmentJson {
    state: &'static str,
    content_type: Option<String>,
    bytes: Option<u64>,
    /// Why it can't be had.
    why: Option<String>,
}

impl From<InboundMessage> for MessageJson {
    fn from(message: InboundMessage) -> Self {
        let (kind, text) = match message.said {
            Said::Text { text } => ("text", text),
            Said::Image => ("image", String::new()),
            Said::Voice { recognition } => ("voice", recognition.unwrap_or_default()),
            Said::Video => ("video", String::new()),
            Said::Location { label, .. } => ("location", label),
            Said::Link { title, .. } => ("link", title),
            Said::Event { name, .. } => ("event", name),
            Said::Unread { msg_type, .. } => ("unread", msg_type),
            Said::Erased => ("erased", String::new()),
        };
        let attachment = message.attachment.map(|attachment| match attachment.state {
            AttachmentState::Pending => {
                AttachmentJson { state: "pending", content_type: None, bytes: None, why: None }
            }
            AttachmentState::Failed { why } => {
                AttachmentJson { state: "failed", content_type: None, bytes: None, why: Some(why) }
            }
            AttachmentState::Stored { content_type, bytes, .. } => AttachmentJson {
                state: "stored",
                content_type: Some(content_type),
                bytes: Some(bytes),
                why: None,
            },
        });
        let reply = message.reply.map(|reply| reply.text);
        Self { id: message.key, received_at: message.received_at, kind, text, attachment, reply }
    }
}

/// An entry of our side.
#[derive(Serialize)]
pub(super) struct EntryJson {
    id: EntryId,
    at: Timestamp,
    by: Login,
    name: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<DeliveryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Login>,
}

impl From<Entry> for EntryJson {
    fn from(entry: Entry) -> Self {
        let (kind, text, delivery, change, to) = match entry.body {
            EntryBody::Answer { text, delivery } => ("answer", Some(text), Some(delivery), None, None),
            EntryBody::Picture { delivery, .. } => ("picture", None, Some(delivery), None, None),
            EntryBody::Note { text } => ("note", Some(text), None, None, None),
            EntryBody::Change { what } => ("change", None, None, Some(what), None),
            EntryBody::Assigned { to, .. } => ("assigned", None, None, None, Some(to)),
        };
        Self { id: entry.id, at: entry.at, by: entry.by, name: entry.name, kind, text, delivery, change, to }
    }
}

/// A delivery.
#[derive(Serialize)]
pub(super) struct DeliveryJson {
    id: DeliveryId,
    follower: FollowerId,
    question: Option<QuestionId>,
    state: &'static str,
    kind: &'static str,
    text: String,
    created_at: Timestamp,
    done_at: Option<Timestamp>,
    retry_at: Option<Timestamp>,
    parked: Option<Parked>,
    attempts: u32,
    may_repeat: bool,
    outcome: Option<OutcomeJson>,
}

#[derive(Serialize)]
struct OutcomeJson {
    code: Option<i64>,
    message: String,
    at: Timestamp,
}

impl From<Delivery> for DeliveryJson {
    fn from(row: Delivery) -> Self {
        let outcome = row.outcome.map(|outcome| OutcomeJson {
            code: outcome.code,
            message: outcome.message,
            at: outcome.at,
        });
        Self {
            id: row.id,
            follower: row.follower,
            question: row.question,
            state: row.state.as_str(),
            kind: match row.content {
                Content::Text { .. } => "text",
                Content::Receipt { .. } => "receipt",
                Content::Picture { .. } => "picture",
            },
            text: row.content.text().to_owned(),
            created_at: row.created_at,
            done_at: row.done_at,
            retry_at: row.retry_at,
            parked: row.parked,
            attempts: row.attempts,
            may_repeat: row.may_repeat,
            outcome,
        }
    }
}

/// What may be sent now.
#[derive(Serialize)]
struct WindowJson {
    state: &'static str,
    left: u32,
    until: Option<Timestamp>,
}

impl From<Allowance> for WindowJson {
    fn from(allowance: Allowance) -> Self {
        match allowance {
            Allowance::Open { left, until, .. } => Self { state: "open", left, until: Some(until) },
            Allowance::Closed => Self { state: "closed", left: 0, until: None },
            Allowance::UsedUp => Self { state: "used_up", left: 0, until: None },
        }
    }
}

/// A thread: the question, and what belongs to it.
#[derive(Serialize)]
pub(super) struct ThreadJson {
    #[serde(flatten)]
    question: QuestionJson,
    /// For an answer that must not be sent when the thread has moved on.
    seen: String,
    messages: Vec<MessageJson>,
    entries: Vec<EntryJson>,
    deliveries: Vec<DeliveryJson>,
    window: WindowJson,
}

impl ThreadJson {
    /// The thread as it stands at `now`.
    pub(super) fn new(thread: Thread, now: Timestamp) -> Self {
        Self {
            question: QuestionJson::new(thread.question, now),
            seen: thread.seen.to_string(),
            messages: thread.messages.into_iter().map(MessageJson::from).collect(),
            entries: thread.entries.into_iter().map(EntryJson::from).collect(),
            deliveries: thread.deliveries.into_iter().map(DeliveryJson::from).collect(),
            window: thread.allowance.into(),
        }
    }
}
