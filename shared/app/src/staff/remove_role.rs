//! An administrator removes a role that nobody has any more.

use std::collections::BTreeSet;

use domain::{
    audit::Source,
    staff::{Actor, FurtherRole, Permission, Role, RoleName},
};

use super::{commit_about, members::all_members, roles::require_within};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, load},
};

/// Removes the role.
///
/// # Errors
/// `Refused` while somebody has it; `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn remove_role(app: &App, actor: &Actor, name: &RoleName, source: Source) -> Result<(), AppError> {
    actor.require(Permission::ManageStaff)?;
    actor.require_recent(app.clock.now())?;
    retrying(|| attempt(app, actor, name, source)).await
}

async fn attempt(app: &App, actor: &Actor, name: &RoleName, source: Source) -> Result<(), AppError> {
    let Some(stored) = load::<FurtherRole>(app.table.as_ref(), &keys::role(name)).await? else {
        return Err(AppError::NotFound("role"));
    };
    let role = Role::Further(name.clone());
    require_within(app, actor, &BTreeSet::from([role.clone()])).await?;
    if all_members(app).await?.iter().any(|member| member.value.roles.contains(&role)) {
        return Err(AppError::Refused {
            zh: "还有人担任这个角色：请先改他们的角色",
            en: "somebody still has this role: change their roles first",
        });
    }
    let mut batch = Batch::new();
    batch.delete_unchanged(keys::role(name), stored.version);
    let object = format!("role:{}", name.as_str());
    commit_about(app, batch, source, (actor.login.as_str(), "removed_role", object, String::new())).await
}
