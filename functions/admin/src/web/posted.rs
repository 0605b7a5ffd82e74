//! The fields of a form whose CSRF token was right.

use std::{collections::BTreeMap, convert::Infallible};

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::AdminState;

/// The fields, by name; the session's guard has read and checked them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posted(pub(crate) BTreeMap<String, String>);

impl Posted {
    /// A field; empty when it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
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
