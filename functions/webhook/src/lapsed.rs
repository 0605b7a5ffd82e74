//! Nobody chose from a list of known questions in time: what was asked becomes a question, and its receipt follows.

use app::{
    App,
    jobs::{Work, WorkerJob},
    keys,
    ports::{Expect, TableError},
    random,
    rows::{self, Batch, Row, Stored, load},
};
use domain::{
    conversation::{InboundMessage, Offer},
    follower::{Follower, OpenQuestion},
    ids::{FollowerId, MessageKey, QuestionNumber},
    question::Question,
};
use wechat::ids::OpenId;

use crate::{
    decide::{Asked, Circumstances, new_question},
    follow_up,
    record::{enqueue, read_partition},
    texts::Texts,
    write::belongs,
};

/// How often it is decided again after a conflict.
const MAX_TRIES: usize = 8;

/// Does the job.
///
/// # Errors
/// [`TableError`] when it is not durable.
pub(crate) async fn open(app: &App, job: &WorkerJob) -> Result<(), TableError> {
    let Work::OfferWaits { follower, message } = &job.work else { return Ok(()) };
    let mut number_candidate = 0;
    for _ in 0..MAX_TRIES {
        match attempt(app, job, follower, message, number_candidate).await {
            Err(TableError::Conflict { .. }) if number_candidate + 1 < QuestionNumber::CANDIDATES => {
                number_candidate += 1;
            }
            done => return done,
        }
    }
    Err(TableError::Conflict { ops: Vec::new() })
}

async fn attempt(
    app: &App,
    job: &WorkerJob,
    id: &FollowerId,
    message: &MessageKey,
    number_candidate: usize,
) -> Result<(), TableError> {
    let table = app.table.as_ref();
    let Some(own) = load::<WorkerJob>(table, &job.key()).await? else { return Ok(()) };
    let mut batch = Batch::new();
    batch.delete_unchanged(job.key(), own.version);
    let partition = read_partition(app, id).await?;
    let (Some(follower), Some(newest)) = (partition.follower, partition.messages.first()) else {
        return batch.commit(table).await;
    };
    let offer = newest.value.menu.offer.clone();
    let Some(offer) = offer.filter(|offer| !offer.is_answer && offer.message == *message) else {
        // They have chosen, asked otherwise, or nothing is left of it.
        return batch.commit(table).await;
    };
    let content = app.content.loaded().await?;
    let at = Circumstances {
        content: &content,
        key: &app.key,
        burst: app.work.burst,
        retention: app.work.retention,
        number_candidate,
        question_taken: false,
        now: app.clock.now(),
    };
    let openid = follower.value.openid.clone().unwrap_or_else(|| OpenId::from(""));
    let asked = Asked {
        text: offer.text.clone(),
        messages: vec![offer.message.clone()],
        attachments: 0,
        urgent: false,
    };
    let question = new_question(&follower.value, openid.as_str(), follower.value.language, asked, at);
    let original = partition.messages.iter().find(|message| message.value.key == offer.message).cloned();
    let original = match original {
        Some(found) => Some(found),
        None => load(table, &keys::message(id, &offer.message)).await?,
    };
    messages(&mut batch, newest.clone(), original, &offer, &question)?;
    let similar = opened(&mut batch, &question, at)?;
    let receipt = told(app, &mut batch, follower, newest, &question, at)?;
    batch.commit(table).await?;
    enqueue(app, &[similar], at.now).await;
    follow_up::send(app, [&receipt]).await;
    Ok(())
}

/// The offer is over in the newest message, and the one that asked belongs to the question.
fn messages(
    batch: &mut Batch,
    mut newest: Stored<InboundMessage>,
    original: Option<Stored<InboundMessage>>,
    offer: &Offer,
    question: &Question,
) -> Result<(), TableError> {
    newest.value.menu.offer = None;
    if newest.value.key == offer.message {
        newest.value.question = Some(question.id.clone());
    } else if let Some(original) = original {
        belongs(batch, original, question)?;
    }
    batch.update(&newest)
}

fn opened(batch: &mut Batch, question: &Question, at: Circumstances<'_>) -> Result<WorkerJob, TableError> {
    batch.insert(question)?;
    batch.put(keys::number(&question.number), &question.id, None, Expect::Absent)?;
    rows::move_inbox(batch, None, question)?;
    let similar = rows::new_job(Work::Similar { question: question.id.clone() }, at.now, random()?);
    batch.insert(&similar)?;
    Ok(similar)
}

/// The receipt, and the profile that knows of both.
fn told(
    app: &App,
    batch: &mut Batch,
    mut follower: Stored<Follower>,
    newest: &Stored<InboundMessage>,
    question: &Question,
    at: Circumstances<'_>,
) -> Result<domain::delivery::Delivery, TableError> {
    let texts = Texts { content: at.content, language: follower.value.language, now: at.now };
    let text = texts.receipt(&question.number, question.promised_at);
    let receipt = follow_up::receipt(app, &follower.value, Some(question), text)?;
    follower.value.opened(OpenQuestion { id: question.id.clone(), number: question.number.clone() });
    follower.value.deliveries_due = true;
    batch.update(&follower)?;
    receipt.put(batch, newest.value.contacts)
}
