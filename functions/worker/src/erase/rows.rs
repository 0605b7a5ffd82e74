//! The rows of one resident, kind by kind.

use app::{
    App, AppError, groups, keys,
    ports::{Item, Query, TableError, TableName},
    retrying,
    rows::{self, Batch, Row, Stored, load, move_inbox, parse, put_delivery},
};
use domain::{
    conversation::{AttachmentState, Entry, EntryBody, InboundMessage, Said},
    delivery::{Delivery, State},
    ids::{FollowerId, QuestionId},
    question::Question,
};
use jiff::Timestamp;

use super::{Found, is_before};
use crate::attachment::Objects;

/// Rows read at a time.
const PAGE: usize = 100;

/// The rows of a prefix of the resident's partition, page by page.
struct Pages(Option<Query>);

impl Pages {
    fn new(follower: &FollowerId, prefix: &str) -> Self {
        let query = Query::partition(TableName::Main, keys::follower_partition(follower), PAGE);
        Self(Some(query.prefix(prefix)))
    }

    async fn next(&mut self, app: &App) -> Result<Option<Vec<Item>>, TableError> {
        let Some(query) = self.0.take() else { return Ok(None) };
        let page = app.table.query(&query).await?;
        self.0 = page.next.map(|cursor| query.after(Some(cursor)));
        Ok(Some(page.items))
    }
}

pub(super) async fn messages(
    app: &App,
    follower: &FollowerId,
    cutoff: i64,
    found: &mut Found,
) -> Result<(), AppError> {
    let mut pages = Pages::new(follower, "M#");
    while let Some(items) = pages.next(app).await? {
        for item in &items {
            let row = parse::<InboundMessage>(item)?;
            if !is_before(row.value.received_at, cutoff) {
                found.returned = true;
                continue;
            }
            found.questions.extend(row.value.question.clone());
            found.messages += 1;
            erase_message(app, row).await?;
        }
    }
    Ok(())
}

/// Whether the newest message came after the job's time.
pub(super) async fn wrote_after(app: &App, follower: &FollowerId, cutoff: i64) -> Result<bool, AppError> {
    let query =
        Query::partition(TableName::Main, keys::follower_partition(follower), 1).prefix("M#").descending();
    let newest = app.table.query(&query).await?.items;
    let newest = newest.first().map(parse::<InboundMessage>).transpose()?;
    Ok(newest.is_some_and(|row| !is_before(row.value.received_at, cutoff)))
}

/// Files go first: a row that still names its files is erased again after a crash.
async fn erase_message(app: &App, row: Stored<InboundMessage>) -> Result<(), AppError> {
    let (follower, key) = (row.value.follower.clone(), row.value.key.clone());
    if let Some(attachment) = &row.value.attachment {
        delete_files(app, &Objects::new(&follower, &key), &attachment.state).await?;
    }
    retrying(|| async {
        let Some(mut row) =
            load::<InboundMessage>(app.table.as_ref(), &keys::message(&follower, &key)).await?
        else {
            return Ok(());
        };
        let erased = row.value.said == Said::Erased && row.value.attachment.is_none();
        if erased && row.value.reply.is_none() {
            return Ok(());
        }
        row.value.erase();
        update(app, &row).await
    })
    .await
}

/// Files lie where this version puts them, or where the row says.
async fn delete_files(app: &App, objects: &Objects, state: &AttachmentState) -> Result<(), AppError> {
    objects.delete(app.blobs.as_ref()).await?;
    if let AttachmentState::Stored { original, preview, .. } = state {
        app.blobs.delete(original).await?;
        if let Some(preview) = preview {
            app.blobs.delete(preview).await?;
        }
    }
    Ok(())
}

pub(super) async fn entries(
    app: &App,
    follower: &FollowerId,
    cutoff: i64,
    found: &mut Found,
) -> Result<(), AppError> {
    let mut pages = Pages::new(follower, "E#");
    while let Some(items) = pages.next(app).await? {
        for item in &items {
            let mut row = parse::<Entry>(item)?;
            if !is_before(row.value.at, cutoff) {
                continue;
            }
            found.questions.insert(row.value.question.clone());
            found.entries += 1;
            let before = row.value.clone();
            if let EntryBody::Picture { object, .. } = &before.body
                && !object.is_empty()
            {
                app.blobs.delete(object).await?;
            }
            row.value.erase();
            if row.value != before {
                // Nobody else writes an entry again.
                let mut batch = Batch::new();
                batch.update(&row)?;
                batch.delete(keys::search_entry(before.at, &before.question, &before.id));
                batch.commit(app.table.as_ref()).await?;
            }
        }
    }
    Ok(())
}

pub(super) async fn deliveries(
    app: &App,
    follower: &FollowerId,
    cutoff: i64,
    found: &mut Found,
) -> Result<(), AppError> {
    for row in rows::deliveries(app.table.as_ref(), follower).await? {
        if is_before(row.value.created_at, cutoff) {
            found.deliveries += 1;
            retrying(|| erase_delivery(app, &row.value)).await?;
        }
    }
    Ok(())
}

async fn erase_delivery(app: &App, delivery: &Delivery) -> Result<(), AppError> {
    let table = app.table.as_ref();
    let Some(mut row) = rows::delivery(table, &delivery.follower, &delivery.id).await? else { return Ok(()) };
    if row.value.is_erased() && row.value.openid.is_none() && row.value.state != State::Due {
        return Ok(());
    }
    let before = row.value.try_at();
    row.value.erase(app.clock.now());
    let mut batch = Batch::new();
    put_delivery(&mut batch, &row.value, Some(row.version), before)?;
    Ok(batch.commit(table).await?)
}

/// Questions that were asked up to the job's time; open ones are withdrawn. The others are left out of what is found.
pub(super) async fn questions(app: &App, cutoff: i64, found: &mut Found) -> Result<(), AppError> {
    let now = app.clock.now();
    let mut erased = std::collections::BTreeSet::new();
    for id in std::mem::take(&mut found.questions) {
        if retrying(|| erase_question(app, &id, cutoff, now)).await? {
            erased.insert(id);
        }
    }
    found.questions = erased;
    Ok(())
}

async fn erase_question(app: &App, id: &QuestionId, cutoff: i64, now: Timestamp) -> Result<bool, AppError> {
    let table = app.table.as_ref();
    let Some(mut row) = load::<Question>(table, &keys::question(id)).await? else { return Ok(false) };
    if !is_before(row.value.asked_at, cutoff) {
        return Ok(false);
    }
    let before = row.value.clone();
    let mut batch = Batch::new();
    groups::forget(app, &mut batch, &before).await?;
    row.value.erase(now);
    if row.value != before {
        batch.update(&row)?;
        move_inbox(&mut batch, Some(&before), &row.value)?;
    }
    // What officers had begun to write may repeat the resident's words.
    let drafts = Query::partition(TableName::Main, keys::question_partition(id), PAGE).prefix("DRAFT#");
    for item in table.query(&drafts).await?.items {
        batch.delete(item.key);
    }
    batch.commit(table).await?;
    Ok(true)
}

async fn update<T: Row>(app: &App, row: &Stored<T>) -> Result<(), AppError> {
    let mut batch = Batch::new();
    batch.update(row)?;
    Ok(batch.commit(app.table.as_ref()).await?)
}
