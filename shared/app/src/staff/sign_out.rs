//! A staff member signs out.

use domain::audit::Source;

use super::{SignedIn, commit_audited};
use crate::{App, AppError, keys, retry::retrying, rows::Batch};

/// Ends the session; ending one that is over is no error.
///
/// # Errors
/// `Contended`, `Table`.
pub async fn sign_out(app: &App, signed_in: &SignedIn) -> Result<(), AppError> {
    retrying(|| attempt(app, signed_in)).await
}

async fn attempt(app: &App, signed_in: &SignedIn) -> Result<(), AppError> {
    let (login, hash) = (&signed_in.actor.login, &signed_in.session.token_hash);
    let mut batch = Batch::new();
    batch.delete(keys::session(hash));
    batch.delete(keys::session_pointer(login, hash));
    let entry = (login.as_str(), "signed_out", login, String::new());
    commit_audited(app, batch, Source::Admin, app.clock.now(), entry).await
}
