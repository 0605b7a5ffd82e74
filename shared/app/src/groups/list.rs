//! The groups, the one that grew last first.

use domain::{
    group::Group,
    staff::{Actor, Permission},
};

use super::rows::GroupLine;
use crate::{
    App, AppError, keys,
    ports::{Page, Query, TableName},
    rows::{load, parse},
};

/// Groups of two questions or more, at most `limit`, from a cursor on.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn list(
    app: &App,
    actor: &Actor,
    limit: usize,
    after: Option<String>,
) -> Result<(Vec<Group>, Option<String>), AppError> {
    actor.require(Permission::Read)?;
    let query = Query::partition(TableName::Main, keys::GROUPS_PARTITION, limit).descending().after(after);
    let Page { items, next } = app.table.query(&query).await?;
    let mut groups = Vec::new();
    for item in &items {
        let line = parse::<GroupLine>(item)?.value;
        let found = load::<Group>(app.table.as_ref(), &keys::group(&line.group)).await?;
        groups.extend(found.map(|found| found.value));
    }
    Ok((groups, next))
}
