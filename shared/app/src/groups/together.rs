//! An officer puts several questions together in one act.

use std::{cmp::Reverse, collections::BTreeSet};

use domain::{
    group::Group,
    ids::{GroupId, QuestionId},
    question::Question,
    staff::{Actor, Permission},
};
use jiff::Timestamp;

use super::{
    act::{present, resolved},
    move_to::destination,
};
use crate::{
    App, AppError, keys,
    questions::{Bulk, BulkAct, bulk, check_bulk, is_id},
    rows::load,
};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The group that they are in now.
    pub group: GroupId,
    /// Which were put there, and which were not and why.
    pub bulk: Bulk,
    /// Those of them that were taken out of another group for it.
    pub out_of_others: Vec<QuestionId>,
}

/// Puts each of these questions into one group, as [`super::move_to()`] does: into the one that is named, else into the
/// largest that one of them is in, of those as large as another the one that began first. Only these questions are moved:
/// of other groups the rest stays.
///
/// # Errors
/// `Input` when there is no question, are too many, or only one that nothing names a group for; `NotFound` when there is
/// no such group; `Denied`, `Table`.
pub async fn together(
    app: &App,
    actor: &Actor,
    questions: &[QuestionId],
    into: Option<&GroupId>,
) -> Result<Together, AppError> {
    actor.require(Permission::Answer)?;
    check_bulk(questions)?;
    let found = places(app, questions).await?;
    let target = match into {
        Some(named) => destination(app, named).await?,
        None => largest(&found).ok_or_else(too_few)?,
    };
    let done = bulk(app, actor, &BulkAct::Group(target.clone()), questions).await?;
    let came =
        |place: &&Place| place.questions > 1 && place.group != target && done.done.contains(&place.question);
    let out_of_others = found.iter().filter(came).map(|place| place.question.clone()).collect();
    // It may have been put into another meanwhile.
    let group = present(resolved(app, &target).await)?.map_or(target, |group| group.value.id);
    Ok(Together { group, bulk: done, out_of_others })
}

/// Where a question is before.
struct Place {
    question: QuestionId,
    group: GroupId,
    questions: u32,
    opened_at: Timestamp,
    is_erased: bool,
}

impl Place {
    fn of(question: &Question, group: Option<Group>) -> Self {
        let (id, is_erased) = (question.id.clone(), question.is_erased());
        match group {
            Some(group) => Self {
                question: id,
                questions: group.questions,
                opened_at: group.opened_at,
                group: group.id,
                is_erased,
            },
            None => Self {
                group: GroupId::of(&id),
                question: id,
                questions: 1,
                opened_at: question.asked_at,
                is_erased,
            },
        }
    }
}

/// The group to which the others go; none when there are no two that can be put together.
fn largest(found: &[Place]) -> Option<GroupId> {
    let live = found.iter().filter(|place| !place.is_erased);
    let first = live.clone().min_by_key(|place| (Reverse(place.questions), place.opened_at, &place.group))?;
    (live.count() > 1).then(|| first.group.clone())
}

/// Where each is, once; one that does not exist is nowhere.
async fn places(app: &App, questions: &[QuestionId]) -> Result<Vec<Place>, AppError> {
    let ids: BTreeSet<&QuestionId> = questions.iter().filter(|id| is_id(id)).collect();
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(question) = load::<Question>(app.table.as_ref(), &keys::question(id)).await? else {
            continue;
        };
        let group = match &question.value.membership {
            Some(membership) => present(resolved(app, &membership.group).await)?,
            None => None,
        };
        found.push(Place::of(&question.value, group.map(|group| group.value)));
    }
    Ok(found)
}

fn too_few() -> AppError {
    AppError::Input {
        field: "questions",
        zh: "请勾选至少两个还有内容的问题，或写明要归入哪一组".to_owned(),
        en: "choose two questions or more that still hold words, or write which group they belong to"
            .to_owned(),
    }
}
