//! The guard of the API: who a bearer token acts for.

use app::{App, staff};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::staff::Actor;

use super::problem::{Problem, TOO_MANY, UNAUTHENTICATED};
use crate::AdminState;

/// Lets a request with a valid token through, with its [`Actor`] as an extension.
pub(super) async fn require(State(state): State<AdminState>, mut request: Request, next: Next) -> Response {
    let Some(token) = token(request.headers()) else {
        return unauthenticated(request.headers()).into_response();
    };
    match staff::authenticate_token(&state.app, token).await {
        Ok(Some(actor)) => {
            let (most, now) = (state.settings.api_per_minute, state.app.clock.now());
            if let Some(seconds) = most.and_then(|most| state.pace.count(token, most, now)) {
                return too_many(request.headers(), seconds).into_response();
            }
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(None) => unauthenticated(request.headers()).into_response(),
        Err(error) => Problem::of(&error, request.headers()).into_response(),
    }
}

pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn too_many(headers: &HeaderMap, seconds: u32) -> Problem {
    let zh = format!("这个令牌一分钟内的请求太多，请过 {seconds} 秒再试");
    let en = format!("too many requests of this token within a minute: wait for {seconds} s");
    Problem::new(TOO_MANY, headers, &zh, &en).after(seconds)
}

fn unauthenticated(headers: &HeaderMap) -> Problem {
    let en = "send “Authorization: Bearer TOKEN” with a valid token: an administrator issues them";
    Problem::new(UNAUTHENTICATED, headers, "请用有效的令牌发送 Authorization: Bearer …，令牌由管理员签发", en)
}

/// What a handler of the API is given.
pub(super) struct Caller {
    pub(super) app: App,
    pub(super) actor: Actor,
    pub(super) headers: HeaderMap,
    /// The console's address as it is set, for links; empty when it is not.
    pub(super) origin: String,
}

impl Caller {
    /// The problem of a use case that did nothing.
    pub(super) fn failed(&self, error: &app::AppError) -> Problem {
        Problem::of(error, &self.headers)
    }
}

impl FromRequestParts<AdminState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AdminState) -> Result<Self, Problem> {
        let actor = parts.extensions.get::<Actor>().cloned();
        let actor = actor.ok_or_else(|| unauthenticated(&parts.headers))?;
        let origin = state.settings.origin.clone().unwrap_or_default();
        Ok(Self { app: state.app.clone(), actor, headers: parts.headers.clone(), origin })
    }
}
