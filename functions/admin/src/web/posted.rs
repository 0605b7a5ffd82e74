//! The fields of a form whose CSRF token was right.

use std::{collections::BTreeMap, convert::Infallible};

use axum::{extract::FromRequestParts, http::request::Parts};

use super::session::STEP_UP;
use crate::AdminState;

/// The fields, by name; the session's guard has read and checked them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posted(pub(crate) BTreeMap<String, String>);

impl Posted {
    /// A field; empty when it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// What somebody wrote, one text below the other: fields with words, and no password. For a form that comes too late.
    pub(crate) fn written(&self) -> String {
        let is_words = |text: &str| !text.is_ascii() || text.trim().contains(char::is_whitespace);
        let is_secret = |name: &str| name == STEP_UP || name.contains("password");
        let texts =
            self.0.iter().filter(|(name, text)| **name == "text" || is_words(text) && !is_secret(name));
        texts.map(|(_, text)| text.trim()).collect::<Vec<_>>().join("\n\n")
    }

    /// What was ticked of the boxes whose names begin like this.
    pub(crate) fn ticked<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.keys().filter_map(move |name| name.strip_prefix(prefix))
    }
}

impl FromRequestParts<AdminState> for Posted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AdminState) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_told_from_secrets_and_choices() {
        let fields = [
            ("body_en", " two words "),
            ("body_zh", "停水"),
            ("csrf", "0A1B"),
            ("password", "correct horse battery"),
            ("new_password", "口令"),
            ("step_up", "口 令"),
            ("text", "ok"),
            ("number", "3"),
        ];
        let posted =
            Posted(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
        assert_eq!(posted.written(), "two words\n\n停水\n\nok");
    }
}
