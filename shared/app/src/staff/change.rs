//! An administrator changes a colleague's name and roles.

use std::collections::BTreeSet;

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission, Role, StaffMember},
};

use super::{
    add::{check_name, words},
    administrators::{is_active, keep_one},
    commit_audited, members,
    roles::{require_given, require_within},
};
use crate::{App, AppError, retry::retrying, rows::Batch};

/// What is to be.
#[derive(Clone, Debug)]
pub struct Change {
    /// As residents read it below an answer; empty for no signature.
    pub name: String,
    /// At least one.
    pub roles: BTreeSet<Role>,
    /// Where it is done: the audit chain.
    pub source: Source,
}

/// Makes the change. Nobody changes their own roles, nor those of somebody who may do more than they.
///
/// # Errors
/// `Input` for a field that is not acceptable; `Refused` for one's own roles and the last administrator; `NotFound`,
/// `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn change(
    app: &App,
    actor: &Actor,
    login: &Login,
    command: Change,
) -> Result<StaffMember, AppError> {
    actor.require(Permission::ManageStaff)?;
    check_name(&command.name)?;
    actor.require_recent(app.clock.now())?;
    retrying(|| attempt(app, actor, login, &command)).await
}

async fn attempt(app: &App, actor: &Actor, login: &Login, command: &Change) -> Result<StaffMember, AppError> {
    let mut member = members::member(app, login).await?;
    let mut batch = Batch::new();
    let before = member.value.clone();
    if before.roles != command.roles {
        if *login == actor.login {
            return Err(AppError::Refused {
                zh: "不能改自己的角色：请另一位管理员来改",
                en: "you can't change your own roles: ask another administrator",
            });
        }
        require_within(app, actor, &before.roles).await?;
        require_given(app, actor, &command.roles).await?;
        if is_active(&before) && !command.roles.contains(&Role::Administrator) {
            keep_one(app, &mut batch, login).await?;
        }
    }
    command.name.trim().clone_into(&mut member.value.name);
    member.value.roles = command.roles.clone();
    if member.value == before {
        return Ok(before);
    }
    batch.update(&member)?;
    let detail = format!("{} → {}", words(&before.roles), words(&command.roles));
    let entry = (actor.login.as_str(), "changed_staff", login, detail);
    commit_audited(app, batch, command.source, app.clock.now(), entry).await?;
    Ok(member.value)
}
