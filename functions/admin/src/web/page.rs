//! What a handler behind the sign-in is given.

use app::{AppError, staff::SignedIn};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};

use super::Visit;
use crate::{AdminState, pages::failure, text::Text, view};

/// State, visit and who is signed in.
pub(crate) struct Page {
    /// The console's state.
    pub(crate) state: AdminState,
    /// The request.
    pub(crate) visit: Visit,
    /// Who.
    pub(crate) signed_in: SignedIn,
}

impl Page {
    /// The page of a use case that did nothing.
    pub(crate) fn failed(&self, error: &AppError) -> Response {
        failure::response(&self.visit, Some(&self.signed_in), error)
    }
}

impl FromRequestParts<AdminState> for Page {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AdminState) -> Result<Self, Response> {
        let visit = Visit::of(&parts.method, &parts.uri, &parts.headers, state);
        match parts.extensions.get::<SignedIn>() {
            Some(signed_in) => Ok(Self { state: state.clone(), visit, signed_in: signed_in.clone() }),
            None => {
                let page = view::message(&visit, None, Text::SessionOverTitle, visit.say(Text::SessionOver));
                Err((StatusCode::UNAUTHORIZED, page).into_response())
            }
        }
    }
}
