//! S11: signing in.

use maud::{Markup, html};

use super::{
    components::{error_summary, field_error},
    layout,
    people::titled,
};
use crate::{
    text::{People, Text},
    web::Visit,
};

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
    let title = titled(visit, words, page.error.is_some());
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

/// The second step.
pub(crate) struct CodePage<'a> {
    /// Where to go afterwards, below `/admin`.
    pub(crate) next: &'a str,
    /// Asks for a recovery code.
    pub(crate) recovery: bool,
    /// Why it was not accepted.
    pub(crate) error: Option<String>,
}

/// The form of the second factor: a code of the phone, or one of the recovery codes.
pub(crate) fn code(visit: &Visit, page: &CodePage<'_>) -> Markup {
    let words = visit.say(People::SecondStep);
    let (label, hint, other, mark) = if page.recovery {
        (People::RecoveryCode, People::RecoveryHint, People::UsePhone, "")
    } else {
        (People::Code, People::CodeHint, People::UseRecovery, "&recovery=1")
    };
    let next = super::components::segment(page.next);
    let described = if page.error.is_some() { "code-error code-hint" } else { "code-hint" };
    let main = html! {
        div.narrow.card.sign-in {
            h1 { (words) }
            @if let Some(error) = &page.error { (error_summary(visit, "code", error)) }
            form method="post" action="/admin/sign-in/code" novalidate {
                input type="hidden" name="next" value=(page.next);
                @if page.recovery { input type="hidden" name="recovery" value="1"; }
                div.field.wrong[page.error.is_some()] {
                    label for="code" { (visit.say(label)) }
                    p.muted id="code-hint" { (visit.say(hint)) }
                    @if let Some(error) = &page.error { (field_error(visit, "code", error)) }
                    input.code id="code" name="code" autocomplete=(if page.recovery { "off" } else { "one-time-code" })
                        inputmode=[(!page.recovery).then_some("numeric")] autocapitalize="none" spellcheck="false"
                        aria-describedby=(described);
                }
                button.primary { (visit.say(Text::SignIn)) }
            }
            p { a href={ "/admin/sign-in/code?next=" (next) (mark) } { (visit.say(other)) } }
            p.muted { (visit.say(People::LostBoth)) }
        }
    };
    layout::page(visit, None, &titled(visit, words, page.error.is_some()), &main)
}
