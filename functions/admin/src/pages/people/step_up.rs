//! A page that asked for a confirmation first.

use axum::response::{IntoResponse, Redirect, Response};

use crate::{
    pages::sign_in::target,
    web::{Page, Posted},
};

/// The guard has taken the confirmation: goes on to the page.
pub(super) async fn step_up(page: Page, posted: Posted) -> Response {
    if let Err(error) = app::staff::require_recent(&page.state.app, &page.signed_in.actor) {
        return page.failed(&error);
    }
    Redirect::to(&target(posted.field("next"))).into_response()
}
