//! Who works here: accounts, sign-in, sessions, bearer tokens. One verb a file.
//!
//! Only hashes of secrets are stored: Argon2id of passwords, SHA-256 of the random tokens of sessions, links and
//! programs. The one secret that must be read again, a second factor's, is encrypted under a key of the account key.

mod add;
mod administrators;
mod authenticate_token;
mod change;
mod confirm;
mod define_role;
mod disable;
mod failures;
mod invite;
mod issue_token;
mod link;
mod members;
mod names;
mod new_link;
mod own;
mod password;
mod preset_token;
mod remove_role;
mod roles;
mod second_factor;
mod secret;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod sign_up;
mod throttle;
mod tokens;

pub use add::{Add, MAX_NAME_BYTES, MIN_PASSWORD_CHARS, add};
pub use authenticate_token::authenticate_token;
pub use change::{Change, change};
pub use confirm::{confirm, require_recent};
pub use define_role::{DefineRole, define_role};
pub use disable::{disable, enable, remove};
pub use invite::{Invite, invite};
pub use issue_token::{IssueToken, Issued, issue_token};
pub use link::{LINK_LIFE, Linked, Opened, open_link};
pub use members::{Colleague, Standing, colleagues, read_colleague};
pub use names::{Names, names};
pub use new_link::new_link;
pub use own::{change_password, own_secret, renew_recovery_codes, renew_second_factor};
pub use preset_token::preset_token;
pub use remove_role::remove_role;
pub use roles::{Roles, known_roles, roles};
pub use second_factor::{NewSecret, RECOVERY_CODES};
pub use session::{SESSION_LIFE, SignedIn, session};
pub use sessions::{Which, end_sessions, session_id, sessions};
pub use sign_in::{SecondStep, SignIn, SignInError, SignInOk, SignInStep, half, sign_in, sign_in_second};
pub use sign_out::sign_out;
pub use sign_up::{Enrol, Enrolled, choose_password, enrol, secret_of_link};
pub use tokens::{revoke_token, token_id, tokens};

pub(crate) use administrators::is_active;
pub(crate) use members::all_members;
use sign_in::begin_session;

use std::collections::BTreeSet;

use domain::{
    audit::{Event, Source},
    ids::Login,
    staff::{Actor, Role},
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
    batch: Batch,
    source: Source,
    at: Timestamp,
    (actor, action, about, detail): (&str, &str, &Login, String),
) -> Result<(), AppError> {
    append(app, batch, source, at, (actor, action, format!("staff:{about}"), detail)).await
}

/// Commits the batch with an audit entry about something else.
async fn commit_about(
    app: &App,
    batch: Batch,
    source: Source,
    entry: (&str, &str, String, String),
) -> Result<(), AppError> {
    append(app, batch, source, app.clock.now(), entry).await
}

async fn append(
    app: &App,
    mut batch: Batch,
    source: Source,
    at: Timestamp,
    (actor, action, object, detail): (&str, &str, String, String),
) -> Result<(), AppError> {
    let event = Event { at, actor: actor.to_owned(), action: action.to_owned(), object, detail };
    Audit::open(app.table.as_ref(), source, at).await?.append(&mut batch, [event])?;
    Ok(batch.commit(app.table.as_ref()).await?)
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
        zh: "请至少选择一个现有的角色，如 reader、officer、reviewer、administrator".to_owned(),
        en: "choose at least one role that there is, such as reader, officer, reviewer, administrator"
            .to_owned(),
    }
}
