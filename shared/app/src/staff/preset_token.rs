//! The demo's bearer token, which its user chose (`WENQU_DEMO_TOKEN`).

use std::collections::BTreeSet;

use domain::{audit::Source, staff::Role};

use super::{
    command_line,
    issue_token::{IssueToken, put},
};
use crate::{App, AppError, retry::retrying, rows::ApiToken};

/// Makes `token` valid for `login`, who becomes an account for programs when there is none; again is no error.
/// For the demo only: a chosen token is a weak one.
///
/// # Errors
/// `Input` when the token is blank or the login or the roles are not acceptable; `Contended`, `Table`.
pub async fn preset_token(
    app: &App,
    token: &str,
    login: &str,
    roles: BTreeSet<Role>,
) -> Result<ApiToken, AppError> {
    if token.trim().is_empty() {
        return Err(AppError::Input {
            field: "token",
            zh: "令牌不能为空".to_owned(),
            en: "write a token".to_owned(),
        });
    }
    let command = IssueToken {
        name: login.to_owned(),
        login: login.to_owned(),
        roles,
        expires_at: None,
        source: Source::Cli,
    };
    let actor = command_line();
    retrying(|| put(app, &actor, &command, token)).await
}
