//! Forms of other sites are refused by where they come from, before anything is read.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::Visit;
use crate::{AdminState, text::Text, view};

/// Lets a POST through when it comes from our own pages, or from a program that names no origin. The API is let
/// through: no browser sends a bearer token by itself.
pub(super) async fn check(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    if *request.method() == Method::POST
        && !is_api
        && !is_own(request.headers(), state.settings.origin.as_deref())
    {
        let visit = Visit::of(request.method(), request.uri(), request.headers(), &state);
        let page = view::message(&visit, None, Text::ForeignFormTitle, visit.say(Text::ForeignForm));
        return (StatusCode::FORBIDDEN, page).into_response();
    }
    next.run(request).await
}

fn is_own(headers: &HeaderMap, origin: Option<&str>) -> bool {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or(""));
    if text(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site == "cross-site") {
        return false;
    }
    let Some(from) = text(header::ORIGIN) else { return true };
    match origin {
        Some(own) => from.eq_ignore_ascii_case(own.trim_end_matches('/')),
        None => {
            let authority = from.split_once("://").map(|(_, authority)| authority);
            authority.is_some() && authority == text(header::HOST)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_and_programs_may_post() {
        let own = [("host", "127.0.0.1:8600"), ("origin", "http://127.0.0.1:8600")];
        assert!(is_own(&headers(&own), None));
        assert!(is_own(&headers(&[("host", "a")]), None), "a program names no origin");
        for foreign in ["http://evil.example", "null", "", "http://127.0.0.1:8601"] {
            assert!(!is_own(&headers(&[("host", "127.0.0.1:8600"), ("origin", foreign)]), None), "{foreign}");
        }
        assert!(!is_own(&headers(&[("host", "a"), ("sec-fetch-site", "cross-site")]), None));
        assert!(is_own(&headers(&[("host", "x"), ("origin", "https://w.cn")]), Some("https://w.cn/")));
        assert!(!is_own(&headers(&[("host", "x"), ("origin", "http://x")]), Some("https://w.cn")));
    }
}
