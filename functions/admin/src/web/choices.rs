//! What a visitor chooses in the address is remembered in a cookie: language, size of type, single keys.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Uri, header},
    middleware::Next,
    response::Response,
};

use super::{cookie, set_cookie};
use crate::AdminState;

/// How long, in seconds: a year.
const LIFE_S: i64 = 365 * 24 * 3600;

/// One choice: its parameter in an address, its cookie, what may be chosen.
pub(crate) struct Choice {
    pub(crate) parameter: &'static str,
    cookie: &'static str,
    values: &'static [&'static str],
}

/// The language.
pub(crate) const LANGUAGE: Choice = Choice { parameter: "lang", cookie: "wenqu_lang", values: &["zh", "en"] };
/// The size of type.
pub(crate) const SIZE: Choice =
    Choice { parameter: "size", cookie: "wenqu_size", values: &["normal", "large"] };
/// Whether single keys do something.
pub(crate) const KEYS: Choice = Choice { parameter: "keys", cookie: "wenqu_keys", values: &["on", "off"] };

impl Choice {
    /// What the address asks for, else what the cookie remembers.
    pub(crate) fn of(&self, uri: &Uri, headers: &HeaderMap) -> Option<&'static str> {
        self.asked(uri).or_else(|| self.value(cookie(headers, self.cookie)?))
    }

    fn asked(&self, uri: &Uri) -> Option<&'static str> {
        let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(name, _)| *name == self.parameter).find_map(|(_, value)| self.value(value))
    }

    fn value(&self, text: &str) -> Option<&'static str> {
        self.values.iter().find(|value| **value == text).copied()
    }
}

/// Sets the cookie of each choice that the address makes.
pub(super) async fn remember(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    let chosen = [LANGUAGE, SIZE, KEYS].map(|choice| (choice.cookie, choice.asked(request.uri())));
    let mut response = next.run(request).await;
    for (cookie, value) in chosen {
        if let Some(value) = value {
            let value = set_cookie(cookie, value, LIFE_S, state.settings.https);
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_chosen_is_remembered() {
        let none = HeaderMap::new();
        assert_eq!(SIZE.of(&Uri::from_static("/inbox?state=taken&size=large"), &none), Some("large"));
        assert_eq!(SIZE.of(&Uri::from_static("/inbox?size=huge"), &none), None);
        let cookies =
            HeaderMap::from_iter([(header::COOKIE, "wenqu_size=large; wenqu_keys=off".parse().unwrap())]);
        assert_eq!(SIZE.of(&Uri::from_static("/inbox?size=normal"), &cookies), Some("normal"));
        assert_eq!(KEYS.of(&Uri::from_static("/inbox"), &cookies), Some("off"));
    }
}
