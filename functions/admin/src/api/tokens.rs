//! Bearer tokens.

use std::collections::BTreeSet;

use app::staff::{self, IssueToken};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{audit::Source, staff::Role};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{bearer::Caller, body::Body, problem::Problem};

/// The token to issue.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenBody {
    name: String,
    login: String,
    roles: BTreeSet<Role>,
    expires_at: Option<Timestamp>,
}

/// `POST /tokens`
pub(super) async fn issue(caller: Caller, Body(body): Body<TokenBody>) -> Result<Response, Problem> {
    let command = IssueToken {
        name: body.name,
        login: body.login,
        roles: body.roles,
        expires_at: body.expires_at,
        source: Source::Admin,
    };
    let done = staff::issue_token(&caller.app, &caller.actor, command).await;
    let issued = done.map_err(|error| caller.failed(&error))?;
    let body = json!({
        "token": issued.token,
        "name": issued.row.name,
        "login": issued.row.login,
        "roles": issued.row.roles,
        "created_at": issued.row.created_at,
        "expires_at": issued.row.expires_at,
    });
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// `GET /tokens`
pub(super) async fn list(caller: Caller) -> Result<Response, Problem> {
    let found = staff::tokens(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> = found
        .iter()
        .map(|token| {
            json!({
                "id": staff::token_id(token), "name": token.name, "login": token.login, "roles": token.roles,
                "created_at": token.created_at, "expires_at": token.expires_at,
            })
        })
        .collect();
    Ok(Json(json!({ "items": items })).into_response())
}

/// `DELETE /tokens/{token}`
pub(super) async fn revoke(caller: Caller, Path(token): Path<String>) -> Result<Response, Problem> {
    let done = staff::revoke_token(&caller.app, &caller.actor, &token, Source::Admin).await;
    done.map_err(|error| caller.failed(&error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
