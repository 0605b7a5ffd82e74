//! Who works here: accounts, sign-in, sessions, bearer tokens. One verb a file.
//!
//! Only hashes of secrets are stored: Argon2id of passwords, SHA-256 of the random tokens of sessions and programs.

mod add;
mod authenticate_token;
mod issue_token;
mod password;
mod preset_token;
mod secret;
mod session;
mod sign_in;
mod sign_out;
mod throttle;

pub use add::{Add, MAX_NAME_BYTES, MIN_PASSWORD_CHARS, add};
pub use authenticate_token::authenticate_token;
pub use issue_token::{IssueToken, Issued, issue_token};
pub use preset_token::preset_token;
pub use session::{SESSION_LIFE, SignedIn, session};
pub use sign_in::{SignIn, SignInError, SignInOk, sign_in};
pub use sign_out::sign_out;

use std::collections::BTreeSet;

use domain::{
    audit::{Event, Source},
    ids::Login,
    staff::{Actor, Permission, Role},
};
use jiff::Timestamp;

use crate::{
    App, AppError,
    rows::{Audit, Batch},
};

/// Who acts when a command of the binary is run on the computer that holds the data: everything is permitted.
#[must_use]
pub fn command_line() -> Actor {
    Actor::new(Login::from("command-line"), String::new(), &BTreeSet::from([Role::Administrator]))
}

/// Commits the batch with an audit entry about a staff member.
async fn commit_audited(
    app: &App,
    mut batch: Batch,
    source: Source,
    at: Timestamp,
    (actor, action, about, detail): (&str, &str, &Login, String),
) -> Result<(), AppError> {
    let event = Event {
        at,
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: format!("staff:{about}"),
        detail,
    };
    Audit::open(app.table.as_ref(), source, at).await?.append(&mut batch, [event])?;
    Ok(batch.commit(app.table.as_ref()).await?)
}

/// Nobody gives more than they have: every role's permissions must be the actor's too.
fn require_within(actor: &Actor, roles: &BTreeSet<Role>) -> Result<(), AppError> {
    let needed: BTreeSet<Permission> = roles.iter().flat_map(|role| role.permissions()).copied().collect();
    needed.into_iter().try_for_each(|permission| actor.require(permission)).map_err(AppError::from)
}

fn login_input() -> AppError {
    AppError::Input {
        field: "login",
        zh: "登录名请用 2 至 32 个小写字母、数字或 . _ -".to_owned(),
        en: "use 2 to 32 of a-z, 0-9, . _ - for the sign-in name".to_owned(),
    }
}

fn roles_input() -> AppError {
    AppError::Input {
        field: "roles",
        zh: "请至少选择一个角色：reader、officer、reviewer、administrator".to_owned(),
        en: "choose at least one role of reader, officer, reviewer, administrator".to_owned(),
    }
}
