//! Reading what is known, deciding, and writing everything in one transaction with the message row, which is the
//! dedupe row too. A conflict means that something changed meanwhile: read and decide again.

use app::{
    App,
    content::Found,
    jobs::{Work, WorkerJob},
    keys,
    ports::{Query, TableError, TableName},
    rows::{self, Stored},
};
use domain::{
    conversation::{InboundMessage, MenuPosition, Reply, Said},
    delivery::Delivery,
    follower::Follower,
    ids::{FollowerId, MessageKey, QuestionNumber},
    question::Question,
};
use jiff::Timestamp;
use wechat::reply::TEXT_LIMIT_BYTES;

use crate::{
    compose::{Composed, compose, within},
    decide::{Circumstances, Decision, QuestionChange, decide, may_be_offered},
    follow_up,
    from_memory::Answered,
    inbound::Inbound,
    intent::{Intent, understand},
    known::Known,
    texts::Texts,
    write::Writes,
};

/// How often a decision is made again after a conflict.
const MAX_TRIES: usize = 8;
/// Newest rows of a follower that a callback reads: the profile and the messages a retry may repeat.
const NEWEST: usize = 6;
/// Most deliveries that ride on one reply.
const MAX_CARRIED: usize = 20;

/// A follower's partition as read, newest message first.
pub(crate) struct Partition {
    pub(crate) follower: Option<Stored<Follower>>,
    pub(crate) messages: Vec<Stored<InboundMessage>>,
}

/// Everything read for one decision, with the versions that its writes expect.
pub(crate) struct Loaded {
    pub(crate) known: Known,
    pub(crate) follower_version: Option<u64>,
    pub(crate) question_versions: Vec<(Question, u64)>,
    pub(crate) waiting: Vec<Stored<Delivery>>,
    /// The message whose question was offered known answers, when it may become a question now.
    pub(crate) offered: Option<Stored<InboundMessage>>,
}

/// When and how a contact came.
#[derive(Clone, Copy)]
pub(crate) struct Arrival<'a> {
    /// When we had it: everything is decided as of then, and no other attempt at this message has the same moment.
    pub(crate) at: Timestamp,
    /// What was answered from memory, when the table did not take it then. Its reply carries nothing more.
    pub(crate) answered: Option<&'a Answered>,
}

/// Takes a contact in and says what to answer; a repetition gets the reply of the first time.
///
/// # Errors
/// [`TableError`] when it is not durable.
pub(crate) async fn receive(
    app: &App,
    inbound: &Inbound,
    arrival: Arrival<'_>,
) -> Result<Option<Reply>, TableError> {
    let follower = app.key.follower(inbound.openid.as_str());
    let content = app.content.loaded().await?;
    let content = content.shown_at(arrival.at);
    let (mut number_candidate, mut question_taken) = (0, false);
    for _ in 0..MAX_TRIES {
        let at = Circumstances {
            content: &content,
            key: &app.key,
            burst: app.work.burst,
            retention: app.work.retention,
            number_candidate,
            question_taken,
            now: arrival.at,
        };
        match attempt(app, &follower, inbound, arrival, at).await {
            Ok(reply) => return Ok(reply),
            Err(Failed::Conflict { taken }) => {
                number_candidate += usize::from(taken == Some(Taken::Number));
                question_taken |= taken == Some(Taken::Question);
            }
            Err(Failed::Table(error)) => return Err(error),
        }
        if number_candidate >= QuestionNumber::CANDIDATES {
            return Err(TableError::Unavailable("no free question number".to_owned()));
        }
    }
    Err(TableError::Conflict { ops: Vec::new() })
}

/// Why an attempt came to nothing.
enum Failed {
    /// Something has changed meanwhile: read and decide again.
    Conflict {
        taken: Option<Taken>,
    },
    Table(TableError),
}

/// What somebody else has already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The number of a new question.
    Number,
    /// The question itself.
    Question,
}

impl From<TableError> for Failed {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Conflict { .. } => Self::Conflict { taken: None },
            error => Self::Table(error),
        }
    }
}

async fn attempt(
    app: &App,
    follower: &FollowerId,
    inbound: &Inbound,
    arrival: Arrival<'_>,
    at: Circumstances<'_>,
) -> Result<Option<Reply>, Failed> {
    let partition = read_partition(app, follower).await?;
    if let Some(first) = repeated(app, follower, inbound, &partition).await? {
        let own = arrival.answered.filter(|_| first.value.received_at == arrival.at);
        return match own {
            Some(answered) => Ok(follow_up::correct(app, first, answered, at).await?),
            None => Ok(first.value.reply),
        };
    }
    if arrival.answered.is_some() && partition.is_erased_after(&inbound.key) {
        return Ok(None);
    }
    let menu = match (arrival.answered, partition.messages.first()) {
        // As the answer from memory had it.
        (Some(_), _) | (None, None) => MenuPosition::default(),
        (None, Some(newest)) => newest.value.menu_at(at.now),
    };
    let intent = understand(&inbound.contact, at.content, &menu);
    let mut loaded = load(app, follower, inbound, &intent, partition, at.now).await?;
    if arrival.answered.is_none() && may_be_offered(&loaded.known, inbound, &intent, at) {
        loaded.known.found = app.content.bank().find(&inbound.line(), at.content, at.now);
    }
    let decision = decide(&loaded.known, inbound, &intent, at);
    let writes = match arrival.answered {
        None => {
            let reply = composed(&loaded.known, inbound, &decision, at);
            Writes::new(app, inbound, &loaded, &decision, reply.as_ref(), at.now).await?
        }
        Some(answered) => Writes::answered(app, inbound, &loaded, &decision, answered, at).await?,
    };
    let (jobs, reply, places) = (writes.jobs, writes.reply, writes.places);
    match writes.batch.commit(app.table.as_ref()).await {
        Ok(()) => {
            enqueue(app, &jobs, at.now).await;
            follow_up::send(app, writes.follow_up.as_ref()).await;
            Ok(reply)
        }
        Err(TableError::Conflict { ops }) => {
            let taken = places.into_iter().find(|(_, place)| ops.contains(place)).map(|(what, _)| what);
            Err(Failed::Conflict { taken })
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn read_partition(app: &App, follower: &FollowerId) -> Result<Partition, TableError> {
    let query = Query::partition(TableName::Main, keys::follower_partition(follower), NEWEST).descending();
    let page = app.table.query(&query).await?;
    let mut partition = Partition { follower: None, messages: Vec::new() };
    for item in &page.items {
        if item.key.sk == "P" {
            partition.follower = Some(rows::parse(item)?);
        } else if item.key.sk.starts_with("M#") {
            partition.messages.push(rows::parse(item)?);
        }
    }
    Ok(partition)
}

impl Partition {
    /// The messages that are known of later seconds than this one.
    fn later(&self, than: &MessageKey) -> impl Iterator<Item = &InboundMessage> {
        let messages = self.messages.iter().map(|stored| &stored.value);
        messages.filter(move |message| second(&message.key) > second(than))
    }

    /// Whether what was said up to some later moment has been erased.
    fn is_erased_after(&self, message: &MessageKey) -> bool {
        self.later(message).any(|later| later.said == Said::Erased)
    }
}

/// The `CreateTime` in a key, in digits.
fn second(key: &MessageKey) -> &str {
    key.as_str().split('#').next().unwrap_or_default()
}

/// The row of the same message, if it was received before. A late repetition may lie behind the newest rows, so an
/// older message than those is looked up by its key.
async fn repeated(
    app: &App,
    follower: &FollowerId,
    inbound: &Inbound,
    partition: &Partition,
) -> Result<Option<Stored<InboundMessage>>, TableError> {
    if let Some(found) = partition.messages.iter().find(|message| message.value.key == inbound.key) {
        return Ok(Some(found.clone()));
    }
    match partition.messages.last() {
        Some(oldest) if inbound.key < oldest.value.key => {
            rows::load(app.table.as_ref(), &keys::message(follower, &inbound.key)).await
        }
        _ => Ok(None),
    }
}

async fn load(
    app: &App,
    id: &FollowerId,
    inbound: &Inbound,
    intent: &Intent,
    partition: Partition,
    now: Timestamp,
) -> Result<Loaded, TableError> {
    let is_new = partition.follower.is_none();
    let (follower, follower_version) = match &partition.follower {
        Some(stored) => (stored.value.clone(), Some(stored.version)),
        None => (Follower::new(id.clone(), inbound.openid.clone(), now), None),
    };
    let mut question_versions = Vec::new();
    let mut open = Vec::new();
    for question in wanted(intent, &follower) {
        if let Some(stored) = rows::load::<Question>(app.table.as_ref(), &keys::question(&question)).await? {
            question_versions.push((stored.value.clone(), stored.version));
            open.push(stored.value);
        }
    }
    let numbered = match intent {
        Intent::Query(typed) | Intent::Withdraw(Some(typed)) => by_number(app, typed).await?,
        _ => None,
    };
    if let Some(stored) = &numbered {
        question_versions.push((stored.value.clone(), stored.version));
    }
    let waiting = if follower.deliveries_due && inbound.reply_is_shown {
        rows::deliveries(app.table.as_ref(), id).await?
    } else {
        Vec::new()
    };
    // A picture can't stand inside a text: this contact's window lets the sender push it.
    let rides = |delivery: &&Delivery| delivery.is_ready(now) && delivery.content.is_words();
    let due = waiting.iter().map(|stored| &stored.value).filter(rides);
    let due = due.take(MAX_CARRIED).cloned().collect();
    let overtaken = partition.later(&inbound.key).next().is_some();
    let offered = offered(app, intent, &partition, now).await?;
    let previous = partition.messages.into_iter().next().map(|stored| stored.value);
    let numbered = numbered.map(|stored| stored.value);
    let known = Known { follower, is_new, overtaken, previous, open, numbered, due, found: Found::Nothing };
    Ok(Loaded { known, follower_version, question_versions, waiting, offered })
}

/// The message that a running offer answers, when this contact may make it a question: mostly among the newest rows.
async fn offered(
    app: &App,
    intent: &Intent,
    partition: &Partition,
    now: Timestamp,
) -> Result<Option<Stored<InboundMessage>>, TableError> {
    let Some(newest) = partition.messages.first() else { return Ok(None) };
    let Some(offer) = newest.value.menu_at(now).offer else { return Ok(None) };
    if !matches!(intent, Intent::Ask { .. } | Intent::Nudge | Intent::Person | Intent::Choose(_)) {
        return Ok(None);
    }
    match partition.messages.iter().find(|message| message.value.key == offer.message) {
        Some(found) => Ok(Some(found.clone())),
        None => rows::load(app.table.as_ref(), &keys::message(&newest.value.follower, &offer.message)).await,
    }
}

/// The open questions that an intent needs to be read, newest last.
fn wanted(intent: &Intent, follower: &Follower) -> Vec<domain::ids::QuestionId> {
    let newest = match intent {
        Intent::Ask { .. } | Intent::Greeting | Intent::Person | Intent::Unsupported => 1,
        Intent::Nudge | Intent::Progress | Intent::Withdraw(None) => follower.open_questions.len(),
        _ => 0,
    };
    let skip = follower.open_questions.len().saturating_sub(newest);
    follower.open_questions.iter().skip(skip).map(|open| open.id.clone()).collect()
}

async fn by_number(app: &App, typed: &str) -> Result<Option<Stored<Question>>, TableError> {
    let Some(number) = QuestionNumber::parse(typed) else { return Ok(None) };
    let found = rows::load::<domain::ids::QuestionId>(app.table.as_ref(), &keys::number(&number)).await?;
    match found {
        Some(question) => rows::load(app.table.as_ref(), &keys::question(&question.value)).await,
        None => Ok(None),
    }
}

fn composed(
    known: &Known,
    inbound: &Inbound,
    decision: &Decision,
    at: Circumstances<'_>,
) -> Option<Composed> {
    if !inbound.reply_is_shown {
        return None;
    }
    let texts = Texts { content: at.content, language: decision.language, now: at.now };
    let own = decision.reply.clone().map(|mut own| {
        own.full = within(TEXT_LIMIT_BYTES, own.full, decision.language);
        own
    });
    compose(own.as_ref(), &known.due, texts)
}

/// A lost job is found again by its row; one that is due later waits in the queue.
pub(crate) async fn enqueue(app: &App, jobs: &[WorkerJob], now: Timestamp) {
    for job in jobs {
        let delay = u64::try_from(job.due_ms - now.as_millisecond()).unwrap_or_default();
        if let Err(error) = app.jobs.enqueue(job, std::time::Duration::from_millis(delay)).await {
            tracing::warn!(%error, job = %job.id, "job not enqueued; the ticker will");
        }
    }
}

impl Loaded {
    /// The version of a question as read.
    pub(crate) fn version_of(&self, question: &Question) -> Option<u64> {
        self.question_versions.iter().find(|(read, _)| read.id == question.id).map(|(_, version)| *version)
    }
}

/// The question after a change.
pub(crate) fn changed(change: &QuestionChange) -> &Question {
    match change {
        QuestionChange::Asked(question) => question,
        QuestionChange::Changed(change) => &change.1,
    }
}

/// The worker's job for a follower.
pub(crate) fn work_for(
    consequence: &crate::decide::Consequence,
    follower: &FollowerId,
    inbound: &Inbound,
) -> Work {
    use crate::decide::Consequence;
    let follower = follower.clone();
    match consequence {
        Consequence::FetchAttachment => Work::Attachment { follower, message: inbound.key.clone() },
        Consequence::FetchProfile => Work::Profile { follower },
        Consequence::Unfollowed => Work::Unfollowed { follower },
        Consequence::Erase => Work::Erase { follower },
        Consequence::OfferWaits => Work::OfferWaits { follower, message: inbound.key.clone() },
        Consequence::Count { answer, outcome } => {
            Work::KnownOutcome { answer: answer.clone(), outcome: *outcome }
        }
    }
}
