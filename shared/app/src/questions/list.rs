//! The inbox: questions of one state or several, page by page.

use domain::{
    ids::QuestionId,
    question::{Question, State},
    staff::{Actor, Permission},
};

use super::Filter;
use crate::{
    App, AppError,
    cursor::{cursor, sort_key},
    keys,
    ports::{Direction, Query, TableName},
    rows::{InboxLine, load, parse},
};

/// Most questions on a page.
pub const MAX_PAGE: usize = 200;

/// Most lines of a shard that are looked at for one page, so that a filter that takes few stays quick.
pub const MOST_LOOKED_AT: usize = 1_000;

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
    /// In one of these states.
    pub states: Vec<State>,
    /// Which of them.
    pub filter: Filter,
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
    /// Where to go on; opaque. `None` means that there is nothing more. A page may hold fewer lines than asked for,
    /// or none, and still have this: with a filter, [`MOST_LOOKED_AT`] lines were looked at.
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
    let (mut found, mut frontier) = (Vec::new(), None);
    for state in &command.states {
        for shard in 0..keys::SHARDS {
            let partition = keys::inbox_partition(*state, shard);
            let part = shard_lines(app, &command, partition, after.clone()).await?;
            found.extend(part.lines);
            frontier = nearest(command.order, frontier, part.looked_to);
        }
    }
    // Beyond the place to which every shard was looked through, lines may be missing: they belong to the next page.
    if let Some(end) = &frontier {
        found.retain(|(key, _)| !is_beyond(command.order, key, end));
    }
    match command.order {
        Order::OldestFirst => found.sort_by(|a, b| a.0.cmp(&b.0)),
        Order::NewestFirst => found.sort_by(|a, b| b.0.cmp(&a.0)),
    }
    // One that went from a state to the next between two reads stands there once.
    found.dedup_by(|a, b| a.0 == b.0);
    let more = found.len() > command.limit;
    found.truncate(command.limit);
    let last = if more { found.last().map(|(key, _)| key.clone()) } else { frontier };
    let lines = found.into_iter().map(|(_, line)| line).collect();
    Ok(Questions { lines, next: last.as_deref().map(cursor) })
}

/// What a shard gave.
struct Part {
    /// Lines with their sort keys.
    lines: Vec<(String, InboxLine)>,
    /// The last key looked at; `None` when the shard has no more.
    looked_to: Option<String>,
}

fn is_beyond(order: Order, key: &str, place: &str) -> bool {
    match order {
        Order::OldestFirst => key > place,
        Order::NewestFirst => key < place,
    }
}

/// The one of two places that comes first.
fn nearest(order: Order, one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if is_beyond(order, &one, &other) { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// Where to begin and where to stop in the direction of the order: both places themselves hold no line.
fn ends(command: &List, after: Option<String>) -> (Option<String>, Option<String>) {
    let (first, end) = (command.filter.first_key(), command.filter.end_key());
    let (begin, stop) = match command.order {
        Order::OldestFirst => (first, end),
        Order::NewestFirst => (end, first),
    };
    let begin = match (begin, after) {
        (Some(begin), Some(after)) if is_beyond(command.order, &begin, &after) => Some(begin),
        (begin, after) => after.or(begin),
    };
    (begin, stop)
}

/// One more than the page holds, so that what is left shows.
async fn shard_lines(
    app: &App,
    command: &List,
    partition: String,
    after: Option<String>,
) -> Result<Part, AppError> {
    let wanted = command.limit + 1;
    let mut query = Query::partition(TableName::Main, partition, wanted);
    if command.order == Order::NewestFirst {
        query.direction = Direction::Descending;
    }
    let (begin, stop) = ends(command, after);
    query.after = begin;
    let (mut lines, mut looked_at) = (Vec::new(), 0);
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            let key = &item.key.sk;
            if stop.as_ref().is_some_and(|stop| is_beyond(command.order, key, stop)) {
                return Ok(Part { lines, looked_to: None });
            }
            let line = parse::<InboxLine>(item)?.value;
            if command.filter.takes(&line) {
                lines.push((key.clone(), line));
            }
            looked_at += 1;
            if lines.len() >= wanted {
                return Ok(Part { lines, looked_to: Some(key.clone()) });
            }
        }
        query.after = page.next;
        if query.after.is_none() || looked_at >= MOST_LOOKED_AT {
            return Ok(Part { lines, looked_to: query.after });
        }
        query.limit = MAX_PAGE;
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
