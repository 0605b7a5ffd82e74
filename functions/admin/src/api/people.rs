//! Accounts, roles, sessions.

use std::collections::BTreeSet;

use app::{
    rows::Session,
    staff::{self, Change, Colleague, DefineRole, Invite, Linked, Roles, Standing, Which, session_id},
};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    audit::Source,
    ids::Login,
    staff::{Permission, Role, RoleName},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{bearer::Caller, body::Body, problem::Problem};

/// An account as the API shows it.
fn user_json(colleague: &Colleague) -> Value {
    let (standing, link_expires_at) = match colleague.standing {
        Standing::Active => ("active", None),
        Standing::Linked(app::rows::LinkReason::Invited, at) => ("invited", Some(at)),
        Standing::Linked(_, at) => ("to_be_reset", Some(at)),
        Standing::LinkOver => ("link_over", None),
        Standing::Disabled => ("disabled", None),
        Standing::Program => ("program", None),
    };
    let member = &colleague.member;
    json!({
        "login": member.login, "name": member.name, "roles": member.roles, "state": standing,
        "link_expires_at": link_expires_at, "second_factor": colleague.second_factor.is_some(),
        "last_sign_in_at": colleague.last_sign_in, "created_at": member.created_at,
    })
}

fn link_json(linked: &Linked) -> Value {
    json!({ "login": linked.member.login, "path": linked.path(), "expires_at": linked.expires_at })
}

fn session_json(session: &Session) -> Value {
    json!({
        "id": session_id(session), "created_at": session.created_at, "expires_at": session.expires_at,
        "last_seen_at": session.last_seen_at, "device": session.device, "address": session.address,
    })
}

fn role_json(roles: &Roles, role: &Role) -> Value {
    let titles = match role {
        Role::Reader => ("只读", "Reader"),
        Role::Officer => ("值班员", "Officer"),
        Role::Reviewer => ("审核", "Reviewer"),
        Role::Administrator => ("管理员", "Administrator"),
        Role::Further(name) => {
            roles.get(name).map_or((name.as_str(), name.as_str()), |role| (&role.zh, &role.en))
        }
    };
    let built_in = !matches!(role, Role::Further(_));
    json!({ "name": role, "zh": titles.0, "en": titles.1, "permissions": roles.of(role), "built_in": built_in })
}

/// `GET /users`
pub(super) async fn users(caller: Caller) -> Result<Response, Problem> {
    let found = staff::colleagues(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> = found.iter().map(user_json).collect();
    Ok(Json(json!({ "items": items })).into_response())
}

/// `GET /users/{login}`
pub(super) async fn user(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    shown(&caller, &Login::from(login)).await
}

async fn shown(caller: &Caller, login: &Login) -> Result<Response, Problem> {
    let found = staff::read_colleague(&caller.app, &caller.actor, login).await;
    Ok(Json(user_json(&found.map_err(|error| caller.failed(&error))?)).into_response())
}

/// Whom to invite.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InviteBody {
    login: String,
    #[serde(default)]
    name: String,
    roles: BTreeSet<Role>,
}

/// `POST /users`
pub(super) async fn invite(caller: Caller, Body(body): Body<InviteBody>) -> Result<Response, Problem> {
    let command = Invite { login: body.login, name: body.name, roles: body.roles, source: Source::Admin };
    let done = staff::invite(&caller.app, &caller.actor, command).await;
    let linked = done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(link_json(&linked))).into_response())
}

/// What an account is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    name: String,
    roles: BTreeSet<Role>,
}

/// `POST /users/{login}`
pub(super) async fn change(
    caller: Caller,
    Path(login): Path<String>,
    Body(body): Body<ChangeBody>,
) -> Result<Response, Problem> {
    let login = Login::from(login);
    let command = Change { name: body.name, roles: body.roles, source: Source::Admin };
    let done = staff::change(&caller.app, &caller.actor, &login, command).await;
    done.map_err(|error| caller.failed(&error))?;
    shown(&caller, &login).await
}

/// `POST /users/{login}/link`
pub(super) async fn link(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    let done = staff::new_link(&caller.app, &caller.actor, &Login::from(login), Source::Admin).await;
    let linked = done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(link_json(&linked))).into_response())
}

/// `POST /users/{login}/disable`
pub(super) async fn disable(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    let login = Login::from(login);
    let done = staff::disable(&caller.app, &caller.actor, &login, Source::Admin).await;
    done.map_err(|error| caller.failed(&error))?;
    shown(&caller, &login).await
}

/// `POST /users/{login}/enable`
pub(super) async fn enable(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    let login = Login::from(login);
    let done = staff::enable(&caller.app, &caller.actor, &login, Source::Admin).await;
    done.map_err(|error| caller.failed(&error))?;
    shown(&caller, &login).await
}

/// `DELETE /users/{login}`
pub(super) async fn remove(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    let done = staff::remove(&caller.app, &caller.actor, &Login::from(login), Source::Admin).await;
    done.map_err(|error| caller.failed(&error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET /users/{login}/sessions`
pub(super) async fn sessions(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    let found = staff::sessions(&caller.app, &caller.actor, &Login::from(login)).await;
    let found = found.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> = found.iter().map(session_json).collect();
    Ok(Json(json!({ "items": items })).into_response())
}

/// `DELETE /users/{login}/sessions`
pub(super) async fn end_sessions(caller: Caller, Path(login): Path<String>) -> Result<Response, Problem> {
    end(&caller, &login, Which::All).await
}

/// `DELETE /users/{login}/sessions/{session}`
pub(super) async fn end_session(
    caller: Caller,
    Path((login, session)): Path<(String, String)>,
) -> Result<Response, Problem> {
    end(&caller, &login, Which::One(&session)).await
}

async fn end(caller: &Caller, login: &str, which: Which<'_>) -> Result<Response, Problem> {
    let done = staff::end_sessions(&caller.app, &caller.actor, &Login::from(login), which).await;
    done.map_err(|error| caller.failed(&error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET /roles`
pub(super) async fn roles(caller: Caller) -> Result<Response, Problem> {
    let roles = staff::roles(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    let items: Vec<_> = roles.all().iter().map(|role| role_json(&roles, role)).collect();
    Ok(Json(json!({ "items": items })).into_response())
}

/// A role as it is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleBody {
    zh: String,
    en: String,
    permissions: BTreeSet<Permission>,
}

/// `PUT /roles/{role}`
pub(super) async fn define_role(
    caller: Caller,
    Path(role): Path<String>,
    Body(body): Body<RoleBody>,
) -> Result<Response, Problem> {
    let known = staff::roles(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    let new = RoleName::parse(&role).is_none_or(|name| known.get(&name).is_none());
    let RoleBody { zh, en, permissions } = body;
    let command = DefineRole { name: role, zh, en, permissions, new, source: Source::Admin };
    let done = staff::define_role(&caller.app, &caller.actor, command).await;
    let made = done.map_err(|error| caller.failed(&error))?;
    let body = json!({ "name": made.name, "zh": made.zh, "en": made.en, "permissions": made.permissions, "built_in": false });
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(body)).into_response())
}

/// `DELETE /roles/{role}`
pub(super) async fn remove_role(caller: Caller, Path(role): Path<String>) -> Result<Response, Problem> {
    let name = RoleName::parse(&role).ok_or_else(|| caller.failed(&app::AppError::NotFound("role")))?;
    let done = staff::remove_role(&caller.app, &caller.actor, &name, Source::Admin).await;
    done.map_err(|error| caller.failed(&error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
