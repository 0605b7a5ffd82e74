//! How large the groups are that a list shows, in one request whatever it shows.

use std::collections::HashMap;

use domain::{
    ids::GroupId,
    staff::{Actor, Permission},
};

use super::rows::GroupLine;
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::parse,
};

/// Groups whose size is known: those that grew last.
const MOST: usize = 500;

/// How many questions each of the groups has that grew last, under its own id and those of the groups that were put into
/// it; only those with two or more. 0: two or more, nobody knows how many.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn sizes(app: &App, actor: &Actor) -> Result<HashMap<GroupId, u32>, AppError> {
    actor.require(Permission::Read)?;
    let query = Query::partition(TableName::Main, keys::GROUPS_PARTITION, MOST).descending();
    let mut found = HashMap::new();
    for item in &app.table.query(&query).await?.items {
        let line = parse::<GroupLine>(item)?.value;
        found.extend(line.absorbed.into_iter().map(|part| (part, line.questions)));
        found.insert(line.group, line.questions);
    }
    Ok(found)
}
