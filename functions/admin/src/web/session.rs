//! The guard: nothing behind it without a session, no form without the session's CSRF token.

use std::collections::BTreeMap;

use app::{
    staff::{self, SignInError, SignedIn},
    stuck,
};
use axum::{
    Form,
    body::Body,
    extract::{FromRequest, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::staff::Actor;
use subtle::ConstantTimeEq;

use super::{BODY_LIMIT_BYTES, Client, Posted, Upload, Visit, cookie, upload};
use crate::{
    AdminState,
    pages::{failure, waiting},
    text::{People, Text},
    view::{self, Again},
};

/// Lets a signed-in request through with [`SignedIn`] and, for a form, [`Posted`] as extensions.
pub(crate) async fn require(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    let visit = Visit::of(request.method(), request.uri(), request.headers(), &state);
    let token = cookie(request.headers(), state.settings.cookie());
    let signed_in = match token {
        Some(token) => match staff::session(&state.app, token).await {
            Ok(found) => found,
            Err(error) => return failure::response(&visit, None, &error),
        },
        None => None,
    };
    let is_post = *request.method() == Method::POST;
    let (mut request, mut posted, upload) = if is_post {
        match fields(request).await {
            Ok(read) => read,
            Err(status) => return refused(&visit, signed_in.as_ref(), status),
        }
    } else {
        (request, Posted::default(), Upload::default())
    };
    let Some(mut signed_in) = signed_in else { return unsigned(&visit, &request, &posted) };
    if is_post && !bool::from(posted.field("csrf").as_bytes().ct_eq(signed_in.session.csrf.as_bytes())) {
        let text = visit.say(Text::ForeignForm);
        let page = view::message(&visit, Some(&signed_in), Text::ForeignFormTitle, text);
        return (StatusCode::FORBIDDEN, page).into_response();
    }
    if let Some(typed) = posted.0.remove(STEP_UP) {
        let (parts, body) = request.into_parts();
        let client = Client::of(&parts, &state);
        match staff::confirm(&state.app, &signed_in, &typed, client.address.as_deref()).await {
            Ok(confirmed) => signed_in = confirmed,
            Err(error) => {
                let again = Again::of(&parts.method, &parts.uri, &visit, &posted);
                return unconfirmed(&visit, &signed_in, &again, &error);
            }
        }
        request = Request::from_parts(parts, body);
    }
    glance(&state, &signed_in.actor).await;
    request.extensions_mut().insert(signed_in);
    request.extensions_mut().insert(posted);
    request.extensions_mut().insert(upload);
    next.run(request).await
}

/// Reads what every page shows, when it is time.
async fn glance(state: &AdminState, actor: &Actor) {
    if state.names.get().of(&actor.login) != actor.called() {
        state.names.forget();
    }
    let (app, names) = (&state.app, &state.names);
    tokio::join!(
        state.stuck.refresh("stuck", stuck::count(app, actor)),
        names.refresh("names", staff::names(app, actor)),
    );
    state.index.forget(app.clock.now());
}

/// The field by which a form proves again who sends it, before a dangerous act.
pub(crate) const STEP_UP: &str = "step_up";

fn unconfirmed(visit: &Visit, signed_in: &SignedIn, again: &Again, error: &SignInError) -> Response {
    let (status, text) = match error {
        SignInError::App(error) => return failure::response(visit, Some(signed_in), error),
        SignInError::Over => {
            let page = view::message(visit, None, Text::SessionOverTitle, visit.say(Text::SessionOver));
            return (StatusCode::UNAUTHORIZED, page).into_response();
        }
        SignInError::Wait(until) => (StatusCode::TOO_MANY_REQUESTS, waiting(visit, *until)),
        SignInError::Wrong => {
            (StatusCode::UNPROCESSABLE_ENTITY, visit.say(People::WrongConfirmation).to_owned())
        }
    };
    (status, view::step_up(visit, signed_in, again, Some(&text))).into_response()
}

/// Reads the form, and gives the request without its body.
async fn fields(request: Request) -> Result<(Request, Posted, Upload), StatusCode> {
    let (parts, body) = request.into_parts();
    let in_parts = upload::comes_in_parts(&parts.headers);
    let limit = if in_parts { upload::FILE_FORM_LIMIT_BYTES } else { BODY_LIMIT_BYTES };
    let bytes = axum::body::to_bytes(body, limit).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    if in_parts {
        let (posted, file) = upload::read(&parts.headers, bytes).await?;
        return Ok((Request::from_parts(parts, Body::empty()), posted, file));
    }
    let copy = Request::from_parts(parts.clone(), Body::from(bytes));
    let Form(fields) = Form::<BTreeMap<String, String>>::from_request(copy, &())
        .await
        .map_err(|error| error.into_response().status())?;
    Ok((Request::from_parts(parts, Body::empty()), Posted(fields), Upload::default()))
}

fn refused(visit: &Visit, signed_in: Option<&SignedIn>, status: StatusCode) -> Response {
    let (title, text) = if status == StatusCode::PAYLOAD_TOO_LARGE {
        (Text::TooLargeTitle, Text::TooLarge)
    } else {
        (Text::BadFormTitle, Text::BadForm)
    };
    (status, view::message(visit, signed_in, title, visit.say(text))).into_response()
}

/// Asks to sign in: a page by a redirect, a poll by 401, a form by a page that keeps what was written.
fn unsigned(visit: &Visit, request: &Request, posted: &Posted) -> Response {
    if *request.method() == Method::POST {
        let page = view::session_over(visit, &posted.written());
        return (StatusCode::UNAUTHORIZED, page).into_response();
    }
    if request.uri().query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("part="))) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let next = without_words(&visit.address);
    let next = percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC);
    Redirect::to(&format!("/admin/sign-in?next={next}")).into_response()
}

/// What somebody searched for is nobody's business after the session: it may name a resident.
fn without_words(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("words=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::without_words;

    #[test]
    fn words_of_a_search_do_not_outlive_the_session() {
        assert_eq!(without_words("/search?words=%E7%8E%8B&assignee=li"), "/search?assignee=li");
        assert_eq!(without_words("/search?words=x"), "/search");
        assert_eq!(without_words("/inbox"), "/inbox");
    }
}
