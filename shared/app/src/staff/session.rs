//! Who a browser's cookie belongs to.

use domain::staff::{Actor, StaffMember};
use jiff::SignedDuration;

use super::secret;
use crate::{
    App, AppError, keys,
    rows::{Session, load},
};

/// How long a session lasts after the sign-in.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(8);

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
    let Some(found) = load::<Session>(table, &keys::session(&secret::hash(token))).await? else {
        return Ok(None);
    };
    let session = found.value;
    if session.expires_at <= app.clock.now() {
        return Ok(None);
    }
    let member = load::<StaffMember>(table, &keys::staff(&session.login)).await?.map(|member| member.value);
    Ok(member
        .filter(|member| !member.disabled)
        .map(|member| SignedIn { actor: Actor::new(member.login, member.name, &member.roles), session }))
}
