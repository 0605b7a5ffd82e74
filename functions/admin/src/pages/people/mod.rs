//! S9 and S11: accounts, roles, tokens, one's own account, signing up.

mod account;
mod roles;
mod sign_up;
mod step_up;
mod tokens;
mod user;
mod users;

use std::collections::BTreeSet;

use app::AppError;
use axum::{
    Router,
    routing::{get, post},
};
use domain::staff::Role;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::{
    AdminState,
    text::{People, Text},
    web::{Posted, Visit},
};

/// What needs a session.
pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/users", get(users::users))
        .route("/users/new", get(users::form).post(users::invite))
        .route("/users/roles", get(roles::roles))
        .route("/users/roles/new", get(roles::new_form).post(roles::create))
        .route("/users/roles/{role}", get(roles::form).post(roles::change))
        .route("/users/roles/{role}/remove", post(roles::remove))
        .route("/users/tokens", get(tokens::tokens).post(tokens::issue))
        .route("/users/tokens/{token}/revoke", post(tokens::revoke))
        .route("/users/named/{login}", get(user::user).post(user::change))
        .route("/users/named/{login}/link", post(user::link))
        .route("/users/named/{login}/disable", post(user::disable))
        .route("/users/named/{login}/enable", post(user::enable))
        .route("/users/named/{login}/remove", post(user::remove))
        .route("/users/named/{login}/sessions", post(user::end_sessions))
        .route("/users/named/{login}/sessions/{session}", post(user::end_session))
        .route("/account", get(account::account))
        .route("/account/password", post(account::password))
        .route("/account/second-factor", get(account::code_form).post(account::second_factor))
        .route("/account/recovery-codes", post(account::recovery_codes))
        .route("/account/sessions", post(account::end_others))
        .route("/account/sessions/{session}", post(account::end_session))
        .route("/step-up", post(step_up::step_up))
}

/// What needs none: a one-time link opens it.
pub(super) fn open_router() -> Router<AdminState> {
    Router::new()
        .route("/sign-up/{login}/{token}", get(sign_up::form).post(sign_up::password))
        .route("/sign-up/{login}/{token}/code", get(sign_up::code_form).post(sign_up::code))
}

/// What a page is told of what was done before.
#[derive(Deserialize)]
struct Did {
    done: Option<String>,
}

impl Did {
    fn text(&self) -> Option<People> {
        Some(match self.done.as_deref()? {
            "saved" => People::DidSave,
            "disabled" => People::DidDisable,
            "enabled" => People::DidEnable,
            "removed" => People::DidRemove,
            "ended" => People::DidEnd,
            "role" => People::DidSaveRole,
            "role-removed" => People::DidRemoveRole,
            "revoked" => People::DidRevoke,
            "password" => People::DidChangePassword,
            _ => return None,
        })
    }
}

/// The roles that were ticked.
fn ticked_roles(posted: &Posted) -> BTreeSet<Role> {
    posted.ticked("role.").filter_map(Role::named).collect()
}

/// Which field an error is about, and what to do, if it is about one.
fn about(visit: &Visit, error: &AppError) -> Option<(&'static str, String)> {
    match error {
        AppError::Input { field, zh, en } => Some((field, visit.language.pick(zh, en).to_owned())),
        _ => None,
    }
}

/// How long to wait, in words.
pub(crate) fn waiting(visit: &Visit, until: Timestamp) -> String {
    let until = domain::time::show(until + SignedDuration::from_mins(1), visit.language);
    visit.fill(Text::WaitToSignIn, &[&until])
}
