//! Before a dangerous act a signed-in person proves again who they are.

use domain::staff::{Actor, Confirmed, StaffMember};

use super::{
    SignInError, SignedIn, password,
    second_factor::accept,
    throttle::{self, Of},
};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, SecondFactor, Session, load},
};

/// Goes on only when the actor has signed in or confirmed within the last ten minutes ([`domain::staff::RECENT`]).
/// Every use case that is dangerous calls it: users, roles, tokens, exports, publishing the menu. A token and the
/// command line always go on.
///
/// # Errors
/// `NotRecent`: the console asks for the password or a code, then does what was asked for.
pub fn require_recent(app: &App, actor: &Actor) -> Result<(), AppError> {
    Ok(actor.require_recent(app.clock.now())?)
}

/// Takes the password or a code. Failures are counted as those of a sign-in's second factor.
///
/// # Errors
/// `Wrong`, `Wait`, `Over` when the session is over meanwhile, `App`.
pub async fn confirm(
    app: &App,
    signed_in: &SignedIn,
    typed: &str,
    address: Option<&str>,
) -> Result<SignedIn, SignInError> {
    let login = &signed_in.actor.login;
    throttle::count_both(app, Of::Second(login.as_str()), address).await?;
    let table = app.table.as_ref();
    let member = load::<StaffMember>(table, &keys::staff(login)).await.map_err(AppError::from)?;
    let hash = member.map(|member| member.value.password_hash);
    let by_password = password::matches(typed.to_owned(), hash).await?;
    retrying(|| attempt(app, signed_in, typed, by_password, address)).await?
}

async fn attempt(
    app: &App,
    signed_in: &SignedIn,
    typed: &str,
    by_password: bool,
    address: Option<&str>,
) -> Result<Result<SignedIn, SignInError>, AppError> {
    let (table, login, now) = (app.table.as_ref(), &signed_in.actor.login, app.clock.now());
    let mut batch = Batch::new();
    if !by_password {
        let Some(mut row) = load::<SecondFactor>(table, &keys::second_factor(login)).await? else {
            return Ok(Err(SignInError::Wrong));
        };
        if accept(&app.key, &mut row.value, typed, now)?.is_none() {
            return Ok(Err(SignInError::Wrong));
        }
        batch.update(&row)?;
    }
    let Some(mut session) = load::<Session>(table, &keys::session(&signed_in.session.token_hash)).await?
    else {
        return Ok(Err(SignInError::Over));
    };
    session.value.confirmed_at = Some(now);
    batch.update(&session)?;
    throttle::clear(&mut batch, login, address);
    batch.commit(table).await?;
    let actor = Actor { confirmed: Confirmed::At(now), ..signed_in.actor.clone() };
    Ok(Ok(SignedIn { actor, session: session.value }))
}
