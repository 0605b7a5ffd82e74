//! A call about the menu has ended.

use domain::ids::JobId;

use crate::{
    App, AppError, keys,
    rows::{Batch, LiveMenu, MenuCall, MenuEnd, MenuFailure, MenuState, MenuVersion, RequestOutcome, load},
};

/// Adds to `batch` what the end of a job's call means; a job that nobody waits for changes nothing.
///
/// # Errors
/// `Table`.
pub async fn settle(
    app: &App,
    batch: &mut Batch,
    job: &JobId,
    outcome: RequestOutcome,
) -> Result<(), AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let Some(mut state) = load::<MenuState>(table, &keys::menu_state()).await? else { return Ok(()) };
    let Some(pending) = state.value.pending.take_if(|pending| pending.job == *job) else { return Ok(()) };
    let mut version = match pending.call.version() {
        Some(version) => load::<MenuVersion>(table, &keys::menu_version(version)).await?,
        None => None,
    };
    let failure = match outcome {
        RequestOutcome::Failed { code, why } => Some(MenuFailure { code, why }),
        RequestOutcome::Menu { is_open, button } => {
            let button = if is_open { button } else { Vec::new() };
            state.value.live = Some(LiveMenu { at: now, button });
            None
        }
        _ => {
            let button = version.as_ref().map(|version| version.value.button.clone()).unwrap_or_default();
            if pending.call != MenuCall::Look {
                state.value.live = Some(LiveMenu { at: now, button });
            }
            None
        }
    };
    let end = MenuEnd { call: pending.call, at: now, failure };
    if let Some(version) = &mut version {
        version.value.end = Some(end.clone());
        batch.update(version)?;
    }
    state.value.last = Some(end);
    batch.update(&state)?;
    Ok(())
}
