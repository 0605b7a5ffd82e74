//! The groups, the one that grew last first.

use std::{collections::BTreeMap, iter};

use domain::{
    group::Group,
    ids::GroupId,
    question::State,
    staff::{Actor, Permission},
};

use super::rows::GroupLine;
use crate::{
    App, AppError,
    cursor::{cursor, sort_key},
    keys,
    ports::{Page, Query, TableName},
    questions::{self, Filter, List, MAX_PAGE, Order},
    rows::{load, parse},
};

/// Groups of two questions or more, at most `limit`, from a cursor on, and the next page's cursor.
///
/// # Errors
/// `Input` when the cursor is not acceptable; `Denied`, `Table`.
pub async fn list(
    app: &App,
    actor: &Actor,
    limit: usize,
    after: Option<&str>,
) -> Result<(Vec<Group>, Option<String>), AppError> {
    actor.require(Permission::Read)?;
    let after = after.map(sort_key).transpose()?;
    let query = Query::partition(TableName::Main, keys::GROUPS_PARTITION, limit).descending().after(after);
    let Page { items, next } = app.table.query(&query).await?;
    let mut groups = Vec::new();
    for item in &items {
        let line = parse::<GroupLine>(item)?.value;
        let found = load::<Group>(app.table.as_ref(), &keys::group(&line.group)).await?;
        groups.extend(found.map(|found| found.value));
    }
    Ok((groups, next.as_deref().map(cursor)))
}

/// How many questions of each group wait for an officer.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    by_group: BTreeMap<GroupId, usize>,
    /// More wait than were looked at: the counts are the least that there can be.
    pub is_partial: bool,
}

impl Waiting {
    /// Of one group, those of the groups that were put into it included.
    #[must_use]
    pub fn of(&self, group: &Group) -> usize {
        iter::once(&group.id).chain(&group.absorbed).filter_map(|id| self.by_group.get(id)).sum()
    }
}

/// Counts the questions that wait, by their groups; of more than [`MAX_PAGE`] those that asked last.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn waiting(app: &App, actor: &Actor) -> Result<Waiting, AppError> {
    let latest = List {
        states: vec![State::Waiting],
        filter: Filter::default(),
        order: Order::NewestFirst,
        limit: MAX_PAGE,
        cursor: None,
    };
    let found = questions::list(app, actor, latest).await?;
    let mut waiting = Waiting { is_partial: found.next.is_some(), ..Waiting::default() };
    for group in found.lines.into_iter().filter_map(|line| line.group) {
        *waiting.by_group.entry(group).or_default() += 1;
    }
    Ok(waiting)
}
