//! Groups that have grown into one issue are put together, now and then.
//!
//! The first question about an issue, told in unusual words, may open a group, and the next another: only what comes later
//! shows that both are one. What officers have decided stays: see [`Group::may_go_into`].

use std::collections::BTreeMap;

use domain::{
    audit::{Event, Source},
    group::{Group, Membership},
    ids::{GroupId, QuestionId},
    question::Question,
};
use matching::twins::twins;

use super::{
    act::{present, resolved},
    known::{Asked, Known},
    log::{self, What},
    merge::put_into,
    place::join,
};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Audit, Batch, load, put_line},
};

/// Most groups that are put into others at a time; the rest come next time.
const MOST: usize = 50;

impl Known {
    /// Pairs of groups that should be one, the surest first; none that is locked.
    pub(super) fn twins(&self) -> Vec<(GroupId, GroupId)> {
        let mut groups: BTreeMap<&GroupId, Vec<&QuestionId>> = BTreeMap::new();
        for (question, _) in self.index.texts() {
            if let Some(text) = self.texts.get(question).filter(|text| !self.locked.contains(&text.group)) {
                groups.entry(&text.group).or_default().push(question);
            }
        }
        twins(&groups, |own, question| self.elsewhere(own, question))
    }

    /// The likeliest group of a text but its own.
    fn elsewhere(&self, own: &GroupId, question: &QuestionId) -> Option<(GroupId, f32)> {
        let best = self.surest(&self.asked(question)?, Some(own))?;
        Some((best.group, best.likelihood))
    }

    fn asked<'a>(&'a self, question: &'a QuestionId) -> Option<Asked<'a>> {
        let (text, signature) = (self.texts.get(question)?, self.index.signature(question)?);
        Some(Asked { question, follower: &text.follower, asked_at: text.asked_at, signature })
    }
}

/// Puts groups together that are one; how many there were. Done by as many workers as one likes, each is done once.
///
/// # Errors
/// `Contended`, `Table`.
pub(super) async fn put_together(app: &App) -> Result<usize, AppError> {
    let pairs = {
        let mut known = app.open_texts.0.lock().await;
        known.catch_up(app).await?;
        known.twins()
    };
    let mut done = 0;
    for (from, into) in pairs.iter().take(MOST) {
        let one = retrying(|| async {
            let mut known = app.open_texts.0.lock().await;
            attempt(app, &mut known, from, into).await
        });
        done += usize::from(one.await?);
    }
    Ok(done)
}

/// False when another worker was faster, or an officer has decided otherwise.
async fn attempt(app: &App, known: &mut Known, from: &GroupId, into: &GroupId) -> Result<bool, AppError> {
    let head = log::head(app).await?;
    known.catch_up(app).await?;
    if !(known.sizes.contains_key(from) && known.sizes.contains_key(into)) {
        return Ok(false);
    }
    let Some(mut target) = present(resolved(app, into).await)? else { return Ok(false) };
    let mut batch = Batch::new();
    let (what, object, detail) = match present(resolved(app, from).await)? {
        Some(mut source) => {
            if !source.value.may_go_into(&target.value) {
                std::mem::swap(&mut source, &mut target);
            }
            if !source.value.may_go_into(&target.value) {
                return Ok(false);
            }
            put_into(app, &mut batch, &mut source, &mut target).await?;
            let (from, into) = (source.value.id, target.value.id);
            let (object, detail) = (format!("group:{into}"), format!("group:{from}"));
            (What::Merged { from, into }, object, detail)
        }
        None => {
            let Some(question) = single(app, known, &mut batch, from, &target.value).await? else {
                return Ok(false);
            };
            let group = target.value.id;
            let (object, detail) = (format!("question:{question}"), format!("group:{group}"));
            (What::Moved { question, group }, object, detail)
        }
    };
    let now = app.clock.now();
    let entry = log::append(&mut batch, head.as_ref(), now, what)?;
    let event = Event { at: now, actor: "system".to_owned(), action: "merged".to_owned(), object, detail };
    let table = app.table.as_ref();
    Audit::open(table, Source::Worker, now).await?.append(&mut batch, [event])?;
    batch.commit(table).await?;
    known.take(entry)?;
    Ok(true)
}

/// A question that stands by itself goes into a group, unless an officer has put it there or told it from that group.
async fn single(
    app: &App,
    known: &Known,
    batch: &mut Batch,
    alone: &GroupId,
    into: &Group,
) -> Result<Option<QuestionId>, AppError> {
    let id = QuestionId::from(alone.as_str());
    let Some(mut question) = load::<Question>(app.table.as_ref(), &keys::question(&id)).await? else {
        return Ok(None);
    };
    let Some(membership) = question.value.membership.take() else { return Ok(None) };
    if membership.settled || into.locked || is_told_from(app, &membership, alone, into).await? {
        return Ok(None);
    }
    let Some(found) = known.asked(&id).and_then(|asked| known.surest(&asked, Some(alone))) else {
        return Ok(None);
    };
    if found.group != into.id {
        return Ok(None);
    }
    join(app, batch, &into.id, &question.value, |_| {}).await?;
    let similar = Some(known.kept(&question.value.words(), found));
    question.value.membership = Some(Membership { group: into.id.clone(), similar, ..membership });
    put_line(batch, &question.value)?;
    batch.update(&question)?;
    Ok(Some(id))
}

async fn is_told_from(
    app: &App,
    membership: &Membership,
    alone: &GroupId,
    into: &Group,
) -> Result<bool, AppError> {
    if into.apart.contains(alone) {
        return Ok(true);
    }
    for never in &membership.never {
        let now = present(resolved(app, never).await)?;
        if *never == into.id || now.is_some_and(|now| now.value.id == into.id) {
            return Ok(true);
        }
    }
    Ok(false)
}
