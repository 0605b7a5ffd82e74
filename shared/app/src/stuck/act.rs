//! The commit of an act on something that is stuck: with its audit entry.

use domain::{
    audit::{Event, Source},
    staff::Actor,
};

use crate::{
    App, AppError,
    rows::{Audit, Batch},
};

/// Writes everything together with the audit entry: `detail` says more, never a resident's words.
pub(super) async fn commit(
    app: &App,
    actor: &Actor,
    mut batch: Batch,
    (action, object, detail): (&str, String, String),
) -> Result<(), AppError> {
    let (table, at) = (app.table.as_ref(), app.clock.now());
    let (actor, action) = (actor.login.to_string(), action.to_owned());
    let event = Event { at, actor, action, object, detail };
    Audit::open(table, Source::Admin, at).await?.append(&mut batch, [event])?;
    Ok(batch.commit(table).await?)
}
