//! An administrator, or the command line, invites a colleague: an account that a one-time link opens.

use std::collections::BTreeSet;

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission, Role, StaffMember, is_login},
};

use super::{
    add::{check_name, taken, words},
    commit_audited,
    link::{self, LINK_LIFE, Linked},
    login_input, password,
    roles::require_given,
};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, LinkReason, load},
};

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Sign-in name: 2 to 32 of `a-z 0-9 . _ -`.
    pub login: String,
    /// As residents read it below an answer; empty for no signature.
    pub name: String,
    /// At least one.
    pub roles: BTreeSet<Role>,
    /// Where it is done: the audit chain.
    pub source: Source,
}

/// Makes the account, which nobody can sign in to before the link is used.
///
/// # Errors
/// `Input` for a field that is not acceptable, a login that is taken included; `Denied`, `NotRecent`, `Contended`,
/// `Table`.
pub async fn invite(app: &App, actor: &Actor, command: Invite) -> Result<Linked, AppError> {
    actor.require(Permission::ManageStaff)?;
    let login = command.login.trim().to_lowercase();
    if !is_login(&login) {
        return Err(login_input());
    }
    check_name(&command.name)?;
    require_given(app, actor, &command.roles).await?;
    actor.require_recent(app.clock.now())?;
    let login = Login::from(login.as_str());
    retrying(|| attempt(app, actor, &login, &command)).await
}

async fn attempt(app: &App, actor: &Actor, login: &Login, command: &Invite) -> Result<Linked, AppError> {
    if load::<StaffMember>(app.table.as_ref(), &keys::staff(login)).await?.is_some() {
        return Err(taken(login));
    }
    let now = app.clock.now();
    let member = StaffMember {
        login: login.clone(),
        name: command.name.trim().to_owned(),
        password_hash: password::NONE.to_owned(),
        roles: command.roles.clone(),
        disabled: false,
        created_at: now,
    };
    let mut batch = Batch::new();
    batch.insert(&member)?;
    let by = (login, &actor.login);
    let (token, expires_at) = link::put(&mut batch, by, LinkReason::Invited, (now, LINK_LIFE), None)?;
    let entry = (actor.login.as_str(), "invited", login, words(&command.roles));
    commit_audited(app, batch, command.source, now, entry).await?;
    Ok(Linked { member, token, expires_at })
}
