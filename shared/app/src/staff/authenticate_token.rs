//! Who a bearer token acts for.

use domain::staff::{Actor, Confirmed, StaffMember};

use super::{Roles, secret};
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
    let known = Roles::for_these(app, &(&member.roles | &token.roles)).await?;
    let granted = known.permissions(&token.roles);
    let permissions = &known.permissions(&member.roles) & &granted;
    Ok(Some(Actor { login: member.login, name: member.name, permissions, confirmed: Confirmed::Always }))
}
