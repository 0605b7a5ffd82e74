//! The operations of one contact.

use app::{
    App,
    jobs::Work,
    jobs::WorkerJob,
    keys,
    ports::{Expect, TableError},
    random,
    rows::{self, Audit, Batch, Stored},
};
use domain::{
    audit::{Event, Source},
    conversation::{Change, Entry, EntryBody, InboundMessage, OFFER_WAITS, Reply, Said},
    delivery::{Delivery, State},
    ids::{DeliveryId, EntryId, FollowerId, Login},
    privacy::mask_identity,
    question::Question,
};
use jiff::Timestamp;

use crate::{
    compose::Composed,
    decide::{Circumstances, Consequence, Decision, QuestionChange},
    follow_up,
    from_memory::Answered,
    inbound::Inbound,
    record::{Loaded, Taken, changed, work_for},
};

/// All writes of a contact, and what follows once they are durable.
pub(crate) struct Writes {
    pub(crate) batch: Batch,
    pub(crate) jobs: Vec<WorkerJob>,
    pub(crate) reply: Option<Reply>,
    /// What is said later, because the reply did not.
    pub(crate) follow_up: Option<Delivery>,
    /// Where the rows of a new question and of its number stand in the batch.
    pub(crate) places: Vec<(Taken, usize)>,
}

impl Writes {
    /// Of a contact that waits for this reply.
    pub(crate) async fn new(
        app: &App,
        inbound: &Inbound,
        loaded: &Loaded,
        decision: &Decision,
        composed: Option<&Composed>,
        now: Timestamp,
    ) -> Result<Self, TableError> {
        let mut decision = decision.clone();
        let carried = composed.map_or(0, |composed| composed.carried);
        let rest = remaining(&mut decision, inbound, loaded, carried);
        let reply = composed.map(|composed| Reply {
            text: composed.text.clone(),
            create_time: now.as_second(),
            own: (carried > 0).then(|| composed.own.clone()),
            card: composed.card.clone(),
        });
        let mut writes = Self::starting_with(reply);
        writes.message(inbound, loaded, &decision, carried, now)?;
        for delivery in loaded.known.due.iter().take(carried) {
            writes.hand_over(delivery, loaded, inbound, now)?;
        }
        writes.rest(app, inbound, loaded, &decision, rest, now).await?;
        Ok(writes)
    }

    /// Of a contact that was answered from memory when it came.
    pub(crate) async fn answered(
        app: &App,
        inbound: &Inbound,
        loaded: &Loaded,
        decision: &Decision,
        answered: &Answered,
        at: Circumstances<'_>,
    ) -> Result<Self, TableError> {
        let mut decision = decision.clone();
        // A grant lets the sender push what waits; nothing rides on a reply that has left.
        let rest = loaded.known.follower.deliveries_due && inbound.grant.is_some();
        let mut writes = Self::starting_with(answered.reply.clone());
        if let Some(text) = follow_up::text(&decision, answered, at) {
            let question = decision.question.as_ref().map(changed);
            let more = follow_up::receipt(app, &decision.follower, question, text)?;
            writes.follow_up = Some(more.put(&mut writes.batch, decision.contacts)?);
            decision.follower.deliveries_due = true;
        }
        writes.message(inbound, loaded, &decision, 0, at.now)?;
        writes.rest(app, inbound, loaded, &decision, rest, at.now).await?;
        Ok(writes)
    }

    fn starting_with(reply: Option<Reply>) -> Self {
        Self { batch: Batch::new(), jobs: Vec::new(), reply, follow_up: None, places: Vec::new() }
    }

    /// What is written beside the message, however it came; `rest`: something stays due that may be pushed now.
    async fn rest(
        &mut self,
        app: &App,
        inbound: &Inbound,
        loaded: &Loaded,
        decision: &Decision,
        rest: bool,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let id = &loaded.known.follower.id;
        self.follower(loaded, decision)?;
        if let Some(change) = &decision.question {
            self.question(change, loaded, now)?;
        }
        for consequence in &decision.consequences {
            let due = match consequence {
                Consequence::OfferWaits => now + OFFER_WAITS,
                _ => now,
            };
            self.job(work_for(consequence, id, inbound), due)?;
        }
        if rest {
            self.job(Work::DeliveriesDue { follower: id.clone() }, now)?;
        }
        if decision.consequences.contains(&Consequence::Erase) {
            self.withdrawal(app, id, now).await?;
        }
        Ok(())
    }

    fn message(
        &mut self,
        inbound: &Inbound,
        loaded: &Loaded,
        decision: &Decision,
        carried: usize,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let handed_over: Vec<DeliveryId> =
            loaded.known.due.iter().take(carried).map(|delivery| delivery.id.clone()).collect();
        self.batch.insert(&InboundMessage {
            key: inbound.key.clone(),
            follower: loaded.known.follower.id.clone(),
            received_at: now,
            said: kept(&inbound.said),
            question: decision.question.as_ref().map(|change| changed(change).id.clone()),
            attachment: inbound.attachment.clone(),
            reply: self.reply.clone(),
            handed_over,
            menu: decision.menu.clone(),
            contacts: decision.contacts,
            rate: decision.rate,
        })
    }

    /// The profile, only when it changed: a number reply writes the message row and nothing else.
    fn follower(&mut self, loaded: &Loaded, decision: &Decision) -> Result<(), TableError> {
        let (before, after) = (&loaded.known.follower, &decision.follower);
        match loaded.follower_version {
            None => self.batch.insert(after)?,
            Some(version) if before != after => {
                self.batch.update(&Stored { value: after.clone(), version })?;
                rows::put_remark(&mut self.batch, before.remark.as_deref(), after)?;
            }
            Some(_) => {}
        }
        if before.erase_at != after.erase_at {
            if let Some(at) = before.erase_at {
                self.batch.delete(keys::erase(at, &before.id));
            }
            if let Some(at) = after.erase_at {
                self.batch.put(keys::erase(at, &after.id), &after.id, None, Expect::Any)?;
            }
        }
        Ok(())
    }

    fn question(
        &mut self,
        change: &QuestionChange,
        loaded: &Loaded,
        now: Timestamp,
    ) -> Result<(), TableError> {
        match change {
            QuestionChange::Asked(question) => {
                self.places.push((Taken::Question, self.batch.position()));
                self.batch.insert(question.as_ref())?;
                self.places.push((Taken::Number, self.batch.position()));
                self.batch.put(keys::number(&question.number), &question.id, None, Expect::Absent)?;
                rows::move_inbox(&mut self.batch, None, question)?;
                if let Some(offered) = &loaded.offered {
                    belongs(&mut self.batch, offered.clone(), question)?;
                }
                self.compare("", question, now)
            }
            QuestionChange::Changed(change) => {
                let (before, after) = change.as_ref();
                let version = loaded.version_of(before).unwrap_or_default();
                self.batch.update(&Stored { value: after.clone(), version })?;
                if before.state != after.state {
                    self.batch.insert(&withdrawn(after, now)?)?;
                }
                rows::move_inbox(&mut self.batch, Some(before), after)?;
                self.compare(&before.words(), after, now)
            }
        }
    }

    /// New words are compared with what others ask.
    fn compare(&mut self, before: &str, question: &Question, now: Timestamp) -> Result<(), TableError> {
        if question.words() == before {
            return Ok(());
        }
        self.job(Work::Similar { question: question.id.clone() }, now)
    }

    fn hand_over(
        &mut self,
        delivery: &Delivery,
        loaded: &Loaded,
        inbound: &Inbound,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let version =
            loaded.waiting.iter().find(|stored| stored.value.id == delivery.id).map(|stored| stored.version);
        let before = delivery.try_at();
        let mut after = delivery.clone();
        after.hand_over(inbound.key.clone(), now).map_err(|error| TableError::Invalid(error.to_string()))?;
        rows::put_delivery(&mut self.batch, &after, version, before)
    }

    fn job(&mut self, work: Work, now: Timestamp) -> Result<(), TableError> {
        let job = rows::new_job(work, now, random()?);
        self.batch.insert(&job)?;
        self.jobs.push(job);
        Ok(())
    }

    async fn withdrawal(&mut self, app: &App, id: &FollowerId, now: Timestamp) -> Result<(), TableError> {
        let event = Event {
            at: now,
            actor: "system".to_owned(),
            action: "consent_withdrawn".to_owned(),
            object: format!("follower:{id}"),
            detail: String::new(),
        };
        Audit::open(app.table.as_ref(), Source::Webhook, now).await?.append(&mut self.batch, [event])
    }
}

/// A message that was offered known answers belongs to the question that it has become.
pub(crate) fn belongs(
    batch: &mut Batch,
    mut message: Stored<InboundMessage>,
    question: &Question,
) -> Result<(), TableError> {
    if !question.messages.contains(&message.value.key) || message.value.said == Said::Erased {
        return Ok(());
    }
    message.value.question = Some(question.id.clone());
    batch.update(&message)
}

/// Puts the profile's hint right, now that the outbox was read; true when something stays due that this contact lets
/// us push.
fn remaining(decision: &mut Decision, inbound: &Inbound, loaded: &Loaded, carried: usize) -> bool {
    if !loaded.known.follower.deliveries_due || !inbound.reply_is_shown {
        // A contact without a visible reply carries nothing; but a grant may let the sender push.
        return loaded.known.follower.deliveries_due && inbound.grant.is_some();
    }
    let due = loaded
        .waiting
        .iter()
        .filter(|stored| matches!(stored.value.state, State::Due | State::Sending))
        .count();
    decision.follower.deliveries_due = due > carried;
    due > carried && inbound.grant.is_some()
}

/// What was said, as it is kept: identity numbers are hidden.
fn kept(said: &Said) -> Said {
    match said {
        Said::Text { text } => Said::Text { text: mask_identity(text).into_owned() },
        Said::Voice { recognition: Some(words) } => {
            Said::Voice { recognition: Some(mask_identity(words).into_owned()) }
        }
        other => other.clone(),
    }
}

fn withdrawn(question: &Question, now: Timestamp) -> Result<Entry, TableError> {
    Ok(Entry {
        id: EntryId::new(now.as_millisecond(), random()?),
        follower: question.follower.clone(),
        question: question.id.clone(),
        at: now,
        by: Login::from("resident"),
        name: String::new(),
        body: EntryBody::Change { what: Change::Withdrawn },
    })
}
