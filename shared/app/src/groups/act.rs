//! An officer's act on groups, with its audit entry and its place in the log.

use domain::{
    audit::{Event, Source},
    group::Group,
    ids::GroupId,
    staff::Actor,
};

use super::log::{self, Head, What};
use crate::{
    App, AppError, keys,
    rows::{Audit, Batch, Stored, load},
};

/// Most groups that were put into one another in a row.
const CHAIN: usize = 20;

/// A group as it is, where it was put into another that one.
pub(super) async fn resolved(app: &App, group: &GroupId) -> Result<Stored<Group>, AppError> {
    let mut id = group.clone();
    for _ in 0..CHAIN {
        let found = load::<Group>(app.table.as_ref(), &keys::group(&id)).await?;
        let found = found.ok_or(AppError::NotFound("group"))?;
        match &found.value.merged_into {
            Some(next) => id = next.clone(),
            None => return Ok(found),
        }
    }
    Err(AppError::NotFound("group"))
}

/// `None` where there is no row: nobody else asks it.
pub(super) fn present(found: Result<Stored<Group>, AppError>) -> Result<Option<Stored<Group>>, AppError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(AppError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes everything together with the log's entry and the audit's: `detail` says more, never a resident's words. The head
/// of the log is read before anything is decided: whatever anybody does to groups in between makes it fail, and be decided
/// again.
pub(super) async fn commit(
    app: &App,
    actor: &Actor,
    mut batch: Batch,
    logged: Option<(Option<Stored<Head>>, What)>,
    (action, object, detail): (&str, String, String),
) -> Result<(), AppError> {
    let (table, at) = (app.table.as_ref(), app.clock.now());
    if let Some((head, what)) = logged {
        log::append(&mut batch, head.as_ref(), at, what)?;
    }
    let event = Event { at, actor: actor.login.to_string(), action: action.to_owned(), object, detail };
    Audit::open(table, Source::Admin, at).await?.append(&mut batch, [event])?;
    Ok(batch.commit(table).await?)
}
