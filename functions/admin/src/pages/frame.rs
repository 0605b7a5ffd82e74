//! Pages that belong to no area: help, keys, everything on a phone's “more”.

use axum::{
    Router,
    extract::Query,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use crate::{AdminState, view, web::Page};

pub(super) fn router() -> Router<AdminState> {
    Router::new().route("/help", get(help)).route("/keys", get(keys)).route("/more", get(more))
}

async fn help(page: Page) -> Response {
    view::help(&page.visit, &page.signed_in).into_response()
}

async fn more(page: Page) -> Response {
    view::more(&page.visit, &page.signed_in).into_response()
}

/// What to show.
#[derive(Deserialize)]
struct Wanted {
    part: Option<String>,
}

/// The page, or what a dialog shows of it.
async fn keys(page: Page, Query(wanted): Query<Wanted>) -> Response {
    match wanted.part {
        Some(_) => view::keys_part(&page.visit, &page.signed_in).into_response(),
        None => view::keys(&page.visit, &page.signed_in).into_response(),
    }
}
