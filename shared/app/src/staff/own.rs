//! A signed-in person's own password, second factor and recovery codes.

use domain::audit::Source;

use super::{
    SignInError, SignedIn,
    add::check_password,
    commit_audited, members, password,
    second_factor::{NewSecret, recovery_codes},
    sessions::end_all,
    throttle::{self, Of},
};
use crate::{
    App, AppError, keys,
    ports::Expect,
    retry::retrying,
    rows::{Batch, Row, SecondFactor, load},
};

/// Sets a new password; other sessions end.
///
/// # Errors
/// `Input` for a password that is not acceptable; `NotRecent`, `Contended`, `Table`.
pub async fn change_password(app: &App, signed_in: &SignedIn, chosen: String) -> Result<(), AppError> {
    let actor = &signed_in.actor;
    check_password(&chosen)?;
    actor.require_recent(app.clock.now())?;
    let hash = password::hash(chosen).await?;
    retrying(|| async {
        let mut member = members::member(app, &actor.login).await?;
        member.value.password_hash.clone_from(&hash);
        let mut batch = Batch::new();
        batch.update(&member)?;
        end_all(app, &mut batch, &actor.login, Some(&signed_in.session.token_hash)).await?;
        let entry = (actor.login.as_str(), "changed_password", &actor.login, String::new());
        commit_audited(app, batch, Source::Admin, app.clock.now(), entry).await
    })
    .await
}

/// The secret that a person's own page sets up: another one after each use.
///
/// # Errors
/// `Table`.
pub async fn own_secret(app: &App, signed_in: &SignedIn) -> Result<NewSecret, AppError> {
    let login = &signed_in.actor.login;
    let row = load::<SecondFactor>(app.table.as_ref(), &keys::second_factor(login)).await?;
    let since = row.map(|row| row.value.enrolled_at.to_string()).unwrap_or_default();
    // The CSRF token is the session's and stays on our side and in its pages.
    Ok(NewSecret::derive(&app.key, login, &["session", &signed_in.session.csrf, &since]))
}

/// Sets a second factor up, or another one in its place: the phone is new. Gives new recovery codes, shown this once.
///
/// # Errors
/// `Wrong` for a code that is not right, `Wait` after too many, `App` (`NotRecent`, `Contended`, `Table`).
pub async fn renew_second_factor(
    app: &App,
    signed_in: &SignedIn,
    code: &str,
) -> Result<Vec<String>, SignInError> {
    let (login, now) = (&signed_in.actor.login, app.clock.now());
    signed_in.actor.require_recent(now).map_err(AppError::from)?;
    throttle::count_both(app, Of::Second(login.as_str()), None).await?;
    let new = own_secret(app, signed_in).await?;
    let step = new.step(code, now)?.ok_or(SignInError::Wrong)?;
    let (second, codes) = new.enrolled(&app.key, step, now)?;
    retrying(|| async {
        let mut batch = Batch::new();
        batch.put(second.key(), &second, None, Expect::Any)?;
        throttle::clear(&mut batch, login, None);
        let entry = (login.as_str(), "renewed_second_factor", login, String::new());
        commit_audited(app, batch, Source::Admin, now, entry).await
    })
    .await?;
    Ok(codes)
}

/// Gives new recovery codes, shown this once; the old ones hold no more.
///
/// # Errors
/// `NotFound` without a second factor; `NotRecent`, `Contended`, `Table`.
pub async fn renew_recovery_codes(app: &App, signed_in: &SignedIn) -> Result<Vec<String>, AppError> {
    let (login, now) = (&signed_in.actor.login, app.clock.now());
    signed_in.actor.require_recent(now)?;
    let (codes, hashes) = recovery_codes(&app.key, login)?;
    retrying(|| async {
        let row = load::<SecondFactor>(app.table.as_ref(), &keys::second_factor(login)).await?;
        let mut row = row.ok_or(AppError::NotFound("second factor"))?;
        row.value.recovery.clone_from(&hashes);
        let mut batch = Batch::new();
        batch.update(&row)?;
        let entry = (login.as_str(), "renewed_recovery_codes", login, String::new());
        commit_audited(app, batch, Source::Admin, now, entry).await
    })
    .await?;
    Ok(codes)
}
