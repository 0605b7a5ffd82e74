//! Signing up by a one-time link.

use app::{
    AppError,
    staff::{self, Enrol, Opened, SignInError},
};
use axum::{
    Form,
    extract::{Path, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::Login;
use serde::Deserialize;

use super::about;
use crate::{
    AdminState,
    pages::{
        failure,
        sign_in::{refusal, session_cookie},
    },
    text::People,
    view::people::{self, CodeStep},
    web::{Client, Visit},
};

/// The fields of both steps.
#[derive(Default, Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// A link as its address names it.
type Link = Path<(String, String)>;

fn address(login: &Login, token: &str) -> String {
    let encoded = |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
    format!("/admin/sign-up/{}/{}", encoded(login.as_str()), encoded(token))
}

async fn opened(
    state: &AdminState,
    visit: &Visit,
    login: &Login,
    token: &str,
) -> Result<Opened, Box<Response>> {
    match staff::open_link(&state.app, login, token).await {
        Ok(Some(opened)) => Ok(opened),
        Ok(None) => Err(Box::new((StatusCode::GONE, people::link_gone(visit)).into_response())),
        Err(error) => Err(Box::new(failure::response(visit, None, &error))),
    }
}

/// For whom the link is, and the password.
pub(super) async fn form(
    State(state): State<AdminState>,
    visit: Visit,
    Path((login, token)): Link,
) -> Response {
    password_page(&state, &visit, &Login::from(login), &token, None).await
}

async fn password_page(
    state: &AdminState,
    visit: &Visit,
    login: &Login,
    token: &str,
    error: Option<&str>,
) -> Response {
    let opened = match opened(state, visit, login, token).await {
        Ok(opened) => opened,
        Err(page) => return *page,
    };
    match staff::known_roles(&state.app).await {
        Ok(roles) => {
            let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let body = people::password_step(visit, &opened, &roles, &address(login, token), error);
            (status, body).into_response()
        }
        Err(error) => failure::response(visit, None, &error),
    }
}

/// Takes the password.
pub(super) async fn password(
    State(state): State<AdminState>,
    visit: Visit,
    Path((login, token)): Link,
    fields: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Form(fields) = fields.unwrap_or_default();
    let login = Login::from(login);
    match staff::choose_password(&state.app, &login, &token, fields.password).await {
        Ok(()) => Redirect::to(&format!("{}/code", address(&login, &token))).into_response(),
        Err(AppError::NotFound(_)) => (StatusCode::GONE, people::link_gone(&visit)).into_response(),
        Err(error) => match about(&visit, &error) {
            Some((_, text)) => password_page(&state, &visit, &login, &token, Some(&text)).await,
            None => failure::response(&visit, None, &error),
        },
    }
}

/// QR code and key; without a password yet, the step before.
pub(super) async fn code_form(
    State(state): State<AdminState>,
    visit: Visit,
    Path((login, token)): Link,
) -> Response {
    let login = Login::from(login);
    match opened(&state, &visit, &login, &token).await {
        Ok(opened) if opened.link.password_hash.is_none() => {
            Redirect::to(&address(&login, &token)).into_response()
        }
        Ok(_) => code_page(&state, &visit, &login, &token, None).into_response(),
        Err(page) => *page,
    }
}

fn code_page(
    state: &AdminState,
    visit: &Visit,
    login: &Login,
    token: &str,
    error: Option<&str>,
) -> maud::Markup {
    let secret = staff::secret_of_link(&state.app, login, token);
    let action = format!("{}/code", address(login, token));
    people::code_step(visit, &CodeStep { action: &action, csrf: None, secret: &secret, error })
}

/// Takes a code: the account is open, and the recovery codes are shown this once.
pub(super) async fn code(
    State(state): State<AdminState>,
    visit: Visit,
    client: Client,
    Path((login, token)): Link,
    fields: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Form(fields) = fields.unwrap_or_default();
    let login = Login::from(login);
    let command = Enrol {
        login: login.clone(),
        token: token.clone(),
        code: fields.code,
        address: client.address,
        device: client.device,
    };
    match staff::enrol(&state.app, command).await {
        Ok(done) => {
            let body = people::recovery_codes(&visit, None, &done.recovery_codes);
            (StatusCode::CREATED, session_cookie(&state, &done.signed_in), body).into_response()
        }
        Err(SignInError::Over) => (StatusCode::GONE, people::link_gone(&visit)).into_response(),
        Err(error) => match refusal(&visit, &error, visit.say(People::WrongCode)) {
            Ok((status, text)) => {
                (status, code_page(&state, &visit, &login, &token, Some(&text))).into_response()
            }
            Err(page) => *page,
        },
    }
}
