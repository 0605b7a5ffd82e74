//! One's own account.

use app::{
    AppError,
    staff::{self, SignInError, Which},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::{Did, about, waiting};
use crate::{
    text::People,
    view::people::{self, AccountPage, CodeStep},
    web::{Page, Posted},
};

/// The page.
pub(super) async fn account(page: Page, Query(did): Query<Did>) -> Response {
    match shown(&page, None, did.text()).await {
        Ok(body) => body.into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn shown(page: &Page, error: Option<String>, done: Option<People>) -> Result<maud::Markup, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let colleague = staff::read_colleague(app, actor, &actor.login).await?;
    let roles = staff::known_roles(app).await?;
    let sessions = staff::sessions(app, actor, &actor.login).await?;
    let shown = AccountPage { colleague, roles, sessions, error, done };
    Ok(people::account(&page.visit, &page.signed_in, &shown))
}

/// Changes the password.
pub(super) async fn password(page: Page, posted: Posted) -> Response {
    let chosen = posted.field("password").to_owned();
    match staff::change_password(&page.state.app, &page.signed_in, chosen).await {
        Ok(()) => Redirect::to("/admin/account?done=password").into_response(),
        Err(error) => {
            let Some((_, text)) = about(&page.visit, &error) else { return page.failed(&error) };
            match shown(&page, Some(text), None).await {
                Ok(body) => (StatusCode::UNPROCESSABLE_ENTITY, body).into_response(),
                Err(error) => page.failed(&error),
            }
        }
    }
}

/// The page that sets the second factor up.
pub(super) async fn code_form(page: Page) -> Response {
    if let Err(error) = staff::require_recent(&page.state.app, &page.signed_in.actor) {
        return page.failed(&error);
    }
    code_page(&page, None, StatusCode::OK).await
}

async fn code_page(page: &Page, error: Option<&str>, status: StatusCode) -> Response {
    let secret = match staff::own_secret(&page.state.app, &page.signed_in).await {
        Ok(secret) => secret,
        Err(error) => return page.failed(&error),
    };
    let step = CodeStep {
        action: "/admin/account/second-factor",
        csrf: Some(&page.signed_in.session.csrf),
        secret: &secret,
        error,
    };
    (status, people::own_code(&page.visit, &page.signed_in, &step)).into_response()
}

/// Sets the second factor up.
pub(super) async fn second_factor(page: Page, posted: Posted) -> Response {
    let done = staff::renew_second_factor(&page.state.app, &page.signed_in, posted.field("code")).await;
    let (status, text) = match done {
        Ok(codes) => {
            let body = people::recovery_codes(&page.visit, Some(&page.signed_in), &codes);
            return (StatusCode::CREATED, body).into_response();
        }
        Err(SignInError::App(error)) => return page.failed(&error),
        Err(SignInError::Wait(until)) => (StatusCode::TOO_MANY_REQUESTS, waiting(&page.visit, until)),
        Err(SignInError::Wrong | SignInError::Over) => {
            (StatusCode::UNPROCESSABLE_ENTITY, page.visit.say(People::WrongCode).to_owned())
        }
    };
    code_page(&page, Some(&text), status).await
}

/// Makes new recovery codes.
pub(super) async fn recovery_codes(page: Page) -> Response {
    match staff::renew_recovery_codes(&page.state.app, &page.signed_in).await {
        Ok(codes) => {
            let body = people::recovery_codes(&page.visit, Some(&page.signed_in), &codes);
            (StatusCode::CREATED, body).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

/// Ends the sessions but this one.
pub(super) async fn end_others(page: Page) -> Response {
    let own = page.signed_in.session.token_hash.clone();
    end(&page, Which::AllBut(&own)).await
}

/// Ends one.
pub(super) async fn end_session(page: Page, Path(session): Path<String>) -> Response {
    end(&page, Which::One(&session)).await
}

async fn end(page: &Page, which: Which<'_>) -> Response {
    let actor = &page.signed_in.actor;
    match staff::end_sessions(&page.state.app, actor, &actor.login, which).await {
        Ok(_) => Redirect::to("/admin/account?done=ended").into_response(),
        Err(error) => page.failed(&error),
    }
}
