//! An officer answers a question.

use domain::{
    conversation::{Change, EntryBody},
    delivery::{Content, Delivery, Parked, State},
    ids::{DeliveryId, EntryId, FollowerId, QuestionId},
    question::Question,
    staff::{Actor, Permission},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wechat::ids::OpenId;

use super::{
    act::{Act, contacts},
    note::tidy,
    thread::Seen,
};
use crate::{
    App, AppError,
    jobs::OutboundJob,
    keys,
    ports::Expect,
    random,
    retry::retrying,
    rows::{Stored, delivery, load, put_delivery},
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
    /// The text; line ends are made `\n` and blank edges cut.
    pub text: String,
    /// Adds [`signature`] below.
    pub signed: bool,
    /// Ends the question too.
    pub end: bool,
    /// What the officer had read: anything newer refuses the answer. `None` sends in any case.
    pub seen: Option<Seen>,
    /// The same key for the same question gives the same delivery again. At most 200 bytes.
    pub idempotency_key: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question afterwards.
    pub question: Question,
    /// The delivery, due, or as it stands now when the answer was only repeated.
    pub delivery: Delivery,
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
    text: String,
    end: bool,
    seen: Option<&'a Seen>,
    key: Option<String>,
}

/// Makes the answer due for the resident and tells the sender. What can't be pushed rides on the next reply.
///
/// # Errors
/// `Input` when the text is blank or too long, or the idempotency key was used for another text; `Stale` when `seen`
/// is out of date; `Question(Over)`, `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn answer(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    command: Answer,
) -> Result<Answered, AppError> {
    actor.require(Permission::Answer)?;
    let wanted = Wanted {
        question,
        text: as_sent(&command, actor)?,
        end: command.end,
        seen: command.seen.as_ref(),
        key: command.idempotency_key.map(|key| row_of(question, key)).transpose()?,
    };
    let answered = retrying(|| attempt(app, actor, &wanted)).await?;
    if answered.delivery.state == State::Due {
        tell_sender(app, &answered.delivery).await;
    }
    Ok(answered)
}

async fn attempt(app: &App, actor: &Actor, wanted: &Wanted<'_>) -> Result<Answered, AppError> {
    let mut act = Act::begin(app, actor, wanted.question).await?;
    let accepted = remembered(&act, wanted).await?;
    if let Some(before) = accepted.as_ref().filter(|row| row.value.expires_at > act.now) {
        return repeated(act, before, wanted).await;
    }
    if wanted.seen.is_some_and(|seen| !seen.is_current(&act.question)) {
        return Err(AppError::Stale);
    }
    act.question.value.answer(&actor.login, act.now)?;
    let delivery = due(&mut act, wanted).await?;
    if wanted.end {
        act.question.value.end(act.now)?;
        // One millisecond on, so that it stands below the answer.
        let id = EntryId::new(act.now.as_millisecond() + 1, random()?);
        act.enter_as(id, EntryBody::Change { what: Change::Ended })?;
    }
    if let Some(key) = &wanted.key {
        let row = Accepted {
            follower: delivery.follower.clone(),
            delivery: delivery.id.clone(),
            text_hash: hash(&[wanted.text.as_str()]),
            expires_at: act.now + KEY_LIFE,
        };
        let expect = accepted.map_or(Expect::Absent, |row| Expect::Version(row.version));
        act.batch.put(keys::repeated(key), &row, Some(row.expires_at), expect)?;
    }
    let action = if wanted.end { "answered_and_ended" } else { "answered" };
    let question = act.commit(action, format!("delivery:{}", delivery.id)).await?;
    Ok(Answered { question, delivery })
}

/// Writes the delivery, its entry of the thread, and the hint in the profile.
async fn due(act: &mut Act<'_>, wanted: &Wanted<'_>) -> Result<Delivery, AppError> {
    let mut follower = act.follower().await?.ok_or(AppError::NotFound("follower"))?;
    let contacts = contacts(act.app, &follower.value.id).await?;
    let ms = act.now.as_millisecond();
    let (entry, id) = (EntryId::new(ms, random()?), DeliveryId::new(ms, random()?));
    let delivery = Delivery {
        id: id.clone(),
        follower: follower.value.id.clone(),
        openid: follower.value.openid.clone(),
        question: Some(act.question.value.id.clone()),
        number: Some(act.question.value.number.clone()),
        entry: entry.clone(),
        author: act.actor.login.clone(),
        content: Content::Text { text: wanted.text.clone() },
        language: act.question.value.language,
        created_at: act.now,
        state: State::Due,
        hold_until: None,
        retry_at: None,
        parked: cant_leave(act.app, follower.value.openid.as_ref()),
        contacts,
        attempts: 0,
        sending_since: None,
        may_repeat: false,
        outcome: None,
        done_at: None,
        handed_over_with: None,
    };
    put_delivery(&mut act.batch, &delivery, None, None)?;
    act.enter_as(entry, EntryBody::Answer { text: wanted.text.clone(), delivery: id })?;
    follower.value.deliveries_due = true;
    if wanted.end {
        follower.value.closed(wanted.question);
    }
    act.batch.update(&follower)?;
    Ok(delivery)
}

/// Why nobody is to try it before the next contact, known before anybody has.
pub(super) fn cant_leave(app: &App, openid: Option<&OpenId>) -> Option<Parked> {
    match openid {
        None => Some(Parked::Unfollowed),
        Some(_) if !app.work.egress.calls() => Some(Parked::EgressOff),
        Some(_) => None,
    }
}

async fn remembered(act: &Act<'_>, wanted: &Wanted<'_>) -> Result<Option<Stored<Accepted>>, AppError> {
    match &wanted.key {
        Some(key) => Ok(load(act.app.table.as_ref(), &keys::repeated(key)).await?),
        None => Ok(None),
    }
}

/// The delivery of the first request with this key, as it stands now.
async fn repeated(act: Act<'_>, row: &Stored<Accepted>, wanted: &Wanted<'_>) -> Result<Answered, AppError> {
    if row.value.text_hash != hash(&[wanted.text.as_str()]) {
        return Err(AppError::Input {
            field: "idempotency_key",
            zh: "这个键已用于另一条答复：新的答复请用新的键".to_owned(),
            en: "this key was used for another answer: take a new key for a new answer".to_owned(),
        });
    }
    let found = delivery(act.app.table.as_ref(), &row.value.follower, &row.value.delivery).await?;
    let delivery = found.ok_or(AppError::NotFound("delivery"))?.value;
    Ok(Answered { question: act.question.value, delivery })
}

/// Enqueues the sending. A queue that fails is no failure: the due pointer makes the ticker do it.
pub(crate) async fn tell_sender(app: &App, delivery: &Delivery) {
    if delivery.parked.is_some() {
        return;
    }
    let job = OutboundJob::Send { follower: delivery.follower.clone(), delivery: delivery.id.clone() };
    if let Err(error) = app.jobs.enqueue_outbound(&job).await {
        tracing::warn!(%error, delivery = %delivery.id, "answer not enqueued; the ticker will");
    }
}

fn as_sent(command: &Answer, actor: &Actor) -> Result<String, AppError> {
    let written = tidy(&command.text);
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
