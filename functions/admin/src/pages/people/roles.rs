//! Roles.

use std::collections::BTreeSet;

use app::{
    AppError,
    staff::{self, DefineRole},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    audit::Source,
    staff::{Permission, RoleName},
};

use super::{Did, about};
use crate::{
    view::people::{self, RoleForm, RolesPage},
    web::{Page, Posted},
};

/// What each permits.
pub(super) async fn roles(page: Page, Query(did): Query<Did>) -> Response {
    match staff::roles(&page.state.app, &page.signed_in.actor).await {
        Ok(roles) => {
            let shown = RolesPage { roles, done: did.text() };
            people::roles(&page.visit, &page.signed_in, &shown).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

/// The form of a new one.
pub(super) async fn new_form(page: Page) -> Response {
    match staff::roles(&page.state.app, &page.signed_in.actor).await {
        Ok(_) => people::role_form(&page.visit, &page.signed_in, &RoleForm::default()).into_response(),
        Err(error) => page.failed(&error),
    }
}

/// The form of one that is there.
pub(super) async fn form(page: Page, Path(role): Path<String>) -> Response {
    let roles = match staff::roles(&page.state.app, &page.signed_in.actor).await {
        Ok(roles) => roles,
        Err(error) => return page.failed(&error),
    };
    let Some(role) = RoleName::parse(&role).and_then(|name| roles.get(&name)) else {
        return page.failed(&AppError::NotFound("role"));
    };
    let form = RoleForm {
        known: Some(role.name.as_str().to_owned()),
        zh: role.zh.clone(),
        en: role.en.clone(),
        ticked: role.permissions.clone(),
        ..RoleForm::default()
    };
    people::role_form(&page.visit, &page.signed_in, &form).into_response()
}

/// Makes one.
pub(super) async fn create(page: Page, posted: Posted) -> Response {
    define(&page, posted.field("role").trim(), None, &posted).await
}

/// Changes one.
pub(super) async fn change(page: Page, Path(role): Path<String>, posted: Posted) -> Response {
    define(&page, &role, Some(role.clone()), &posted).await
}

async fn define(page: &Page, word: &str, known: Option<String>, posted: &Posted) -> Response {
    let ticked: BTreeSet<_> = posted
        .ticked("may.")
        .filter_map(|word| Permission::ALL.into_iter().find(|permission| permission.as_str() == word))
        .collect();
    let command = DefineRole {
        name: word.to_owned(),
        zh: posted.field("zh").to_owned(),
        en: posted.field("en").to_owned(),
        permissions: ticked.clone(),
        new: known.is_none(),
        source: Source::Admin,
    };
    match staff::define_role(&page.state.app, &page.signed_in.actor, command).await {
        Ok(_) => Redirect::to("/admin/users/roles?done=role").into_response(),
        Err(error) => match about(&page.visit, &error) {
            Some(wrong) => {
                let form = RoleForm {
                    known,
                    word: word.to_owned(),
                    zh: posted.field("zh").to_owned(),
                    en: posted.field("en").to_owned(),
                    ticked,
                    error: Some(wrong),
                };
                let body = people::role_form(&page.visit, &page.signed_in, &form);
                (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
            }
            None => page.failed(&error),
        },
    }
}

/// Removes one.
pub(super) async fn remove(page: Page, Path(role): Path<String>) -> Response {
    let Some(name) = RoleName::parse(&role) else { return page.failed(&AppError::NotFound("role")) };
    match staff::remove_role(&page.state.app, &page.signed_in.actor, &name, Source::Admin).await {
        Ok(()) => Redirect::to("/admin/users/roles?done=role-removed").into_response(),
        Err(error) => page.failed(&error),
    }
}
