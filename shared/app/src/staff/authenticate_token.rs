//! Who a bearer token acts for.

use std::collections::BTreeSet;

use domain::staff::{Actor, Permission, StaffMember};

use super::secret;
use crate::{
    App, AppError, keys,
    rows::{ApiToken, load},
};

/// Looks a token up: its account, with what both the token's roles and the account's permit. `None` when there is no
/// such token, it is over, or its account is disabled.
///
/// # Errors
/// `Table`.
pub async fn authenticate_token(app: &App, token: &str) -> Result<Option<Actor>, AppError> {
    let table = app.table.as_ref();
    let Some(found) = load::<ApiToken>(table, &keys::api_token(&secret::hash(token))).await? else {
        return Ok(None);
    };
    let token = found.value;
    if token.expires_at.is_some_and(|at| at <= app.clock.now()) {
        return Ok(None);
    }
    let member = load::<StaffMember>(table, &keys::staff(&token.login)).await?.map(|member| member.value);
    let Some(member) = member.filter(|member| !member.disabled) else { return Ok(None) };
    let mut actor = Actor::new(member.login, member.name, &member.roles);
    let granted: BTreeSet<Permission> =
        token.roles.iter().flat_map(|role| role.permissions()).copied().collect();
    actor.permissions.retain(|permission| granted.contains(permission));
    Ok(Some(actor))
}
