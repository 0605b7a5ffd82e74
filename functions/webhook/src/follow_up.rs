//! What the reply did not say, because the table did not take the callback when it came: a delivery says it later.
//!
//! The receipt of a question is an entry of its thread, so that officers see what was said and what became of it.

use app::{
    App,
    jobs::OutboundJob,
    keys,
    ports::TableError,
    random,
    rows::{self, Batch, Stored, load},
};
use domain::{
    conversation::{Entry, EntryBody, InboundMessage, Reply, Said},
    delivery::{Content, Delivery, MARK_BYTES, Parked, State},
    follower::Follower,
    ids::{DeliveryId, EntryId, Login},
    question::Question,
    window::Contacts,
};
use wechat::{ids::OpenId, reply::TEXT_LIMIT_BYTES};

use crate::{
    compose::within,
    decide::{Circumstances, Decision, QuestionChange},
    from_memory::Answered,
    record::changed,
    texts::Texts,
};

/// Who says it.
const AUTHOR: &str = "system";
/// The name that officers see.
const NAME: &str = "自动回执 Receipt";

/// What is still to be said of a decision, beside what was answered from memory.
#[must_use]
pub(crate) fn text(decision: &Decision, answered: &Answered, at: Circumstances<'_>) -> Option<String> {
    let asked = matches!(decision.question, Some(QuestionChange::Asked(_)));
    if answered.complete && !asked {
        return None;
    }
    let texts = Texts { content: at.content, language: decision.language, now: at.now };
    let own = decision.reply.as_ref().map(|reply| reply.full.clone()).unwrap_or_default();
    with_number(own, decision.question.as_ref().map(changed), texts)
}

/// The words with the question's number, which was promised, unless it is in them.
fn with_number(mut own: String, question: Option<&Question>, texts: Texts<'_>) -> Option<String> {
    if let Some(question) = question.filter(|question| !own.contains(question.number.as_str())) {
        let line = texts.short_receipt(&question.number);
        own = format!("{own}\n{line}").trim().to_owned();
    }
    (!own.is_empty()).then(|| within(TEXT_LIMIT_BYTES - MARK_BYTES, own, texts.language))
}

/// A delivery of ours with its entry.
pub(crate) struct Receipt {
    delivery: Delivery,
    entry: Option<Entry>,
}

/// Makes a receipt that is due now.
///
/// # Errors
/// `Unavailable` when the system has no random bytes.
pub(crate) fn receipt(
    app: &App,
    follower: &Follower,
    question: Option<&Question>,
    text: String,
) -> Result<Receipt, TableError> {
    let now = app.clock.now();
    let ms = now.as_millisecond();
    let (entry, id) = (EntryId::new(ms, random()?), DeliveryId::new(ms, random()?));
    let delivery = Delivery {
        id: id.clone(),
        follower: follower.id.clone(),
        openid: follower.openid.clone(),
        question: question.map(|question| question.id.clone()),
        number: question.map(|question| question.number.clone()),
        entry: entry.clone(),
        author: Login::from(AUTHOR),
        content: Content::Receipt { text: text.clone() },
        language: follower.language,
        created_at: now,
        state: State::Due,
        hold_until: None,
        retry_at: None,
        parked: cant_leave(app, follower.openid.as_ref()),
        contacts: Contacts::default(),
        attempts: 0,
        sending_since: None,
        may_repeat: false,
        outcome: None,
        done_at: None,
        handed_over_with: None,
    };
    let entry = question.map(|question| Entry {
        id: entry,
        follower: follower.id.clone(),
        question: question.id.clone(),
        at: now,
        by: Login::from(AUTHOR),
        name: NAME.to_owned(),
        body: EntryBody::Answer { text, delivery: id },
    });
    Ok(Receipt { delivery, entry })
}

/// Why nobody is to try it before the next contact.
fn cant_leave(app: &App, openid: Option<&OpenId>) -> Option<Parked> {
    match openid {
        None => Some(Parked::Unfollowed),
        Some(_) if !app.work.egress.calls() => Some(Parked::EgressOff),
        Some(_) => None,
    }
}

impl Receipt {
    /// Writes it, with the contacts that its sender may use.
    ///
    /// # Errors
    /// `Invalid` when a row can't be written as JSON.
    pub(crate) fn put(mut self, batch: &mut Batch, contacts: Contacts) -> Result<Delivery, TableError> {
        self.delivery.contacts = contacts;
        rows::put_delivery(batch, &self.delivery, None, None)?;
        if let Some(entry) = &self.entry {
            batch.insert(entry)?;
        }
        Ok(self.delivery)
    }
}

/// Tells the sender. A queue that fails is no failure: the due pointer makes the ticker do it.
pub(crate) async fn send(app: &App, delivery: impl IntoIterator<Item = &Delivery>) {
    for delivery in delivery {
        if delivery.parked.is_some() {
            continue;
        }
        let job = OutboundJob::Send { follower: delivery.follower.clone(), delivery: delivery.id.clone() };
        if let Err(error) = app.jobs.enqueue_outbound(&job).await {
            tracing::warn!(%error, delivery = %delivery.id, "a receipt was not enqueued; the ticker will");
        }
    }
}

/// The table had taken the callback after all, but the reply in its row was never sent: the row gets the reply that
/// was, what rode on the other is due again, and what only the other said is said later, both marked, because the
/// platform may have asked again meanwhile and got it.
///
/// # Errors
/// `Conflict` when a row has changed meanwhile; any other [`TableError`].
pub(crate) async fn correct(
    app: &App,
    mut row: Stored<InboundMessage>,
    answered: &Answered,
    at: Circumstances<'_>,
) -> Result<Option<Reply>, TableError> {
    let table = app.table.as_ref();
    if row.value.said == Said::Erased || row.value.reply == answered.reply {
        return Ok(row.value.reply);
    }
    let Some(mut profile) = load::<Follower>(table, &keys::follower(&row.value.follower)).await? else {
        return Ok(row.value.reply);
    };
    let unseen = std::mem::replace(&mut row.value.reply, answered.reply.clone());
    let mut batch = Batch::new();
    let mut due = Vec::new();
    for id in std::mem::take(&mut row.value.handed_over) {
        due.extend(take_back(app, &mut batch, &row.value, &id).await?);
    }
    let own = unseen.map(|reply| reply.own().to_owned()).unwrap_or_default();
    due.extend(say_again(app, &mut batch, &row.value, &profile.value, own, answered, at).await?);
    if !due.is_empty() {
        profile.value.deliveries_due = true;
        batch.update(&profile)?;
    }
    batch.update(&row)?;
    batch.commit(table).await?;
    send(app, &due).await;
    Ok(row.value.reply)
}

async fn take_back(
    app: &App,
    batch: &mut Batch,
    message: &InboundMessage,
    id: &DeliveryId,
) -> Result<Option<Delivery>, TableError> {
    let Some(mut row) = rows::delivery(app.table.as_ref(), &message.follower, id).await? else {
        return Ok(None);
    };
    let before = row.value.try_at();
    if !row.value.unseen(&message.key, message.contacts) {
        return Ok(None);
    }
    if let Some(why) = cant_leave(app, row.value.openid.as_ref()) {
        row.value.park(why, None);
    }
    rows::put_delivery(batch, &row.value, Some(row.version), before)?;
    Ok(Some(row.value))
}

async fn say_again(
    app: &App,
    batch: &mut Batch,
    message: &InboundMessage,
    profile: &Follower,
    own: String,
    answered: &Answered,
    at: Circumstances<'_>,
) -> Result<Option<Delivery>, TableError> {
    if answered.complete {
        return Ok(None);
    }
    let question = match &message.question {
        Some(question) => load::<Question>(app.table.as_ref(), &keys::question(question)).await?,
        None => None,
    };
    let question = question.map(|stored| stored.value);
    let texts = Texts { content: at.content, language: profile.language, now: at.now };
    let Some(text) = with_number(own, question.as_ref(), texts) else { return Ok(None) };
    let mut receipt = receipt(app, profile, question.as_ref(), text)?;
    receipt.delivery.may_repeat = true;
    receipt.put(batch, message.contacts).map(Some)
}
