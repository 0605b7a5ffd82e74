//! Bearer tokens.

use app::staff::{self, IssueToken};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::audit::Source;
use jiff::{SignedDuration, Timestamp};

use super::{Did, about, ticked_roles};
use crate::{
    text::People,
    view::people::{self, TokenForm, TokensPage},
    web::{Page, Posted},
};

/// Longest life of a token that ends, in days.
const MAX_DAYS: i64 = 730;

/// The list and the form.
pub(super) async fn tokens(page: Page, Query(did): Query<Did>) -> Response {
    shown(&page, TokenForm::default(), did.text(), StatusCode::OK).await
}

async fn shown(page: &Page, form: TokenForm<'_>, done: Option<People>, status: StatusCode) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let tokens = match staff::tokens(app, actor).await {
        Ok(tokens) => tokens,
        Err(error) => return page.failed(&error),
    };
    match staff::roles(app, actor).await {
        Ok(roles) => {
            let shown = TokensPage { tokens, roles, form, done };
            (status, people::tokens(&page.visit, &page.signed_in, &shown)).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

/// Issues a token, and shows it this once.
pub(super) async fn issue(page: Page, posted: Posted) -> Response {
    let form = |error| TokenForm {
        name: posted.field("name"),
        login: posted.field("login"),
        days: posted.field("days"),
        ticked: ticked_roles(&posted),
        error: Some(error),
    };
    let Ok(expires_at) = until(posted.field("days"), page.visit.now) else {
        let wrong = ("days", page.visit.say(People::TokenDaysWrong).to_owned());
        return shown(&page, form(wrong), None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let command = IssueToken {
        name: posted.field("name").to_owned(),
        login: posted.field("login").trim().to_lowercase(),
        roles: ticked_roles(&posted),
        expires_at,
        source: Source::Admin,
    };
    match staff::issue_token(&page.state.app, &page.signed_in.actor, command).await {
        Ok(issued) => {
            let body = people::token_made(&page.visit, &page.signed_in, &issued);
            (StatusCode::CREATED, body).into_response()
        }
        Err(error) => match about(&page.visit, &error) {
            Some(wrong) => shown(&page, form(wrong), None, StatusCode::UNPROCESSABLE_ENTITY).await,
            None => page.failed(&error),
        },
    }
}

/// The end after so many days; `None` for no end.
fn until(days: &str, now: Timestamp) -> Result<Option<Timestamp>, ()> {
    if days.trim().is_empty() {
        return Ok(None);
    }
    let days: i64 = days.trim().parse().map_err(|_| ())?;
    if (1..=MAX_DAYS).contains(&days) {
        Ok(Some(now + SignedDuration::from_hours(24 * days)))
    } else {
        Err(())
    }
}

/// Revokes a token.
pub(super) async fn revoke(page: Page, Path(token): Path<String>) -> Response {
    match staff::revoke_token(&page.state.app, &page.signed_in.actor, &token, Source::Admin).await {
        Ok(()) => Redirect::to("/admin/users/tokens?done=revoked").into_response(),
        Err(error) => page.failed(&error),
    }
}
