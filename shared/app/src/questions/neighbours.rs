//! The questions before and after one in its list, and the one that waits longest.

use domain::{
    ids::QuestionId,
    question::{Question, State},
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    ports::{Direction, Item, Key, Query, TableName},
    rows::{InboxLine, load, parse},
};

/// Which way to go in a list that begins with the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// To who waits longer.
    Older,
    /// To who waits less.
    Newer,
}

/// The next question of the same state in this direction, if there is one.
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn neighbour(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    towards: Towards,
) -> Result<Option<QuestionId>, AppError> {
    actor.require(Permission::Read)?;
    let found = load::<Question>(app.table.as_ref(), &keys::question(question)).await?;
    let question = found.ok_or(AppError::NotFound("question"))?.value;
    let here = keys::inbox(question.state, question.since(), &question.id);
    first(app, question.state, Some(&here), towards).await
}

/// The question that has waited longest, but for `except`.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn oldest_waiting(
    app: &App,
    actor: &Actor,
    except: &QuestionId,
) -> Result<Option<QuestionId>, AppError> {
    actor.require(Permission::Read)?;
    match first(app, State::Waiting, None, Towards::Newer).await? {
        Some(found) if found == *except => neighbour(app, actor, except, Towards::Newer).await,
        found => Ok(found),
    }
}

/// The first line beyond a key, over all shards.
async fn first(
    app: &App,
    state: State,
    beyond: Option<&Key>,
    towards: Towards,
) -> Result<Option<QuestionId>, AppError> {
    let mut best: Option<Item> = None;
    for shard in 0..keys::SHARDS {
        let mut query = Query::partition(TableName::Main, keys::inbox_partition(state, shard), 1);
        query.after = beyond.map(|key| key.sk.clone());
        if towards == Towards::Older {
            query.direction = Direction::Descending;
        }
        let Some(item) = app.table.query(&query).await?.items.pop() else { continue };
        let closer = best.as_ref().is_none_or(|best| match towards {
            Towards::Newer => item.key.sk < best.key.sk,
            Towards::Older => item.key.sk > best.key.sk,
        });
        if closer {
            best = Some(item);
        }
    }
    Ok(best.as_ref().map(parse::<InboxLine>).transpose()?.map(|line| line.value.question))
}
