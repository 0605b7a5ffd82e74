//! The inbox: questions of one state, page by page.

use domain::{
    ids::QuestionId,
    question::{Question, State},
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    ports::{Direction, Item, Query, TableName},
    rows::{InboxLine, load, parse},
};

/// Most questions on a page.
pub const MAX_PAGE: usize = 200;

/// Which end of the list comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Who waits longest.
    #[default]
    OldestFirst,
    /// What happened last.
    NewestFirst,
}

/// What to list.
#[derive(Clone, Debug)]
pub struct List {
    /// In which state.
    pub state: State,
    /// By [`Question::since`].
    pub order: Order,
    /// Most questions to give, 1 to [`MAX_PAGE`].
    pub limit: usize,
    /// [`Questions::next`] of the page before.
    pub cursor: Option<String>,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Questions {
    /// The lines, in order.
    pub lines: Vec<InboxLine>,
    /// Where to go on; opaque. `None` means that there is nothing more.
    pub next: Option<String>,
}

/// Lists questions by the time since when they are in their state.
///
/// # Errors
/// `Input` when cursor or limit are not acceptable; `Denied`, `Table`.
pub async fn list(app: &App, actor: &Actor, command: List) -> Result<Questions, AppError> {
    actor.require(Permission::Read)?;
    if !(1..=MAX_PAGE).contains(&command.limit) {
        return Err(AppError::Input {
            field: "limit",
            zh: format!("请写 1 至 {MAX_PAGE} 的数字"),
            en: format!("use a number from 1 to {MAX_PAGE}"),
        });
    }
    let after = command.cursor.as_deref().map(sort_key).transpose()?;
    let mut found: Vec<Item> = Vec::new();
    for shard in 0..keys::SHARDS {
        found.extend(shard_lines(app, &command, shard, after.clone()).await?);
    }
    match command.order {
        Order::OldestFirst => found.sort_by(|a, b| a.key.sk.cmp(&b.key.sk)),
        Order::NewestFirst => found.sort_by(|a, b| b.key.sk.cmp(&a.key.sk)),
    }
    let more = found.len() > command.limit;
    found.truncate(command.limit);
    let next = found.last().filter(|_| more).map(|last| cursor(&last.key.sk));
    let lines = found.iter().map(|item| parse(item).map(|line| line.value)).collect::<Result<_, _>>()?;
    Ok(Questions { lines, next })
}

/// One more than the page holds, so that what is left shows.
async fn shard_lines(
    app: &App,
    command: &List,
    shard: u8,
    after: Option<String>,
) -> Result<Vec<Item>, AppError> {
    let wanted = command.limit + 1;
    let mut query = Query::partition(TableName::Main, keys::inbox_partition(command.state, shard), wanted);
    query.after = after;
    if command.order == Order::NewestFirst {
        query.direction = Direction::Descending;
    }
    let mut found = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        found.extend(page.items);
        query.after = page.next;
        if query.after.is_none() || found.len() >= wanted {
            return Ok(found);
        }
        query.limit = wanted - found.len();
    }
}

/// The questions of some lines, whole; one that is gone meanwhile is left out.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn load_questions(app: &App, actor: &Actor, ids: &[QuestionId]) -> Result<Vec<Question>, AppError> {
    actor.require(Permission::Read)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(question) = load::<Question>(app.table.as_ref(), &keys::question(id)).await? {
            found.push(question.value);
        }
    }
    Ok(found)
}

/// The sort key of the last line, in characters that need no escape in an address.
fn cursor(sort_key: &str) -> String {
    sort_key.replacen('#', "-", 1)
}

fn sort_key(cursor: &str) -> Result<String, AppError> {
    let well_formed = |(ms, id): &(&str, &str)| {
        ms.len() == 15
            && ms.bytes().all(|b| b.is_ascii_digit())
            && (1..=32).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    cursor.split_once('-').filter(well_formed).map(|(ms, id)| format!("{ms}#{id}")).ok_or_else(|| {
        AppError::Input {
            field: "cursor",
            zh: "请用上一页给出的 next 值，或去掉它从头开始".to_owned(),
            en: "use the “next” of the page before, or leave it out to begin at the start".to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_line_and_nowhere_else() {
        let key = "000001700000000#0123456789ABCDEF";
        assert_eq!(sort_key(&cursor(key)), Ok(key.to_owned()));
        for broken in ["", "x", "000001700000000-", "1-A", "000001700000000-A#B", "00000170000000x-A"] {
            assert!(matches!(sort_key(broken), Err(AppError::Input { field: "cursor", .. })), "{broken}");
        }
    }
}
