//! An administrator disables an account, which ends its sessions, or enables it again.

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission, StaffMember},
};

use super::{
    administrators::{is_active, keep_one},
    commit_audited, members,
    roles::require_within,
    sessions::end_all,
    tokens::{revoke_token, token_id, tokens},
};
use crate::{App, AppError, keys, retry::retrying, rows::Batch};

/// Disables the account: nobody signs in to it, and its sessions, tokens and link open nothing any more.
///
/// # Errors
/// `Refused` for one's own account and the last administrator; `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn disable(
    app: &App,
    actor: &Actor,
    login: &Login,
    source: Source,
) -> Result<StaffMember, AppError> {
    set(app, actor, login, true, source).await
}

/// Enables the account again.
///
/// # Errors
/// `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn enable(
    app: &App,
    actor: &Actor,
    login: &Login,
    source: Source,
) -> Result<StaffMember, AppError> {
    set(app, actor, login, false, source).await
}

async fn set(
    app: &App,
    actor: &Actor,
    login: &Login,
    disabled: bool,
    source: Source,
) -> Result<StaffMember, AppError> {
    actor.require(Permission::ManageStaff)?;
    actor.require_recent(app.clock.now())?;
    if *login == actor.login {
        return Err(AppError::Refused {
            zh: "不能停用自己的账号：请另一位管理员来做",
            en: "you can't disable your own account: ask another administrator",
        });
    }
    retrying(|| attempt(app, actor, login, disabled, source)).await
}

async fn attempt(
    app: &App,
    actor: &Actor,
    login: &Login,
    disabled: bool,
    source: Source,
) -> Result<StaffMember, AppError> {
    let mut member = members::member(app, login).await?;
    require_within(app, actor, &member.value.roles).await?;
    if member.value.disabled == disabled {
        return Ok(member.value);
    }
    let mut batch = Batch::new();
    if disabled {
        if is_active(&member.value) {
            keep_one(app, &mut batch, login).await?;
        }
        end_all(app, &mut batch, login, None).await?;
    }
    member.value.disabled = disabled;
    batch.update(&member)?;
    let what = if disabled { "disabled_staff" } else { "enabled_staff" };
    let entry = (actor.login.as_str(), what, login, String::new());
    commit_audited(app, batch, source, app.clock.now(), entry).await?;
    Ok(member.value)
}

/// Removes an account that was invited and never opened, or that is disabled, with all that belongs to it: its tokens too, so
/// that they serve nobody who gets the same sign-in name later.
///
/// # Errors
/// `Refused` for an account in use; `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn remove(app: &App, actor: &Actor, login: &Login, source: Source) -> Result<(), AppError> {
    actor.require(Permission::ManageStaff)?;
    actor.require_recent(app.clock.now())?;
    let removable = async || {
        let member = members::member(app, login).await?;
        require_within(app, actor, &member.value.roles).await?;
        let colleague = members::read_colleague(app, actor, login).await?;
        if matches!(colleague.standing, members::Standing::Active | members::Standing::Program) {
            return Err(AppError::Refused {
                zh: "账号还在使用：请先停用",
                en: "the account is in use: disable it first",
            });
        }
        Ok(member)
    };
    removable().await?;
    for token in tokens(app, actor).await?.iter().filter(|token| token.login == *login) {
        revoke_token(app, actor, token_id(token), source).await?;
    }
    retrying(|| async {
        let member = removable().await?;
        let mut batch = Batch::new();
        batch.delete_unchanged(keys::staff(login), member.version);
        for key in [keys::second_factor(login), keys::link(login), keys::last_sign_in(login)] {
            batch.delete(key);
        }
        end_all(app, &mut batch, login, None).await?;
        let entry = (actor.login.as_str(), "removed_staff", login, String::new());
        commit_audited(app, batch, source, app.clock.now(), entry).await
    })
    .await
}
