//! Sign-ins that failed, in the audit: one entry an account and hour, so that who guesses can't fill it.

use domain::{
    audit::{Event, Source},
    time::beijing,
};
use jiff::Timestamp;

use crate::{
    App, AppError,
    hourly::MARK_LIFE,
    keys,
    ports::Expect,
    retry::retrying,
    rows::{Audit, Batch},
};

/// All names that are nobody's, together: what was typed there may be a password.
const NOBODY: &str = "?";

/// What was wrong.
#[derive(Clone, Copy)]
pub(super) enum Wrong {
    Password,
    Code,
}

/// Notes a failure. `known`: there is such an account. It never makes the sign-in fail differently: what can't be
/// written is logged.
pub(super) async fn note(app: &App, name: &str, known: bool, wrong: Wrong, address: Option<&str>) {
    if let Err(error) = retrying(|| write(app, name, known, wrong, address)).await {
        tracing::warn!(%error, "a failed sign-in is not in the audit");
    }
}

async fn write(
    app: &App,
    name: &str,
    known: bool,
    wrong: Wrong,
    address: Option<&str>,
) -> Result<(), AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let hour = beijing(now).strftime("%Y-%m-%dT%H").to_string();
    let mark = keys::failed_sign_in(name, &hour);
    if table.get(&mark).await?.is_some() {
        return Ok(());
    }
    let mut batch = Batch::new();
    // A name that is nobody's leaves a mark, too, so that it takes as long.
    batch.put(mark, &now, Some(now + MARK_LIFE), Expect::Absent)?;
    let about = if known { name } else { NOBODY };
    let of_nobody = keys::failed_sign_in(NOBODY, &hour);
    let is_told = !known && name != NOBODY && table.get(&of_nobody).await?.is_some();
    if !is_told {
        if !known && name != NOBODY {
            batch.put(of_nobody, &now, Some(now + MARK_LIFE), Expect::Absent)?;
        }
        let event = event(now, about, wrong, address);
        Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
    }
    Ok(batch.commit(table).await?)
}

fn event(at: Timestamp, about: &str, wrong: Wrong, address: Option<&str>) -> Event {
    let what = match wrong {
        Wrong::Password => "password",
        Wrong::Code => "code",
    };
    let from = address.map(|address| format!(" from {address}")).unwrap_or_default();
    Event {
        at,
        actor: "system".to_owned(),
        action: "failed_sign_in".to_owned(),
        object: format!("staff:{about}"),
        detail: format!("{what}{from}, first of this hour"),
    }
}
