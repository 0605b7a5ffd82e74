//! An administrator, or the command line, issues a bearer token.

use std::collections::BTreeSet;

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission, Role, StaffMember, is_login},
};
use jiff::Timestamp;

use super::{
    add::{check_name, words},
    commit_audited, login_input, password, require_within, roles_input, secret,
};
use crate::{
    App, AppError, keys,
    ports::Expect,
    retry::retrying,
    rows::{ApiToken, Batch, Row, load},
};

/// A new token.
#[derive(Clone, Debug)]
pub struct IssueToken {
    /// What it is for, at most 60 bytes.
    pub name: String,
    /// In whose name it acts. A login that nobody has yet becomes an account for programs, which can't sign in.
    pub login: String,
    /// What it may do; never more than its account. At least one.
    pub roles: BTreeSet<Role>,
    /// End, if any.
    pub expires_at: Option<Timestamp>,
    /// Where it is done: the audit chain.
    pub source: Source,
}

/// The token: shown this once, only its hash is kept.
#[derive(Debug)]
pub struct Issued {
    /// For `Authorization: Bearer …`.
    pub token: String,
    /// The row.
    pub row: ApiToken,
}

/// Issues a token.
///
/// # Errors
/// `Input` for a field that is not acceptable; `Denied`, `Contended`, `Table`.
pub async fn issue_token(app: &App, actor: &Actor, command: IssueToken) -> Result<Issued, AppError> {
    actor.require(Permission::ManageStaff)?;
    require_within(actor, &command.roles)?;
    let token = format!("wenqu_{}", secret::token()?);
    let row = retrying(|| put(app, actor, &command, &token)).await?;
    Ok(Issued { token, row })
}

/// Stores a token and, when nobody has the login, an account that can't sign in.
pub(super) async fn put(
    app: &App,
    actor: &Actor,
    command: &IssueToken,
    token: &str,
) -> Result<ApiToken, AppError> {
    check(command)?;
    let (login, now) = (Login::from(command.login.as_str()), app.clock.now());
    let mut batch = Batch::new();
    if load::<StaffMember>(app.table.as_ref(), &keys::staff(&login)).await?.is_none() {
        batch.insert(&StaffMember {
            login: login.clone(),
            name: command.name.trim().to_owned(),
            password_hash: password::NONE.to_owned(),
            roles: command.roles.clone(),
            disabled: false,
            created_at: now,
        })?;
    }
    let row = ApiToken {
        token_hash: secret::hash(token),
        name: command.name.trim().to_owned(),
        login: login.clone(),
        roles: command.roles.clone(),
        created_at: now,
        expires_at: command.expires_at,
    };
    batch.put(row.key(), &row, row.expires_at, Expect::Any)?;
    let detail = format!("{} ({})", row.name, words(&row.roles));
    commit_audited(app, batch, command.source, now, (actor.login.as_str(), "issued_token", &login, detail))
        .await?;
    Ok(row)
}

fn check(command: &IssueToken) -> Result<(), AppError> {
    if !is_login(&command.login) {
        return Err(login_input());
    }
    if command.roles.is_empty() {
        return Err(roles_input());
    }
    if command.name.trim().is_empty() {
        return Err(AppError::Input {
            field: "name",
            zh: "请写明这个令牌的用途".to_owned(),
            en: "say what the token is for".to_owned(),
        });
    }
    check_name(&command.name)
}
