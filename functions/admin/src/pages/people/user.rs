//! One account.

use std::collections::BTreeSet;

use app::{
    AppError,
    staff::{self, Change, Which},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{audit::Source, ids::Login, staff::Role};

use super::{Did, about, ticked_roles};
use crate::{
    text::People,
    view::people::{self, RoleCheck, UserPage},
    web::{Client, Page, Posted},
};

/// What was typed and why it was not accepted.
#[derive(Default)]
struct Wrong<'a> {
    name: Option<&'a str>,
    ticked: Option<BTreeSet<Role>>,
    error: Option<(&'static str, String)>,
}

/// The page.
pub(super) async fn user(page: Page, Path(login): Path<String>, Query(did): Query<Did>) -> Response {
    let login = Login::from(login);
    match shown(&page, &login, Wrong::default(), did.text()).await {
        Ok(body) => body.into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn shown(
    page: &Page,
    login: &Login,
    wrong: Wrong<'_>,
    done: Option<People>,
) -> Result<maud::Markup, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let roles = staff::roles(app, actor).await?;
    let shown = UserPage {
        colleague: staff::read_colleague(app, actor, login).await?,
        roles,
        sessions: staff::sessions(app, actor, login).await?,
        name: wrong.name,
        ticked: wrong.ticked,
        error: wrong.error,
        done,
    };
    Ok(people::user(&page.visit, &page.signed_in, &shown))
}

/// Changes name and roles; a change of roles is shown to be checked first.
pub(super) async fn change(page: Page, Path(login): Path<String>, posted: Posted) -> Response {
    let login = Login::from(login);
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let roles = ticked_roles(&posted);
    if posted.field("sure").is_empty() && !roles.is_empty() {
        match check(&page, &login, posted.field("name"), &roles).await {
            Ok(None) => {}
            Ok(Some(body)) => return body.into_response(),
            Err(error) => return page.failed(&error),
        }
    }
    let name = posted.field("name");
    let command = Change { name: name.to_owned(), roles: roles.clone(), source: Source::Admin };
    match staff::change(app, actor, &login, command).await {
        Ok(_) => Redirect::to(&address(&login, "?done=saved")).into_response(),
        Err(error) => {
            let Some(wrong) = about(&page.visit, &error) else { return page.failed(&error) };
            let wrong = Wrong { name: Some(name), ticked: Some(roles), error: Some(wrong) };
            match shown(&page, &login, wrong, None).await {
                Ok(body) => (StatusCode::UNPROCESSABLE_ENTITY, body).into_response(),
                Err(error) => page.failed(&error),
            }
        }
    }
}

/// The page to check, when the roles are to change.
async fn check(
    page: &Page,
    login: &Login,
    name: &str,
    after: &BTreeSet<Role>,
) -> Result<Option<maud::Markup>, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let roles = staff::roles(app, actor).await?;
    let colleague = staff::read_colleague(app, actor, login).await?;
    if colleague.member.roles == *after || *login == actor.login {
        return Ok(None);
    }
    let check = RoleCheck { colleague: &colleague, roles: &roles, name, after: after.clone() };
    Ok(Some(people::check_roles(&page.visit, &page.signed_in, &check)))
}

/// Makes a new link, and shows it this once.
pub(super) async fn link(page: Page, client: Client, Path(login): Path<String>) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    match staff::new_link(app, actor, &Login::from(login), Source::Admin).await {
        Ok(linked) => {
            let body = people::link_made(&page.visit, &page.signed_in, &client.origin, &linked);
            (StatusCode::CREATED, body).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

/// Disables the account.
pub(super) async fn disable(page: Page, Path(login): Path<String>) -> Response {
    let login = Login::from(login);
    let done = staff::disable(&page.state.app, &page.signed_in.actor, &login, Source::Admin).await;
    after(&page, done.map(drop), &address(&login, "?done=disabled"))
}

/// Enables it again.
pub(super) async fn enable(page: Page, Path(login): Path<String>) -> Response {
    let login = Login::from(login);
    let done = staff::enable(&page.state.app, &page.signed_in.actor, &login, Source::Admin).await;
    after(&page, done.map(drop), &address(&login, "?done=enabled"))
}

/// Removes it.
pub(super) async fn remove(page: Page, Path(login): Path<String>) -> Response {
    let login = Login::from(login);
    let done = staff::remove(&page.state.app, &page.signed_in.actor, &login, Source::Admin).await;
    after(&page, done, "/admin/users?done=removed")
}

/// Ends all its sessions.
pub(super) async fn end_sessions(page: Page, Path(login): Path<String>) -> Response {
    end(&page, &Login::from(login), Which::All).await
}

/// Ends one.
pub(super) async fn end_session(page: Page, Path((login, session)): Path<(String, String)>) -> Response {
    end(&page, &Login::from(login), Which::One(&session)).await
}

async fn end(page: &Page, login: &Login, which: Which<'_>) -> Response {
    let done = staff::end_sessions(&page.state.app, &page.signed_in.actor, login, which).await;
    after(page, done.map(drop), &address(login, "?done=ended"))
}

fn after(page: &Page, done: Result<(), AppError>, to: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(to).into_response(),
        Err(error) => page.failed(&error),
    }
}

fn address(login: &Login, rest: &str) -> String {
    let login = percent_encoding::utf8_percent_encode(login.as_str(), percent_encoding::NON_ALPHANUMERIC);
    format!("/admin/users/named/{login}{rest}")
}
