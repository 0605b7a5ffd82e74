//! An officer answers a question: with words, with a picture, or both.

use domain::{
    audit::Source,
    conversation::{Change, EntryBody},
    delivery::{Content, Delivery, State},
    ids::{DeliveryId, EntryId, FollowerId, QuestionId},
    question::{Question, QuestionError},
    staff::{Actor, Permission},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    act::Act,
    due::{Outgoing, tell_sender},
    note::tidy,
    picture::{Kept, Picture, keep},
    thread::Seen,
};
use crate::{
    App, AppError, keys,
    ports::Expect,
    random,
    retry::retrying,
    rows::{Stored, delivery, load},
};

/// Longest answer as written, signature included, in bytes of UTF-8: what the platform takes (客服消息: 2,048 bytes, else
/// error 45002) less the room for the mark of a copy.
pub const ANSWER_LIMIT_BYTES: usize = wechat::reply::TEXT_LIMIT_BYTES - domain::delivery::MARK_BYTES;
/// How long an idempotency key is remembered.
const KEY_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Longest idempotency key, in bytes.
const KEY_LIMIT_BYTES: usize = 200;

/// What an officer writes.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The text; line ends are made `\n` and blank edges cut. May be blank beside a picture.
    pub text: String,
    /// A picture, which follows the text as a message of its own.
    pub picture: Option<Picture>,
    /// Adds [`signature`] below.
    pub signed: bool,
    /// Ends the question too.
    pub end: bool,
    /// What the officer had read: anything newer refuses the answer. `None` sends in any case.
    pub seen: Option<Seen>,
    /// Refuses one that has an answer already.
    pub only_unanswered: bool,
    /// The same key for the same question gives the same delivery again. At most 200 bytes.
    pub idempotency_key: Option<String>,
    /// Who writes it down in the audit: the console, or the worker for an answer to all.
    pub source: Source,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question afterwards.
    pub question: Question,
    /// The delivery, due, or as it stands now when the answer was only repeated.
    pub delivery: Delivery,
    /// That of the picture, when it came with words.
    pub picture: Option<Delivery>,
}

/// The line that tells the resident who answered; empty without a name.
#[must_use]
pub fn signature(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("\n—{name}") }
}

/// An answer that was accepted under an idempotency key.
#[derive(Debug, Serialize, Deserialize)]
struct Accepted {
    follower: FollowerId,
    delivery: DeliveryId,
    text_hash: String,
    expires_at: Timestamp,
}

/// What is asked, checked and in its final form.
struct Wanted<'a> {
    question: &'a QuestionId,
    /// Empty when there is only a picture.
    text: String,
    picture: Option<Kept>,
    end: bool,
    only_unanswered: bool,
    seen: Option<&'a Seen>,
    key: Option<String>,
    source: Source,
}

/// Makes the answer due for the resident and tells the sender. What can't be pushed rides on the next reply, but for a
/// picture, which is pushed then. The actor's draft goes.
///
/// # Errors
/// `Input` when the text is blank or too long, the picture is too large or can't be sent by this account, or the
/// idempotency key was used for another answer; `Stale` when `seen` is out of date; `Question(Over)`, `NotFound`, `Denied`,
/// `Contended`, `Table`, `Blob`.
pub async fn answer(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    command: Answer,
) -> Result<Answered, AppError> {
    actor.require(Permission::Answer)?;
    let text = as_sent(&command, actor)?;
    let key = command.idempotency_key.map(|key| row_of(question, key)).transpose()?;
    let picture = match command.picture {
        Some(picture) => Some(keep(app, question, picture).await?),
        None => None,
    };
    let object = picture.as_ref().map(|picture| picture.object.clone());
    let wanted = Wanted {
        question,
        text,
        picture,
        end: command.end,
        only_unanswered: command.only_unanswered,
        seen: command.seen.as_ref(),
        key,
        source: command.source,
    };
    let done = retrying(|| attempt(app, actor, &wanted)).await;
    if let Some(object) = object.filter(|_| is_unused(&done))
        && let Err(error) = app.blobs.delete(&object).await
    {
        tracing::warn!(%error, "a picture that was not sent stays until its retention ends");
    }
    let answered = done?.answered;
    for delivery in [Some(&answered.delivery), answered.picture.as_ref()].into_iter().flatten() {
        if delivery.state == State::Due {
            tell_sender(app, delivery).await;
        }
    }
    Ok(answered)
}

/// Whether certainly no row names the picture.
fn is_unused(done: &Result<Done, AppError>) -> bool {
    match done {
        Ok(done) => done.repeated,
        Err(error) => !matches!(error, AppError::Table(_)),
    }
}

/// What an attempt came to.
struct Done {
    answered: Answered,
    /// It was only found again.
    repeated: bool,
}

async fn attempt(app: &App, actor: &Actor, wanted: &Wanted<'_>) -> Result<Done, AppError> {
    let mut act = Act::begin(app, actor, wanted.question).await?;
    act.source = wanted.source;
    let accepted = remembered(&act, wanted).await?;
    if let Some(before) = accepted.as_ref().filter(|row| row.value.expires_at > act.now) {
        return repeated(act, before, wanted).await;
    }
    if wanted.seen.is_some_and(|seen| !seen.is_current(&act.question)) {
        return Err(AppError::Stale);
    }
    if wanted.only_unanswered && act.question.value.state == domain::question::State::Answered {
        return Err(QuestionError::AlreadyAnswered.into());
    }
    act.question.value.answer(&actor.login, act.now)?;
    let (delivery, picture) = deliveries(&mut act, wanted).await?;
    if wanted.end {
        act.question.value.end(act.now)?;
        // Two milliseconds on, so that it stands below the answer and its picture.
        let id = EntryId::new(act.now.as_millisecond() + 2, random()?);
        act.enter_as(id, EntryBody::Change { what: Change::Ended })?;
    }
    if let Some(key) = &wanted.key {
        let row = Accepted {
            follower: delivery.follower.clone(),
            delivery: delivery.id.clone(),
            text_hash: wanted.hash(),
            expires_at: act.now + KEY_LIFE,
        };
        let expect = accepted.map_or(Expect::Absent, |row| Expect::Version(row.version));
        act.batch.put(keys::repeated(key), &row, Some(row.expires_at), expect)?;
    }
    act.batch.delete(keys::draft(wanted.question, &actor.login));
    let action = if wanted.end { "answered_and_ended" } else { "answered" };
    let question = act.commit(action, format!("delivery:{}", delivery.id)).await?;
    Ok(Done { answered: Answered { question, delivery, picture }, repeated: false })
}

/// Writes the deliveries, their entries of the thread, and the hint in the profile.
async fn deliveries(
    act: &mut Act<'_>,
    wanted: &Wanted<'_>,
) -> Result<(Delivery, Option<Delivery>), AppError> {
    let mut outgoing = Outgoing::begin(act).await?;
    let mut made = Vec::new();
    if !wanted.text.is_empty() {
        let content = Content::Text { text: wanted.text.clone() };
        let text = wanted.text.clone();
        made.push(outgoing.due(act, content, |delivery| EntryBody::Answer { text, delivery })?);
    }
    if let Some(picture) = &wanted.picture {
        let (object, bytes) = (picture.object.clone(), picture.bytes);
        let content = Content::Picture { object: object.clone(), uploaded: None };
        made.push(outgoing.due(act, content, |delivery| EntryBody::Picture { object, bytes, delivery })?);
    }
    outgoing.finish(act, wanted.end.then_some(wanted.question))?;
    let picture = (made.len() > 1).then(|| made.pop()).flatten();
    let first = made.pop().ok_or(AppError::NotFound("answer"))?;
    Ok((first, picture))
}

impl Wanted<'_> {
    /// Tells one answer from another under the same key.
    fn hash(&self) -> String {
        let picture = self.picture.as_ref().map_or("", |picture| picture.digest.as_str());
        if picture.is_empty() { hash(&[&self.text]) } else { hash(&[&self.text, picture]) }
    }
}

async fn remembered(act: &Act<'_>, wanted: &Wanted<'_>) -> Result<Option<Stored<Accepted>>, AppError> {
    match &wanted.key {
        Some(key) => Ok(load(act.app.table.as_ref(), &keys::repeated(key)).await?),
        None => Ok(None),
    }
}

/// The delivery of the first request with this key, as it stands now.
async fn repeated(act: Act<'_>, row: &Stored<Accepted>, wanted: &Wanted<'_>) -> Result<Done, AppError> {
    if row.value.text_hash != wanted.hash() {
        return Err(AppError::Input {
            field: "idempotency_key",
            zh: "这个键已用于另一条答复：新的答复请用新的键".to_owned(),
            en: "this key was used for another answer: take a new key for a new answer".to_owned(),
        });
    }
    let found = delivery(act.app.table.as_ref(), &row.value.follower, &row.value.delivery).await?;
    let delivery = found.ok_or(AppError::NotFound("delivery"))?.value;
    let answered = Answered { question: act.question.value, delivery, picture: None };
    Ok(Done { answered, repeated: true })
}

fn as_sent(command: &Answer, actor: &Actor) -> Result<String, AppError> {
    let written = tidy(&command.text);
    if written.is_empty() && command.picture.is_some() {
        return Ok(written);
    }
    if written.is_empty() {
        return Err(AppError::Input {
            field: "text",
            zh: "请写下答复内容".to_owned(),
            en: "write the answer first".to_owned(),
        });
    }
    let text = if command.signed { written + &signature(&actor.name) } else { written };
    let over = text.len().saturating_sub(ANSWER_LIMIT_BYTES);
    if over == 0 {
        return Ok(text);
    }
    let length = text.len();
    Err(AppError::Input {
        field: "text",
        zh: format!(
            "答复连同署名共 {length} 字节，最多 {ANSWER_LIMIT_BYTES} 字节（一个汉字 3 字节）：请删去约 {} 个汉字，或分两条发送",
            over.div_ceil(3)
        ),
        en: format!(
            "the answer has {length} bytes with its signature, of at most {ANSWER_LIMIT_BYTES}: cut {over} bytes, or send it in two"
        ),
    })
}

/// Names the row of an idempotency key within its question.
fn row_of(question: &QuestionId, key: String) -> Result<String, AppError> {
    if key.is_empty() || key.len() > KEY_LIMIT_BYTES {
        return Err(AppError::Input {
            field: "idempotency_key",
            zh: format!("请用 1 至 {KEY_LIMIT_BYTES} 字节的键"),
            en: format!("use a key of 1 to {KEY_LIMIT_BYTES} bytes"),
        });
    }
    Ok(hash(&[question.as_str(), key.as_str()]))
}

fn hash(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    domain::audit::hex(&sha.finalize())
}
