//! The list, and the invitation.

use app::staff::{self, Invite};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::audit::Source;

use super::{Did, about, ticked_roles};
use crate::{
    view::people::{self, InviteForm, UsersPage},
    web::{Client, Page, Posted},
};

/// Everybody.
pub(super) async fn users(page: Page, Query(did): Query<Did>) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let colleagues = match staff::colleagues(app, actor).await {
        Ok(colleagues) => colleagues,
        Err(error) => return page.failed(&error),
    };
    match staff::roles(app, actor).await {
        Ok(roles) => {
            let shown = UsersPage { colleagues, roles, done: did.text() };
            people::users(&page.visit, &page.signed_in, &shown).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

/// The form of the invitation.
pub(super) async fn form(page: Page) -> Response {
    shown(&page, &InviteForm::default(), StatusCode::OK).await
}

async fn shown(page: &Page, form: &InviteForm<'_>, status: StatusCode) -> Response {
    match staff::roles(&page.state.app, &page.signed_in.actor).await {
        Ok(roles) => (status, people::invite(&page.visit, &page.signed_in, &roles, form)).into_response(),
        Err(error) => page.failed(&error),
    }
}

/// Makes the account, and shows the link this once.
pub(super) async fn invite(page: Page, client: Client, posted: Posted) -> Response {
    let command = Invite {
        login: posted.field("login").to_owned(),
        name: posted.field("name").to_owned(),
        roles: ticked_roles(&posted),
        source: Source::Admin,
    };
    match staff::invite(&page.state.app, &page.signed_in.actor, command).await {
        Ok(linked) => {
            let body = people::link_made(&page.visit, &page.signed_in, &client.origin, &linked);
            (StatusCode::CREATED, body).into_response()
        }
        Err(error) => match about(&page.visit, &error) {
            Some(wrong) => {
                let form = InviteForm {
                    login: posted.field("login"),
                    name: posted.field("name"),
                    ticked: ticked_roles(&posted),
                    error: Some(wrong),
                };
                shown(&page, &form, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => page.failed(&error),
        },
    }
}
