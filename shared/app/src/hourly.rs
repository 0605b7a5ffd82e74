//! What an officer looks at again and again is audited the first time in each hour.

use domain::{
    audit::{Event, Source},
    staff::Actor,
    time::beijing,
};
use jiff::SignedDuration;

use crate::{
    App, AppError,
    ports::{Expect, Key},
    retry::retrying,
    rows::{Audit, Batch},
};

/// How long a mark of an hour is kept; longer than its hour.
pub(crate) const MARK_LIFE: SignedDuration = SignedDuration::from_hours(2);

/// What was looked at, as the audit names it.
pub(crate) struct Look {
    pub(crate) action: &'static str,
    pub(crate) object: String,
    pub(crate) detail: String,
}

/// Audits `look` unless the mark of this hour (`2026-11-24T10`, in Beijing) is there.
///
/// # Errors
/// `Contended`, `Table`.
pub(crate) async fn audit(
    app: &App,
    actor: &Actor,
    mark: impl Fn(&str) -> Key,
    look: &Look,
) -> Result<(), AppError> {
    retrying(|| async {
        let (table, now) = (app.table.as_ref(), app.clock.now());
        let mark = mark(&beijing(now).strftime("%Y-%m-%dT%H").to_string());
        if table.get(&mark).await?.is_some() {
            return Ok(());
        }
        let mut batch = Batch::new();
        batch.put(mark, &now, Some(now + MARK_LIFE), Expect::Absent)?;
        let event = Event {
            at: now,
            actor: actor.login.to_string(),
            action: look.action.to_owned(),
            object: look.object.clone(),
            detail: look.detail.clone(),
        };
        Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
        Ok(batch.commit(table).await?)
    })
    .await
}
