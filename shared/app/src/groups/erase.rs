//! What groups keep of a question goes with its words.

use domain::question::Question;

use super::{
    act::{present, resolved},
    leave::leave,
    log::{self, What},
    snapshot,
};
use crate::{App, AppError, keys, rows::Batch};

/// Takes a question that is about to be erased out of its group, in the transaction that erases it: its place among the
/// members, a title that is its words, and the numbers made of its text. Every worker's memory forgets it with the next
/// entry of the log. Does nothing to one that has no membership any more.
///
/// # Errors
/// `Contended`, `Table`.
pub async fn forget(app: &App, batch: &mut Batch, question: &Question) -> Result<(), AppError> {
    let Some(membership) = &question.membership else { return Ok(()) };
    if let Some(mut group) = present(resolved(app, &membership.group).await)? {
        leave(app, batch, &mut group, question).await?;
    }
    if let Some(logged) = membership.logged {
        batch.delete(keys::group_log(logged));
    }
    let head = log::head(app).await?;
    log::append(batch, head.as_ref(), app.clock.now(), What::Erased { question: question.id.clone() })?;
    Ok(())
}

/// Writes the snapshot of the open texts anew: what was erased is not in it.
///
/// # Errors
/// `Table`, `Blob`.
pub async fn keep_snapshot(app: &App) -> Result<(), AppError> {
    let mut known = app.open_texts.0.lock().await;
    known.catch_up(app).await?;
    snapshot::keep(app, &mut known).await
}
