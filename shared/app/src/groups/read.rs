//! A group with its members.

use std::collections::BTreeSet;

use domain::{
    group::Group,
    ids::{FollowerId, GroupId},
    staff::{Actor, Permission},
};

use super::{act::resolved, rows::Member};
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::parse,
};

/// Rows of a request.
const PAGE: usize = 500;

/// All members of a group, by resident.
#[derive(Clone, Debug, Default)]
pub struct Members(pub Vec<Member>);

impl Members {
    /// Who asked.
    #[must_use]
    pub fn askers(&self) -> BTreeSet<&FollowerId> {
        self.0.iter().map(|member| &member.follower).collect()
    }
}

/// A group; of one that was put into another, that one.
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn read(app: &App, actor: &Actor, group: &GroupId) -> Result<Group, AppError> {
    actor.require(Permission::Read)?;
    Ok(resolved(app, group).await?.value)
}

/// The members of a group, with those of the groups that were put into it.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn members(app: &App, actor: &Actor, group: &Group) -> Result<Members, AppError> {
    actor.require(Permission::Read)?;
    of(app, group).await
}

pub(super) async fn of(app: &App, group: &Group) -> Result<Members, AppError> {
    let mut found = Vec::new();
    for part in std::iter::once(&group.id).chain(&group.absorbed) {
        found.extend(stored(app, part).await?);
    }
    found.sort_by(|a, b| (&a.follower, &a.question).cmp(&(&b.follower, &b.question)));
    Ok(Members(found))
}

/// The members that stand under one id.
async fn stored(app: &App, group: &GroupId) -> Result<Vec<Member>, AppError> {
    let mut query = Query::partition(TableName::Main, keys::group_partition(group), PAGE).prefix("M#");
    let mut found = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            found.push(parse::<Member>(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(found);
        }
    }
}
