//! A group by what people say for it.

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

/// Groups that are looked through, the one that grew last first.
const MOST: usize = 2_000;

/// The group of a number such as `G-7F3AK9`, in any case, with or without `G-`.
///
/// # Errors
/// `Input` when there is none; `Denied`, `Table`.
pub async fn find(app: &App, actor: &Actor, number: &str) -> Result<GroupId, AppError> {
    actor.require(Permission::Read)?;
    let typed = number.trim().to_uppercase();
    let wanted = typed.strip_prefix("G-").unwrap_or(&typed);
    let mut query = Query::partition(TableName::Main, keys::GROUPS_PARTITION, 500).descending();
    let mut seen = 0;
    while seen < MOST && !wanted.is_empty() {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            let line = parse::<GroupLine>(item)?.value;
            if line.group.short().strip_prefix("G-") == Some(wanted) {
                return Ok(line.group);
            }
        }
        seen += page.items.len();
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    Err(AppError::Input {
        field: "into",
        zh: "没有这一组：请核对编号，例如 G-7F3AK9".to_owned(),
        en: "there is no such group: check its number, such as G-7F3AK9".to_owned(),
    })
}
