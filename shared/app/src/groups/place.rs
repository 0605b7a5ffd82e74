//! A new question finds its group.

use domain::{
    group::{Group, Membership},
    ids::{GroupId, QuestionId},
    question::Question,
};
use matching::{
    rank::{PRESELECT, SUGGEST},
    several::is_of_several_matters,
    signature::Signature,
};

use super::{
    act::{present, resolved},
    known::{Known, encoded, signature},
    leave::leave,
    log::{self, What},
    rows::{Member, move_line},
    snapshot::{self, EVERY},
};
use crate::{
    App, AppError, categories, keys,
    ports::{Query, TableName},
    retry::retrying,
    rows::{Batch, Stored, load, put_line},
};

/// Puts a question into the group that surely asks the same; suggests one that may; else it stands by itself. With it the
/// topic is suggested. One that has others in its group keeps it; one by itself is looked at again when its resident has
/// said more. One of several matters is at most suggested, leaves the group that it joined by its first words, and never
/// speaks for a group: whoever asked one of them must not get the answer to the other. All workers write to one log, so none
/// opens a twin of what another has just opened.
///
/// # Errors
/// `Contended`, `Table`.
pub async fn place(app: &App, question: &QuestionId) -> Result<(), AppError> {
    retrying(|| async {
        let mut known = app.open_texts.0.lock().await;
        attempt(app, &mut known, question).await
    })
    .await?;
    let mut known = app.open_texts.0.lock().await;
    if known.sequence >= known.kept + EVERY
        && let Err(error) = snapshot::keep(app, &mut known).await
    {
        tracing::warn!(%error, "the snapshot of open texts was not written; a later one will be");
    }
    Ok(())
}

async fn attempt(app: &App, known: &mut Known, id: &QuestionId) -> Result<(), AppError> {
    let table = app.table.as_ref();
    let Some(mut question) = load::<Question>(table, &keys::question(id)).await? else { return Ok(()) };
    let words = question.value.words();
    if words.is_empty() {
        return Ok(());
    }
    let several = is_of_several_matters(&words);
    let mut left = None;
    if has_place(app, &question.value).await? {
        left = if several { joined(app, &question.value).await? } else { None };
        if left.is_none() {
            return Ok(());
        }
    }
    question.value.suggested = categories::suggest(app, &question.value).await;
    let head = log::head(app).await?;
    known.catch_up(app).await?;
    let signature = signature(&words);
    let similar = known.similar(&question.value, &signature);
    let similar = similar.filter(|found| found.likelihood >= SUGGEST);
    let joins = similar.as_ref().filter(|found| found.likelihood >= PRESELECT && !several);
    let group = joins.map_or_else(|| GroupId::of(id), |found| found.group.clone());
    let mut batch = Batch::new();
    // What it said first is in the new entry too.
    if let Some(before) = question.value.membership.as_ref().and_then(|membership| membership.logged) {
        batch.delete(keys::group_log(before));
    }
    if let Some(left) = &mut left {
        leave(app, &mut batch, left, &question.value).await?;
    }
    if joins.is_some() {
        join(app, &mut batch, &group, &question.value, |_| {}).await?;
    }
    let what = What::Asked {
        question: id.clone(),
        follower: question.value.follower.clone(),
        group: group.clone(),
        signature: encoded(&if several { Signature::default() } else { signature }),
    };
    let entry = log::append(&mut batch, head.as_ref(), app.clock.now(), what)?;
    let similar = similar.map(|found| known.kept(&words, found));
    let logged = Some(entry.sequence);
    question.value.membership =
        Some(Membership { group, settled: false, similar, never: Vec::new(), logged });
    batch.update(&question)?;
    put_line(&mut batch, &question.value)?;
    batch.commit(table).await?;
    known.take(entry)
}

/// Whether it stays where it is: an officer put it there, or it is a group with others.
async fn has_place(app: &App, question: &Question) -> Result<bool, AppError> {
    let Some(membership) = &question.membership else { return Ok(false) };
    if membership.settled || membership.group != GroupId::of(&question.id) {
        return Ok(true);
    }
    Ok(load::<Group>(app.table.as_ref(), &keys::group(&membership.group)).await?.is_some())
}

/// The group of others that it joined by itself: one that was opened by its first words goes on with it.
async fn joined(app: &App, question: &Question) -> Result<Option<Stored<Group>>, AppError> {
    let joined = question.membership.as_ref().filter(|membership| !membership.settled);
    match joined.filter(|membership| membership.group != GroupId::of(&question.id)) {
        Some(membership) => present(resolved(app, &membership.group).await),
        None => Ok(None),
    }
}

/// One more question in a group; its second makes the group's row. `change` sees the row before it is written.
pub(super) async fn join(
    app: &App,
    batch: &mut Batch,
    group: &GroupId,
    question: &Question,
    change: impl FnOnce(&mut Group),
) -> Result<(), AppError> {
    let table = app.table.as_ref();
    let now = app.clock.now();
    match load::<Group>(table, &keys::group(group)).await? {
        Some(mut found) => {
            let before = found.value.clone();
            let prefix = keys::group_members_of(&question.follower);
            let own = Query::partition(TableName::Main, keys::group_partition(group), 1).prefix(prefix);
            let new_asker = table.query(&own).await?.items.is_empty();
            found.value.join(question, new_asker, now);
            change(&mut found.value);
            batch.update(&found)?;
            move_line(batch, Some(&before), &found.value)?;
        }
        None => {
            let first = QuestionId::from(group.as_str());
            let first = load::<Question>(table, &keys::question(&first)).await?;
            let first = first.ok_or(AppError::NotFound("question"))?;
            if first.value.is_erased() {
                let mut made = Group { id: group.clone(), ..Group::of(question) };
                change(&mut made);
                batch.insert(&made)?;
            } else {
                let mut made = Group::of(&first.value);
                made.join(question, first.value.follower != question.follower, now);
                change(&mut made);
                batch.insert(&made)?;
                batch.insert(&Member::of(group, &first.value, first.value.asked_at))?;
                move_line(batch, None, &made)?;
            }
        }
    }
    Ok(batch.insert(&Member::of(group, question, now))?)
}
