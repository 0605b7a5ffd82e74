//! S9: bearer tokens for programs.

use std::collections::BTreeSet;

use app::{
    rows::ApiToken,
    staff::{Issued, Roles, SignedIn, token_id},
};
use domain::staff::Role;
use maud::{Markup, html};

use super::{
    super::{
        components::{button_form, error_summary, time},
        layout,
    },
    parts::{Field, field, notice, role_boxes, role_names, sections, written},
    titled,
};
use crate::{text::People, web::Visit};

/// The list and the form.
pub(crate) struct TokensPage<'a> {
    /// All tokens.
    pub(crate) tokens: Vec<ApiToken>,
    /// All roles.
    pub(crate) roles: Roles,
    /// The form.
    pub(crate) form: TokenForm<'a>,
    /// What was done.
    pub(crate) done: Option<People>,
}

/// A token as it was filled in.
#[derive(Default)]
pub(crate) struct TokenForm<'a> {
    /// What it is for.
    pub(crate) name: &'a str,
    /// In whose name.
    pub(crate) login: &'a str,
    /// For how long.
    pub(crate) days: &'a str,
    /// What was ticked.
    pub(crate) ticked: BTreeSet<Role>,
    /// Which field is wrong, and why.
    pub(crate) error: Option<(&'static str, String)>,
}

/// The page.
pub(crate) fn tokens(visit: &Visit, signed_in: &SignedIn, page: &TokensPage<'_>) -> Markup {
    let words = visit.say(People::Tokens);
    let error = page.form.error.as_ref();
    let main = html! {
        @if let Some((field, text)) = error { (error_summary(visit, field, text)) }
        h1 { (words) }
        (sections(visit))
        (notice(visit, page.done))
        p.muted { (visit.say(People::TokensHint)) }
        @if page.tokens.is_empty() { p.card { (visit.say(People::NoTokens)) } } @else { (list(visit, signed_in, page)) }
        (form(visit, signed_in, page))
    };
    layout::page(visit, Some(signed_in), &titled(visit, words, error.is_some()), &main)
}

fn list(visit: &Visit, signed_in: &SignedIn, page: &TokensPage<'_>) -> Markup {
    let label = |text| visit.say(text);
    html! {
        table.stacked {
            thead {
                tr {
                    @for head in [People::TokenName, People::TokenLogin, People::Roles, People::IssuedAt, People::Until, People::Revoke] {
                        th scope="col" { (label(head)) }
                    }
                }
            }
            tbody {
                @for token in &page.tokens {
                    tr {
                        th scope="row" data-label=(label(People::TokenName)) { (written(&token.name)) }
                        td data-label=(label(People::TokenLogin)) { (token.login) }
                        td data-label=(label(People::Roles)) { (role_names(visit, &page.roles, &token.roles)) }
                        td data-label=(label(People::IssuedAt)) { (time(visit, token.created_at)) }
                        td data-label=(label(People::Until)) {
                            @match token.expires_at {
                                Some(at) => (time(visit, at)),
                                None => (label(People::NoEnd)),
                            }
                        }
                        td data-label=(label(People::Revoke)) {
                            (button_form(&format!("/admin/users/tokens/{}/revoke", token_id(token)), &signed_in.session.csrf, "", label(People::Revoke)))
                        }
                    }
                }
            }
        }
    }
}

fn form(visit: &Visit, signed_in: &SignedIn, page: &TokensPage<'_>) -> Markup {
    let form = &page.form;
    let wrong = |name| form.error.as_ref().filter(|(field, _)| *field == name).map(|(_, text)| text.as_str());
    html! {
        section.card aria-labelledby="new-token" {
            h2 id="new-token" { (visit.say(People::NewToken)) }
            form method="post" action="/admin/users/tokens" novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                (field(visit, &Field { name: "name", label: People::TokenName, hint: Some(People::TokenNameHint), value: form.name, error: wrong("name") }))
                (field(visit, &Field { name: "login", label: People::TokenLogin, hint: Some(People::TokenLoginHint), value: form.login, error: wrong("login") }))
                (field(visit, &Field { name: "days", label: People::TokenDays, hint: Some(People::TokenDaysHint), value: form.days, error: wrong("days") }))
                (role_boxes(visit, &page.roles, &form.ticked, wrong("roles")))
                button.primary { (visit.say(People::NewToken)) }
            }
        }
    }
}

/// The token, shown this once.
pub(crate) fn token_made(visit: &Visit, signed_in: &SignedIn, issued: &Issued) -> Markup {
    let words = visit.say(People::TokenMade);
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            p { (written(&issued.row.name)) }
            p { (visit.say(People::TokenMadeText)) }
            div.field {
                label for="token" { (visit.say(People::Token)) }
                input id="token" value=(issued.token) readonly autocomplete="off";
            }
            p { a.button href="/admin/users/tokens" { (visit.say(People::BackToTokens)) } }
        }
    };
    layout::page(visit, Some(signed_in), words, &main)
}
