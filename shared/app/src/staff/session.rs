//! Who a browser's cookie belongs to.

use domain::staff::{Actor, Confirmed, StaffMember};
use jiff::SignedDuration;

use super::{Roles, secret};
use crate::{
    App, AppError, keys,
    rows::{Batch, Session, Stored, load},
};

/// How long a session lasts after the sign-in.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(8);
/// How exactly it is known when a session was used last.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who, with what is permitted now.
    pub actor: Actor,
    /// The session.
    pub session: Session,
}

/// Looks a token up; `None` when there is no such session, it is over, or its owner may not sign in any more.
///
/// # Errors
/// `Table`.
pub async fn session(app: &App, token: &str) -> Result<Option<SignedIn>, AppError> {
    let table = app.table.as_ref();
    let Some(mut found) = load::<Session>(table, &keys::session(&secret::hash(token))).await? else {
        return Ok(None);
    };
    if found.value.expires_at <= app.clock.now() {
        return Ok(None);
    }
    let member = load::<StaffMember>(table, &keys::staff(&found.value.login)).await?.map(|row| row.value);
    let Some(member) = member.filter(|member| !member.disabled) else { return Ok(None) };
    let permissions = Roles::for_these(app, &member.roles).await?.permissions(&member.roles);
    seen(app, &mut found).await;
    let session = found.value;
    let confirmed = Confirmed::At(session.confirmed_at.unwrap_or(session.created_at));
    let actor = Actor { login: member.login, name: member.name, permissions, confirmed };
    Ok(Some(SignedIn { actor, session }))
}

/// Notes that the session is used. Nobody waits for it again when the store does not take it: it is only shown.
async fn seen(app: &App, session: &mut Stored<Session>) {
    let now = app.clock.now();
    let before = session.value.last_seen_at.unwrap_or(session.value.created_at);
    if now.duration_since(before) < SEEN_EVERY {
        return;
    }
    session.value.last_seen_at = Some(now);
    let mut batch = Batch::new();
    if batch.update(session).is_ok() {
        // At its version: a session that was ended meanwhile stays ended.
        batch.commit(app.table.as_ref()).await.ok();
    }
}
