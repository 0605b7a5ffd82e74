//! What stands around every page.

pub(crate) mod choices;
mod client;
mod compress;
mod cookies;
mod csv;
mod etag;
mod fresh;
mod glance;
mod headers;
mod listing;
mod origin;
mod page;
mod posted;
mod residents;
mod session;
mod upload;
mod visit;

pub(crate) use client::Client;
pub(crate) use cookies::{cookie, set_cookie};
pub(crate) use csv::csv;
pub(crate) use etag::with_etag;
pub(crate) use glance::Glance;
pub(crate) use listing::Asking;
pub(crate) use page::Page;
pub(crate) use posted::Posted;
pub(crate) use residents::Residents;
pub(crate) use session::require;
pub(crate) use upload::Upload;
pub(crate) use visit::{Visit, accepted};

use axum::{Router, extract::DefaultBodyLimit, middleware};

use crate::AdminState;

/// Longest body of a form or of JSON, in bytes: an answer percent-encoded, and room.
pub(crate) const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// Routes as one route: a layer around it is made once, where around each of two hundred routes it would be made two
/// hundred times, and kept.
pub(crate) fn as_one<S: Clone + Send + Sync + 'static>(routes: Router) -> Router<S> {
    Router::new().fallback_service(routes)
}

/// Body limit, choices, compression, headers and the check of a form's origin, around everything.
pub(crate) fn wrap(router: Router<AdminState>, state: &AdminState) -> Router<AdminState> {
    router
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .layer(middleware::from_fn_with_state(state.clone(), origin::check))
        .layer(middleware::from_fn_with_state(state.clone(), choices::remember))
        .layer(middleware::from_fn_with_state(state.clone(), fresh::content))
        .layer(middleware::from_fn_with_state(state.clone(), headers::add))
        .layer(middleware::from_fn(compress::gzip))
}
