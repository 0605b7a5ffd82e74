//! S11: signing in.

use maud::{Markup, html};

use super::{
    components::{error_summary, field_error},
    layout,
};
use crate::{text::Text, web::Visit};

/// What the form shows.
#[derive(Default)]
pub(crate) struct SignInPage<'a> {
    /// As typed before.
    pub(crate) login: &'a str,
    /// Where to go afterwards, below `/admin`.
    pub(crate) next: &'a str,
    /// Why it was not accepted.
    pub(crate) error: Option<String>,
}

/// The form. Password managers and paste work; there is no puzzle.
pub(crate) fn sign_in(visit: &Visit, page: &SignInPage<'_>) -> Markup {
    let words = visit.say(Text::SignIn);
    let title = match page.error {
        Some(_) => format!("{}{words}", visit.say(Text::ErrorPrefix)),
        None => words.to_owned(),
    };
    let described = page.error.as_ref().map(|_| "login-error");
    let main = html! {
        div.narrow.card.sign-in {
            h1 { (words) }
            @if let Some(error) = &page.error { (error_summary(visit, "login", error)) }
            form method="post" action="/admin/sign-in" novalidate {
                input type="hidden" name="next" value=(page.next);
                div.field.wrong[page.error.is_some()] {
                    label for="login" { (visit.say(Text::Login)) }
                    @if let Some(error) = &page.error { (field_error(visit, "login", error)) }
                    input id="login" name="login" value=(page.login) autocomplete="username" autocapitalize="none"
                        spellcheck="false" aria-describedby=[described];
                }
                div.field {
                    label for="password" { (visit.say(Text::Password)) }
                    input id="password" name="password" type="password" autocomplete="current-password";
                }
                button.primary { (words) }
            }
            p.muted { (visit.say(Text::SignInHelp)) }
            @if visit.demo { p.muted { (visit.say(Text::DemoLine)) } }
        }
    };
    layout::page(visit, None, &title, &main)
}
