//! What a handler behind the sign-in is given.

use app::{AppError, staff::SignedIn};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};

use super::{Posted, Visit};
use crate::{
    AdminState,
    pages::failure,
    text::Text,
    view::{self, Again},
};

/// State, visit and who is signed in.
pub(crate) struct Page {
    /// The console's state.
    pub(crate) state: AdminState,
    /// The request.
    pub(crate) visit: Visit,
    /// Who.
    pub(crate) signed_in: SignedIn,
    /// What was asked for, to be asked for again once it is confirmed.
    again: Again,
}

impl Page {
    /// The page of a use case that did nothing. A dangerous act asks for the password or a code, and is then done
    /// with what was filled in.
    pub(crate) fn failed(&self, error: &AppError) -> Response {
        if matches!(error, AppError::NotRecent(_)) {
            let page = view::step_up(&self.visit, &self.signed_in, &self.again, None);
            return (StatusCode::FORBIDDEN, page).into_response();
        }
        failure::response(&self.visit, Some(&self.signed_in), error)
    }
}

impl FromRequestParts<AdminState> for Page {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AdminState) -> Result<Self, Response> {
        let visit = Visit::of(&parts.method, &parts.uri, &parts.headers, state);
        match parts.extensions.get::<SignedIn>() {
            Some(signed_in) => {
                let posted = parts.extensions.get::<Posted>().cloned().unwrap_or_default();
                let again = Again::of(&parts.method, &parts.uri, &visit, &posted);
                Ok(Self { state: state.clone(), visit, signed_in: signed_in.clone(), again })
            }
            None => {
                let page = view::message(&visit, None, Text::SessionOverTitle, visit.say(Text::SessionOver));
                Err((StatusCode::UNAUTHORIZED, page).into_response())
            }
        }
    }
}
