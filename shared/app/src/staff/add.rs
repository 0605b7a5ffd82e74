//! The command line, or a demo, adds a staff member with a password. In the console colleagues are invited.

use std::collections::BTreeSet;

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission, Role, StaffMember, is_login},
};

use super::{commit_audited, login_input, password, roles::require_given};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, load},
};

/// Shortest password, in characters.
pub const MIN_PASSWORD_CHARS: usize = 10;
/// Longest password, in bytes: what is longer only costs time.
const MAX_PASSWORD_BYTES: usize = 512;
/// Longest name below an answer, in bytes.
pub const MAX_NAME_BYTES: usize = 60;

/// A new account.
#[derive(Clone)]
pub struct Add {
    /// Sign-in name: 2 to 32 of `a-z 0-9 . _ -`.
    pub login: String,
    /// As residents read it below an answer, at most [`MAX_NAME_BYTES`]; empty for no signature.
    pub name: String,
    /// At least [`MIN_PASSWORD_CHARS`] characters.
    pub password: String,
    /// At least one.
    pub roles: BTreeSet<Role>,
    /// Where it is done: the audit chain.
    pub source: Source,
}

/// Makes the account.
///
/// # Errors
/// `Input` for a field that is not acceptable, a login that is taken included; `Denied`, `Contended`, `Table`.
pub async fn add(app: &App, actor: &Actor, command: Add) -> Result<StaffMember, AppError> {
    actor.require(Permission::ManageStaff)?;
    check(&command)?;
    require_given(app, actor, &command.roles).await?;
    actor.require_recent(app.clock.now())?;
    let hash = password::hash(command.password.clone()).await?;
    retrying(|| attempt(app, actor, &command, &hash)).await
}

async fn attempt(app: &App, actor: &Actor, command: &Add, hash: &str) -> Result<StaffMember, AppError> {
    let login = Login::from(command.login.as_str());
    if load::<StaffMember>(app.table.as_ref(), &keys::staff(&login)).await?.is_some() {
        return Err(taken(&login));
    }
    let now = app.clock.now();
    let member = StaffMember {
        login: login.clone(),
        name: command.name.trim().to_owned(),
        password_hash: hash.to_owned(),
        roles: command.roles.clone(),
        disabled: false,
        created_at: now,
    };
    let mut batch = Batch::new();
    batch.insert(&member)?;
    let detail = words(&command.roles);
    commit_audited(app, batch, command.source, now, (actor.login.as_str(), "added_staff", &login, detail))
        .await?;
    Ok(member)
}

/// The roles in words, for the audit.
pub(super) fn words(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

fn check(command: &Add) -> Result<(), AppError> {
    if !is_login(&command.login) {
        return Err(login_input());
    }
    check_name(&command.name)?;
    check_password(&command.password)
}

pub(super) fn taken(login: &Login) -> AppError {
    AppError::Input {
        field: "login",
        zh: format!("登录名 {login} 已有人使用：请换一个"),
        en: format!("the sign-in name {login} is taken: choose another"),
    }
}

/// A password that can't be guessed and does not only cost time.
pub(super) fn check_password(password: &str) -> Result<(), AppError> {
    if password.chars().count() < MIN_PASSWORD_CHARS || password.len() > MAX_PASSWORD_BYTES {
        return Err(AppError::Input {
            field: "password",
            zh: format!("密码请用 {MIN_PASSWORD_CHARS} 个以上字符，不超过 {MAX_PASSWORD_BYTES} 字节"),
            en: format!(
                "use {MIN_PASSWORD_CHARS} characters or more for the password, at most {MAX_PASSWORD_BYTES} bytes"
            ),
        });
    }
    Ok(())
}

/// A name that fits on the line below an answer.
pub(super) fn check_name(name: &str) -> Result<(), AppError> {
    if name.len() > MAX_NAME_BYTES || name.contains(char::is_control) {
        return Err(AppError::Input {
            field: "name",
            zh: format!("姓名请写在一行内，不超过 {} 个汉字", MAX_NAME_BYTES / 3),
            en: format!("write the name on one line, in at most {MAX_NAME_BYTES} bytes"),
        });
    }
    Ok(())
}
