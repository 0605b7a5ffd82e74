//! How many questions are in a state, for the tabs.

use domain::{
    question::State,
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
};

/// Up to this many a shard are counted: a tab shows `99+` for more, and counting stays cheap.
pub const COUNT_LIMIT: usize = 100;

/// Counts of the open states, each exact below [`COUNT_LIMIT`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nobody has them.
    pub waiting: usize,
    /// Somebody has them.
    pub taken: usize,
    /// Answered and not ended.
    pub answered: usize,
}

/// Counts what is open. Ended questions are not counted: there is no end to them.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn count(app: &App, actor: &Actor) -> Result<Counts, AppError> {
    actor.require(Permission::Read)?;
    Ok(Counts {
        waiting: lines(app, State::Waiting).await?,
        taken: lines(app, State::Taken).await?,
        answered: lines(app, State::Answered).await?,
    })
}

async fn lines(app: &App, state: State) -> Result<usize, AppError> {
    let mut total = 0;
    for shard in 0..keys::SHARDS {
        let query = Query::partition(TableName::Main, keys::inbox_partition(state, shard), COUNT_LIMIT);
        total += app.table.query(&query).await?.items.len();
    }
    Ok(total.min(COUNT_LIMIT))
}
