//! Signing in and out.

use app::staff::{self, SESSION_LIFE, SignIn, SignInError};
use axum::{
    Extension, Form,
    extract::{Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::failure;
use crate::{
    AdminState, ClientAddress,
    text::Text,
    view::{self, SignInPage},
    web::{Page, Visit, set_cookie},
};

/// Where to go after signing in.
#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

/// The form's fields.
#[derive(Default, Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The form.
pub(super) async fn form(visit: Visit, Query(next): Query<Next>) -> Response {
    view::sign_in(&visit, &SignInPage { next: &next.next, ..SignInPage::default() }).into_response()
}

/// Begins a session, or shows the form again with what is wrong.
pub(super) async fn sign_in(
    State(state): State<AdminState>,
    visit: Visit,
    address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    fields: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Form(fields) = fields.unwrap_or_default();
    let command = SignIn {
        login: fields.login.clone(),
        password: fields.password,
        address: client(&state, address.map(|found| found.0), &headers),
    };
    match staff::sign_in(&state.app, command).await {
        Ok(done) => {
            let life = SESSION_LIFE.as_secs();
            let cookie = set_cookie(state.settings.cookie(), &done.token, life, state.settings.https);
            ([(header::SET_COOKIE, cookie)], Redirect::to(&target(&fields.next))).into_response()
        }
        Err(SignInError::App(error)) => failure::response(&visit, None, &error),
        Err(refused) => {
            let (status, error) = match refused {
                SignInError::Wait(until) => {
                    let until =
                        domain::time::show(until + jiff::SignedDuration::from_mins(1), visit.language);
                    (StatusCode::TOO_MANY_REQUESTS, visit.fill(Text::WaitToSignIn, &[&until]))
                }
                _ => (StatusCode::UNPROCESSABLE_ENTITY, visit.say(Text::WrongSignIn).to_owned()),
            };
            let page = SignInPage { login: &fields.login, next: &fields.next, error: Some(error) };
            (status, view::sign_in(&visit, &page)).into_response()
        }
    }
}

/// Ends the session and removes the cookie.
pub(super) async fn sign_out(page: Page) -> Response {
    if let Err(error) = staff::sign_out(&page.state.app, &page.signed_in).await {
        return page.failed(&error);
    }
    let settings = &page.state.settings;
    let cookie = set_cookie(settings.cookie(), "", 0, settings.https);
    ([(header::SET_COOKIE, cookie)], Redirect::to("/admin/sign-in")).into_response()
}

fn client(state: &AdminState, known: Option<ClientAddress>, headers: &HeaderMap) -> Option<String> {
    let forwarded = || {
        let list = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    let address = if state.settings.behind_proxy { forwarded() } else { None };
    address.or(known.map(|known| known.0)).map(|address: std::net::IpAddr| address.to_string())
}

/// Only a path of our own: `/inbox…`, never another host.
fn target(next: &str) -> String {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own && next != "/" { format!("/admin{next}") } else { "/admin/inbox".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(target("/questions/0A?x=1"), "/admin/questions/0A?x=1");
        for next in ["", "/", "//evil.example", "https://evil.example", "/\\evil", "/a\r\nSet-Cookie: x"] {
            assert_eq!(target(next), "/admin/inbox", "{next}");
        }
    }
}
