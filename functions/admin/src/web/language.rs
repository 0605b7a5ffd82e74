//! A choice of language is remembered.

use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};

use super::{set_cookie, visit};
use crate::AdminState;

/// How long, in seconds: a year.
const LIFE_S: i64 = 365 * 24 * 3600;

/// Sets the cookie when the address chooses a language.
pub(super) async fn remember(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    let chosen = visit::chosen(request.uri());
    let mut response = next.run(request).await;
    if let Some(language) = chosen {
        let value = set_cookie(visit::LANGUAGE_COOKIE, language.code(), LIFE_S, state.settings.https);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
