//! How long what is kept.

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::staff::Permission;

use crate::{AdminState, view, web::Page};

pub(super) fn router() -> Router<AdminState> {
    Router::new().route("/settings/retention", get(retention))
}

async fn retention(page: Page) -> Response {
    if let Err(denied) = page.signed_in.actor.require(Permission::Read) {
        return page.failed(&denied.into());
    }
    let days = page.state.app.work.retention.as_hours() / 24;
    view::settings::retention(&page.visit, &page.signed_in, days).into_response()
}
