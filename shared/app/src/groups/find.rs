//! A group by what people say for it, or for one of its questions.

use domain::{
    ids::{GroupId, QuestionId, QuestionNumber},
    question::Question,
    staff::{Actor, Permission},
};

use super::rows::GroupLine;
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::{load, parse},
};

/// Groups that are looked through, the one that grew last first.
const MOST: usize = 2_000;

/// The group of a number such as `G-7F3AK9`, in any case, with or without `G-`; or that of a question by its number: of
/// itself when nobody else asks it.
///
/// # Errors
/// `Input` when there is none; `Denied`, `Table`.
pub async fn find(app: &App, actor: &Actor, number: &str) -> Result<GroupId, AppError> {
    actor.require(Permission::Read)?;
    if let Some(number) = QuestionNumber::parse(number)
        && let Some(group) = of_question(app, &number).await?
    {
        return Ok(group);
    }
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
        zh: "没有这个编号：请写一组或一个问题的编号，例如 G-7F3AK9 或 Q-7F3AK9-X".to_owned(),
        en: "there is no such number: write a group's or a question's, such as G-7F3AK9 or Q-7F3AK9-X"
            .to_owned(),
    })
}

async fn of_question(app: &App, number: &QuestionNumber) -> Result<Option<GroupId>, AppError> {
    let table = app.table.as_ref();
    let Some(id) = load::<QuestionId>(table, &keys::number(number)).await? else { return Ok(None) };
    let found = load::<Question>(table, &keys::question(&id.value)).await?;
    Ok(found.map(|found| found.value.membership.map_or_else(|| GroupId::of(&id.value), |own| own.group)))
}
