//! The groups, the one that grew last first.

use domain::{
    group::Group,
    staff::{Actor, Permission},
};

use super::rows::GroupLine;
use crate::{
    App, AppError,
    cursor::{cursor, sort_key},
    keys,
    ports::{Page, Query, TableName},
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
