//! Signing in and out.

use app::staff::{self, SESSION_LIFE, SecondStep, SignIn, SignInError, SignInOk, SignInStep};
use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{failure, people::waiting};
use crate::{
    AdminState,
    text::{People, Text},
    view::{self, CodePage, SignInPage},
    web::{Client, Page, Visit, cookie, set_cookie},
};

/// How long a browser keeps the cookie between password and second factor, in seconds.
const HALF_LIFE_S: i64 = 600;

/// Where to go after signing in, and how to prove oneself.
#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
    #[serde(default)]
    recovery: String,
}

/// The form's fields.
#[derive(Default, Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    recovery: String,
    #[serde(default)]
    next: String,
}

/// The form.
pub(super) async fn form(visit: Visit, Query(next): Query<Next>) -> Response {
    view::sign_in(&visit, &SignInPage { next: &next.next, ..SignInPage::default() }).into_response()
}

/// Begins a session, asks for the second factor, or shows the form again with what is wrong.
pub(super) async fn sign_in(
    State(state): State<AdminState>,
    visit: Visit,
    client: Client,
    fields: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Form(fields) = fields.unwrap_or_default();
    let command = SignIn {
        login: fields.login.clone(),
        password: fields.password,
        address: client.address,
        device: client.device,
        second_factor_required: state.settings.second_factor_required,
    };
    match staff::sign_in(&state.app, command).await {
        Ok(SignInStep::Done(done)) => {
            (session_cookie(&state, &done), Redirect::to(&target(&fields.next))).into_response()
        }
        Ok(SignInStep::Second(token)) => {
            let settings = &state.settings;
            let cookie = set_cookie(settings.half_cookie(), &token, HALF_LIFE_S, settings.https);
            ([(header::SET_COOKIE, cookie)], Redirect::to(&code_address(&fields.next))).into_response()
        }
        Ok(SignInStep::Enrol(login, token)) => {
            Redirect::to(&format!("/admin/sign-up/{login}/{token}/code")).into_response()
        }
        Err(error) => {
            let (status, error) = match refusal(&visit, &error, visit.say(Text::WrongSignIn)) {
                Ok(refused) => refused,
                Err(page) => return *page,
            };
            let page = SignInPage { login: &fields.login, next: &fields.next, error: Some(error) };
            (status, view::sign_in(&visit, &page)).into_response()
        }
    }
}

/// The form of the second factor.
pub(super) async fn code_form(
    State(state): State<AdminState>,
    visit: Visit,
    headers: HeaderMap,
    Query(next): Query<Next>,
) -> Response {
    let token = cookie(&headers, state.settings.half_cookie()).unwrap_or_default();
    match staff::half(&state.app, token).await {
        Ok(Some(_)) => {
            let page = CodePage { next: &next.next, recovery: !next.recovery.is_empty(), error: None };
            view::code(&visit, &page).into_response()
        }
        Ok(None) => Redirect::to("/admin/sign-in").into_response(),
        Err(error) => failure::response(&visit, None, &error),
    }
}

/// Begins the session with a right code.
pub(super) async fn code(
    State(state): State<AdminState>,
    visit: Visit,
    client: Client,
    headers: HeaderMap,
    fields: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Form(fields) = fields.unwrap_or_default();
    let recovery = !fields.recovery.is_empty();
    let token = cookie(&headers, state.settings.half_cookie()).unwrap_or_default().to_owned();
    let command = SecondStep { token, code: fields.code, address: client.address, device: client.device };
    match staff::sign_in_second(&state.app, command).await {
        // The cookie between the steps opens nothing any more, and ends by itself.
        Ok(done) => (session_cookie(&state, &done), Redirect::to(&target(&fields.next))).into_response(),
        Err(SignInError::Over) => {
            let page = SignInPage {
                next: &fields.next,
                error: Some(visit.say(People::HalfOver).to_owned()),
                ..SignInPage::default()
            };
            (StatusCode::UNPROCESSABLE_ENTITY, view::sign_in(&visit, &page)).into_response()
        }
        Err(error) => {
            let wrong = if recovery { People::WrongRecovery } else { People::WrongCode };
            let (status, error) = match refusal(&visit, &error, visit.say(wrong)) {
                Ok(refused) => refused,
                Err(page) => return *page,
            };
            let page = CodePage { next: &fields.next, recovery, error: Some(error) };
            (status, view::code(&visit, &page)).into_response()
        }
    }
}

/// What to say of a refusal, or the page of a failure.
pub(super) fn refusal(
    visit: &Visit,
    error: &SignInError,
    wrong: &str,
) -> Result<(StatusCode, String), Box<Response>> {
    match error {
        SignInError::App(error) => Err(Box::new(failure::response(visit, None, error))),
        SignInError::Wait(until) => Ok((StatusCode::TOO_MANY_REQUESTS, waiting(visit, *until))),
        SignInError::Wrong | SignInError::Over => Ok((StatusCode::UNPROCESSABLE_ENTITY, wrong.to_owned())),
    }
}

/// The new session's cookie.
pub(super) fn session_cookie(state: &AdminState, done: &SignInOk) -> [(header::HeaderName, HeaderValue); 1] {
    let settings = &state.settings;
    let life = SESSION_LIFE.as_secs();
    [(header::SET_COOKIE, set_cookie(settings.cookie(), &done.token, life, settings.https))]
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

fn code_address(next: &str) -> String {
    let next = percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
    format!("/admin/sign-in/code?next={next}")
}

/// Only a path of our own: `/inbox…`, never another host.
pub(super) fn target(next: &str) -> String {
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
