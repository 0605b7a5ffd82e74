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
    commit_audited, login_input, password,
    roles::require_given,
    secret,
};
use crate::{
    App, AppError, keys,
    ports::Expect,
    retry::retrying,
    rows::{ApiToken, Batch, Link, Row, TokenPointer, load},
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

/// Issues a token. From the console it acts in one's own name or in a program's: nobody acts as a colleague.
///
/// # Errors
/// `Input` for a field that is not acceptable; `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn issue_token(app: &App, actor: &Actor, command: IssueToken) -> Result<Issued, AppError> {
    actor.require(Permission::ManageStaff)?;
    check(&command)?;
    require_given(app, actor, &command.roles).await?;
    actor.require_recent(app.clock.now())?;
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
    let account = load::<StaffMember>(app.table.as_ref(), &keys::staff(&login)).await?;
    if let Some(account) = &account {
        require_own_or_program(app, actor, &account.value, command.source).await?;
    } else {
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
    let pointer = TokenPointer { token_hash: row.token_hash.clone(), expires_at: row.expires_at };
    batch.put(pointer.key(), &pointer, pointer.expires_at, Expect::Any)?;
    let detail = format!("{} ({})", row.name, words(&row.roles));
    commit_audited(app, batch, command.source, now, (actor.login.as_str(), "issued_token", &login, detail))
        .await?;
    Ok(row)
}

async fn require_own_or_program(
    app: &App,
    actor: &Actor,
    account: &StaffMember,
    source: Source,
) -> Result<(), AppError> {
    let own = source == Source::Cli || account.login == actor.login;
    let program = account.password_hash == password::NONE
        && load::<Link>(app.table.as_ref(), &keys::link(&account.login)).await?.is_none();
    if own || program {
        return Ok(());
    }
    Err(AppError::Input {
        field: "login",
        zh: format!("{} 是同事的账号：令牌只能以自己或程序的名义签发", account.login),
        en: format!("{} is a colleague's account: use your own, or one for programs", account.login),
    })
}

fn check(command: &IssueToken) -> Result<(), AppError> {
    if !is_login(&command.login) {
        return Err(login_input());
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
