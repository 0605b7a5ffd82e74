//! A question's thread: everything both sides said about it, and what may be sent now.

use domain::{
    conversation::{Entry, InboundMessage},
    delivery::Delivery,
    follower::Follower,
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
    window::{Allowance, Used},
};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::act::contacts;
use crate::{
    App, AppError, WayOut,
    hourly::{self, Look},
    keys,
    ports::{Query, TableName},
    rows::{Stored, load, parse},
};

/// Rows a request reads at most; further pages follow.
const PAGE: usize = 500;

/// Which state of a thread an officer has before their eyes, as text in forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    version: u64,
    last_at_ms: i64,
}

impl Seen {
    /// Reads what [`std::fmt::Display`] wrote; `None` when it is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (version, last_at_ms) = text.split_once('.')?;
        Some(Self { version: version.parse().ok()?, last_at_ms: last_at_ms.parse().ok()? })
    }

    /// Whether nothing has happened to the question since: no message joined it, nobody took, answered or ended it.
    #[must_use]
    pub fn is_current(&self, question: &Stored<Question>) -> bool {
        self.version == question.version
    }

    /// Whether something of this moment came after what was seen.
    #[must_use]
    pub fn is_before(&self, at: Timestamp) -> bool {
        self.last_at_ms < at.as_millisecond()
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.version, self.last_at_ms)
    }
}

/// A thread.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The question.
    pub question: Question,
    /// What an answer written against this says that it has seen.
    pub seen: Seen,
    /// Who asked, unless erased.
    pub follower: Option<Follower>,
    /// Their messages that belong to the question, oldest first.
    pub messages: Vec<InboundMessage>,
    /// Entries of our side, oldest first.
    pub entries: Vec<Entry>,
    /// Deliveries, oldest first.
    pub deliveries: Vec<Delivery>,
    /// What may be sent now: the same judgement as the sender's.
    pub allowance: Allowance,
    /// Whether there is anybody to send it.
    pub way_out: WayOut,
}

/// Reads a thread. The first read of each hour by an officer is audited.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn thread(app: &App, actor: &Actor, question: &QuestionId) -> Result<Thread, AppError> {
    actor.require(Permission::Read)?;
    let table = app.table.as_ref();
    let stored: Stored<Question> =
        load(table, &keys::question(question)).await?.ok_or(AppError::NotFound("question"))?;
    let look = Look { action: "read_thread", object: format!("question:{question}"), detail: String::new() };
    hourly::audit(app, actor, |hour| keys::thread_read(&actor.login, question, hour), &look).await?;
    let now = app.clock.now();
    let asked = &stored.value;
    let follower =
        load::<Follower>(table, &keys::follower(&asked.follower)).await?.map(|stored| stored.value);
    let messages = messages(app, asked).await?;
    let since = keys::millis(asked.asked_at);
    let partition = keys::follower_partition(&asked.follower);
    let entries: Vec<Entry> =
        rows(app, Query::partition(TableName::Main, partition, PAGE).between(format!("E#{since}"), "E#~"))
            .await?;
    let partition = keys::delivery_partition(&asked.follower);
    let deliveries: Vec<Delivery> =
        rows(app, Query::partition(TableName::Delivery, partition, PAGE).between(since, "~")).await?;
    let used =
        load::<Used>(table, &keys::used(&asked.follower)).await?.map_or_else(Used::default, |row| row.value);
    let used = used.seen(contacts(app, &asked.follower).await?);
    let entries: Vec<_> = entries.into_iter().filter(|entry| entry.question == *question).collect();
    Ok(Thread {
        seen: Seen {
            version: stored.version,
            last_at_ms: last_at(asked, &messages, &entries).as_millisecond(),
        },
        follower,
        messages,
        entries,
        deliveries: deliveries.into_iter().filter(|row| row.question.as_ref() == Some(question)).collect(),
        allowance: app.work.window.allowance(&used, now),
        way_out: app.way_out().await?,
        question: stored.value,
    })
}

/// The messages between the question's first and last that belong to it.
async fn messages(app: &App, question: &Question) -> Result<Vec<InboundMessage>, AppError> {
    let (Some(first), Some(last)) = (question.messages.iter().min(), question.messages.iter().max()) else {
        return Ok(Vec::new());
    };
    let partition = keys::follower_partition(&question.follower);
    let query =
        Query::partition(TableName::Main, partition, PAGE).between(format!("M#{first}"), format!("M#{last}"));
    let found: Vec<InboundMessage> = rows(app, query).await?;
    Ok(found.into_iter().filter(|message| message.question.as_ref() == Some(&question.id)).collect())
}

fn last_at(question: &Question, messages: &[InboundMessage], entries: &[Entry]) -> Timestamp {
    let message = messages.last().map(|message| message.received_at);
    let entry = entries.last().map(|entry| entry.at);
    message.max(entry).unwrap_or(question.asked_at)
}

async fn rows<T: DeserializeOwned>(app: &App, mut query: Query) -> Result<Vec<T>, AppError> {
    let mut found = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            found.push(parse(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(found);
        }
    }
}
