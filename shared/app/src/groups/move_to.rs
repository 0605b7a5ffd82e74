//! An officer puts a question where it belongs.

use domain::{
    group::{Group, Membership},
    ids::{GroupId, QuestionId, base32},
    question::Question,
    staff::{Actor, Permission},
};

use super::{
    act::{commit, present, resolved},
    leave::leave,
    log::{self, What},
    place::join,
    rows::Member,
};
use crate::{
    App, AppError, keys, random,
    retry::retrying,
    rows::{Batch, Stored, load, put_line},
};

/// Where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Into a group.
    Group(GroupId),
    /// By itself.
    Alone,
}

/// Puts a question into a group, or by itself. No program moves it from there, and nothing puts it back into the group
/// that it was taken out of. One that an officer has put there already stays as it is.
///
/// # Errors
/// `NotFound` when there is no such question or group; `Refused` when what it said was erased; `Denied`, `Contended`,
/// `Table`.
pub async fn move_to(app: &App, actor: &Actor, question: &QuestionId, to: &To) -> Result<Question, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| attempt(app, actor, question, to)).await
}

async fn attempt(app: &App, actor: &Actor, id: &QuestionId, to: &To) -> Result<Question, AppError> {
    let table = app.table.as_ref();
    let head = log::head(app).await?;
    let found = load::<Question>(table, &keys::question(id)).await?;
    let mut question: Stored<Question> = found.ok_or(AppError::NotFound("question"))?;
    if question.value.is_erased() {
        return Err(AppError::Refused {
            zh: "这个问题的内容已经删除，不能归组",
            en: "what this question said was erased: it belongs to no group",
        });
    }
    let was = question.value.membership.clone();
    let from = match was.as_ref().map(|was| &was.group) {
        // One that nobody else asks has no row.
        Some(group) => present(resolved(app, group).await)?,
        None => None,
    };
    let to = match to {
        To::Group(group) => destination(app, group).await?,
        To::Alone if from.is_none() => GroupId::of(id),
        // The group that is named after it may go on without it.
        To::Alone => GroupId::from(base32(&random::<10>()?)),
    };
    let at = from.as_ref().map_or_else(|| GroupId::of(id), |group| group.value.id.clone());
    if at == to && was.as_ref().is_some_and(|was| was.settled && was.group == to) {
        return Ok(question.value);
    }
    let mut batch = Batch::new();
    let logged = was.as_ref().and_then(|was| was.logged);
    let mut never = was.map(|was| was.never).unwrap_or_default();
    if at != to {
        if let Some(mut from) = from {
            never.push(at.clone());
            if !from.value.apart.contains(&to) {
                from.value.apart.push(to.clone());
            }
            leave(app, &mut batch, &mut from, &question.value).await?;
        }
        enter(app, &mut batch, &to, &question.value, &at).await?;
    }
    never.retain(|group| *group != to);
    question.value.membership =
        Some(Membership { group: to.clone(), settled: true, similar: None, never, logged });
    batch.update(&question)?;
    put_line(&mut batch, &question.value)?;
    let what = What::Moved { question: id.clone(), group: to.clone() };
    let (object, detail) = (format!("question:{id}"), format!("group:{to}"));
    commit(app, actor, batch, Some((head, what)), ("grouped", object, detail)).await?;
    Ok(question.value)
}

/// The group that is meant: one of several, or a question that stands by itself.
pub(super) async fn destination(app: &App, group: &GroupId) -> Result<GroupId, AppError> {
    if let Some(found) = present(resolved(app, group).await)? {
        return Ok(found.value.id);
    }
    let alone = QuestionId::from(group.as_str());
    let found = load::<Question>(app.table.as_ref(), &keys::question(&alone)).await?;
    let found = found.ok_or(AppError::NotFound("group"))?;
    // It has been put into another group since it was suggested.
    match found.value.membership.map(|own| own.group).filter(|own| own != group) {
        Some(own) => Ok(present(resolved(app, &own).await)?.map_or(own, |found| found.value.id)),
        None => Ok(group.clone()),
    }
}

/// Puts a question into a group, which from now on is the officer's: `from` is no longer told from it.
async fn enter(
    app: &App,
    batch: &mut Batch,
    to: &GroupId,
    question: &Question,
    from: &GroupId,
) -> Result<(), AppError> {
    let table = app.table.as_ref();
    let first = load::<Question>(table, &keys::question(&QuestionId::from(to.as_str()))).await?;
    let known = load::<Group>(table, &keys::group(to)).await?;
    if first.is_none() && known.is_none() {
        let alone = Group { id: to.clone(), settled: true, ..Group::of(question) };
        batch.insert(&alone)?;
        return Ok(batch.insert(&Member::of(to, question, app.clock.now()))?);
    }
    join(app, batch, to, question, |group| {
        group.settled = true;
        group.apart.retain(|apart| apart != from);
    })
    .await
}
