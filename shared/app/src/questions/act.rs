//! One officer's act on one question: what was read, what changes, and the commit that writes all of it.

use domain::{
    audit::{Event, Source},
    conversation::{Entry, EntryBody, InboundMessage},
    follower::Follower,
    ids::{EntryId, FollowerId, QuestionId},
    question::Question,
    staff::Actor,
    window::Contacts,
};
use jiff::Timestamp;

use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    random,
    rows::{Audit, Batch, SearchEntry, Stored, load, move_inbox, parse},
};

/// A question as read, on its way to what it becomes.
pub(super) struct Act<'a> {
    pub(super) app: &'a App,
    pub(super) actor: &'a Actor,
    pub(super) now: Timestamp,
    pub(super) batch: Batch,
    /// Change it in place.
    pub(super) question: Stored<Question>,
    before: Question,
    /// Who writes it down in the audit.
    pub(super) source: Source,
}

impl<'a> Act<'a> {
    /// Reads the question.
    pub(super) async fn begin(
        app: &'a App,
        actor: &'a Actor,
        question: &QuestionId,
    ) -> Result<Self, AppError> {
        let question: Stored<Question> = load(app.table.as_ref(), &keys::question(question))
            .await?
            .ok_or(AppError::NotFound("question"))?;
        let (before, now) = (question.value.clone(), app.clock.now());
        Ok(Self { app, actor, now, batch: Batch::new(), question, before, source: Source::Admin })
    }

    /// Whether the question is still as it was read.
    pub(super) fn is_unchanged(&self) -> bool {
        self.question.value == self.before
    }

    /// Writes an entry of the thread.
    pub(super) fn enter(&mut self, body: impl FnOnce() -> EntryBody) -> Result<EntryId, AppError> {
        let id = EntryId::new(self.now.as_millisecond(), random()?);
        self.enter_as(id.clone(), body())?;
        Ok(id)
    }

    /// Writes an entry of the thread whose id is known.
    pub(super) fn enter_as(&mut self, id: EntryId, body: EntryBody) -> Result<(), AppError> {
        let entry = Entry {
            id,
            follower: self.question.value.follower.clone(),
            question: self.question.value.id.clone(),
            at: self.now,
            by: self.actor.login.clone(),
            name: self.actor.name.clone(),
            body,
        };
        if let Some(known) = SearchEntry::of(&entry) {
            self.batch.insert(&known)?;
        }
        Ok(self.batch.insert(&entry)?)
    }

    /// The resident, if the profile is still there.
    pub(super) async fn follower(&self) -> Result<Option<Stored<Follower>>, AppError> {
        Ok(load(self.app.table.as_ref(), &keys::follower(&self.question.value.follower)).await?)
    }

    /// Writes everything together with the audit entry: `detail` says more, never a resident's words.
    pub(super) async fn commit(mut self, action: &str, detail: String) -> Result<Question, AppError> {
        if !self.is_unchanged() {
            self.batch.update(&self.question)?;
            move_inbox(&mut self.batch, Some(&self.before), &self.question.value)?;
        }
        let table = self.app.table.as_ref();
        let event = Event {
            at: self.now,
            actor: self.actor.login.to_string(),
            action: action.to_owned(),
            object: format!("question:{}", self.question.value.id),
            detail,
        };
        Audit::open(table, self.source, self.now).await?.append(&mut self.batch, [event])?;
        self.batch.commit(table).await?;
        Ok(self.question.value)
    }
}

/// The contacts known after the resident's newest message.
pub(crate) async fn contacts(app: &App, follower: &FollowerId) -> Result<Contacts, AppError> {
    let query =
        Query::partition(TableName::Main, keys::follower_partition(follower), 1).prefix("M#").descending();
    let page = app.table.query(&query).await?;
    let newest = page.items.first().map(parse::<InboundMessage>).transpose()?;
    Ok(newest.map(|message| message.value.contacts).unwrap_or_default())
}
