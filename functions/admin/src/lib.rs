//! The officers' side: the console under `/admin` and the staff API under `/admin/api/v1`.
//!
//! | module | what |
//! |---|---|
//! | `pages` | handlers: each reads a form, runs one use case of [`app`], renders or redirects |
//! | `view`, `text` | components and pages as functions; every text in both languages |
//! | `web` | session, CSRF, origin, language, headers |
//! | `api` | the same use cases as JSON, with its OpenAPI document |
//!
//! Invariants: nothing but sign-in and static files without a session or token; every form works without JavaScript;
//! no inline style or script; a page never shows an internal error's text.
#![warn(missing_docs)]

mod api;
mod health;
mod pages;
mod picture;
mod state;
mod text;
mod view;
mod web;

use axum::{Router, response::Redirect, routing::get};

pub use health::health;
pub use state::{API_PER_MINUTE, AdminState, ClientAddress, Settings};

/// All routes, `/admin` and below.
pub fn router(state: AdminState) -> Router {
    let inner = pages::router(state.clone()).nest_service("/api/v1", api::router(state.clone()));
    let inner = web::wrap(web::as_one(inner.with_state(state.clone())), &state).with_state(state);
    let inbox = get(|| async { Redirect::to("/admin/inbox") });
    Router::new().route("/admin/", inbox).nest("/admin", inner)
}
