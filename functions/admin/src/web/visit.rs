//! One request as a page sees it: in which language, at which address, when.

use std::{convert::Infallible, sync::Arc};

use app::staff::Names;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, Uri, header, request::Parts},
};
use domain::{ids::Login, language::Language};
use jiff::Timestamp;

use super::choices::{KEYS, LANGUAGE, SIZE};
use crate::{
    AdminState,
    text::{Text, Words},
};

/// What a page needs to know of the request.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// To write in.
    pub(crate) language: Language,
    /// Our clock.
    pub(crate) now: Timestamp,
    /// Path and query below `/admin`, without a choice of language.
    pub(crate) address: String,
    /// Shows that these are not real residents.
    pub(crate) demo: bool,
    /// Large type, for who reads it more easily.
    pub(crate) large: bool,
    /// Single keys do something.
    pub(crate) keys: bool,
    /// How much is stuck, as counted a moment ago.
    pub(crate) stuck: usize,
    /// What everybody is called, as read a moment ago.
    pub(crate) names: Arc<Names>,
    /// Whose account it is, in the visitor's language; empty while nothing is published.
    pub(crate) operator: String,
}

impl Visit {
    /// Reads it from a request.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, state: &AdminState) -> Self {
        let language = language(uri, headers);
        Self {
            language,
            now: state.app.clock.now(),
            address: if *method == Method::POST { posted_from(uri.path()) } else { address(uri) },
            demo: state.settings.demo,
            large: SIZE.of(uri, headers) == Some("large"),
            keys: KEYS.of(uri, headers) != Some("off"),
            stuck: *state.stuck.get(),
            names: state.names.get(),
            operator: state.app.content.in_memory().name.get(language).to_owned(),
        }
    }

    /// A text in the visitor's language.
    pub(crate) fn say(&self, text: impl Words) -> &'static str {
        text.in_language(self.language)
    }

    /// A text whose `{}` are filled, in order.
    pub(crate) fn fill(&self, text: impl Words, parts: &[&str]) -> String {
        text.fill(self.language, parts)
    }

    /// Who has a question.
    pub(crate) fn with(&self, assignee: Option<&Login>) -> String {
        assignee.map_or_else(
            || self.say(Text::NobodyYet).to_owned(),
            |login| self.fill(Text::AssignedTo, &[self.names.of(login)]),
        )
    }

    /// This page in a language.
    pub(crate) fn in_language(&self, language: Language) -> String {
        self.choosing(LANGUAGE.parameter, language.code())
    }

    /// This page with another choice, which is remembered.
    pub(crate) fn choosing(&self, parameter: &str, value: &str) -> String {
        let join = if self.address.contains('?') { '&' } else { '?' };
        format!("/admin{}{join}{parameter}={value}", self.address)
    }
}

impl FromRequestParts<AdminState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AdminState) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.method, &parts.uri, &parts.headers, state))
    }
}

fn by_code(code: &str) -> Option<Language> {
    match code {
        "zh" => Some(Language::Chinese),
        "en" => Some(Language::English),
        _ => None,
    }
}

fn language(uri: &Uri, headers: &HeaderMap) -> Language {
    LANGUAGE.of(uri, headers).and_then(by_code).unwrap_or_else(|| accepted(headers))
}

/// The first of our languages that the client lists; Chinese when it lists none.
pub(crate) fn accepted(headers: &HeaderMap) -> Language {
    let listed = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    listed.split(',').find_map(|range| by_code(range.trim().get(..2)?)).unwrap_or_default()
}

/// The page that a form stands on: the address of the form itself can't be visited.
fn posted_from(path: &str) -> String {
    let mut segments = path.split('/').skip(1);
    match (segments.next(), segments.next()) {
        (Some("questions"), Some(question)) => format!("/questions/{question}"),
        (Some("groups"), Some(group)) => format!("/groups/{group}"),
        (Some("settings"), Some(page)) => format!("/settings/{page}"),
        (Some(area @ ("stuck" | "hand-over" | "audit")), _) => format!("/{area}"),
        (Some("menu"), _) => "/menu".to_owned(),
        // These forms stand on pages of their own address.
        (Some("content"), Some("topics" | "account" | "emergency" | "hours" | "versions"))
            if !path.ends_with("/confirm") =>
        {
            path.to_owned()
        }
        (Some("content"), Some(part @ ("review" | "rules"))) => format!("/content/{part}"),
        (Some("content"), _) => "/content".to_owned(),
        (Some("sign-in"), Some("code")) => "/sign-in/code".to_owned(),
        (Some("sign-in"), _) => "/sign-in".to_owned(),
        (Some("sign-up"), Some(_)) => path.to_owned(),
        (Some("users"), Some("new")) => "/users/new".to_owned(),
        (Some("users"), Some("named")) => {
            format!("/users/named/{}", segments.next().unwrap_or_default())
        }
        (Some("users"), Some(part @ ("roles" | "tokens"))) => format!("/users/{part}"),
        (Some("users"), _) => "/users".to_owned(),
        (Some("account"), _) => "/account".to_owned(),
        _ => "/inbox".to_owned(),
    }
}

fn address(uri: &Uri) -> String {
    let query: Vec<_> = uri
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| {
            let own = ["lang=", "size=", "keys=", "part=", "done="];
            !pair.is_empty() && !own.iter().any(|own| pair.starts_with(own))
        })
        .collect();
    let path = uri.path();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_wins_over_the_cookie_over_the_browser() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let plain = Uri::from_static("/inbox");
        assert_eq!(language(&plain, &headers(&[])), Language::Chinese);
        assert_eq!(
            language(&plain, &headers(&[("accept-language", "fr, en-GB;q=0.8, zh;q=0.7")])),
            Language::English
        );
        let both = headers(&[("accept-language", "zh"), ("cookie", "a=b; wenqu_lang=en")]);
        assert_eq!(language(&plain, &both), Language::English);
        assert_eq!(language(&Uri::from_static("/inbox?lang=zh"), &both), Language::Chinese);
    }

    #[test]
    fn switching_keeps_the_page() {
        assert_eq!(address(&Uri::from_static("/inbox?state=taken&lang=en&part=1")), "/inbox?state=taken");
        assert_eq!(address(&Uri::from_static("/inbox?lang=en&size=large&keys=off")), "/inbox");
        assert_eq!(posted_from("/questions/0A/answer"), "/questions/0A");
        assert_eq!(posted_from("/deliveries/F/1%23A/resend"), "/inbox");
    }
}
