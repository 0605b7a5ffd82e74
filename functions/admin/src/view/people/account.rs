//! One's own account: password, second factor, sessions.

use app::{
    rows::Session,
    staff::{Colleague, Roles, SignedIn},
};
use maud::{Markup, html};

use super::{
    super::{
        components::{Tone, button_form, error_summary, field_error, tag},
        layout,
    },
    parts::{notice, person, role_names, sessions},
    sign_up::{CodeStep, code_form},
    titled,
};
use crate::{text::People, web::Visit};

/// One's own account.
pub(crate) struct AccountPage {
    /// The account.
    pub(crate) colleague: Colleague,
    /// To name its roles.
    pub(crate) roles: Roles,
    /// Its sessions.
    pub(crate) sessions: Vec<Session>,
    /// Why the new password was not accepted.
    pub(crate) error: Option<String>,
    /// What was done.
    pub(crate) done: Option<People>,
}

/// The page.
pub(crate) fn account(visit: &Visit, signed_in: &SignedIn, page: &AccountPage) -> Markup {
    let words = visit.say(People::MyAccount);
    let csrf = &signed_in.session.csrf;
    let main = html! {
        @if let Some(error) = &page.error { (error_summary(visit, "password", error)) }
        h1 { (words) }
        (notice(visit, page.done))
        section.card {
            p { (person(&page.colleague.member)) }
            p { b { (visit.say(People::Roles)) } " " (role_names(visit, &page.roles, &page.colleague.member.roles)) }
        }
        (second_factor(visit, csrf, &page.colleague))
        (password(visit, csrf, page.error.as_deref()))
        section.card aria-labelledby="sessions" {
            h2 id="sessions" { (visit.say(People::Sessions)) }
            (sessions(visit, csrf, &page.sessions, &signed_in.session.token_hash, "/admin/account/sessions"))
            @if page.sessions.len() > 1 { (button_form("/admin/account/sessions", csrf, "", visit.say(People::EndOthers))) }
        }
    };
    layout::page(visit, Some(signed_in), &titled(visit, words, page.error.is_some()), &main)
}

fn second_factor(visit: &Visit, csrf: &str, colleague: &Colleague) -> Markup {
    let left = colleague.recovery_left.to_string();
    html! {
        section.card aria-labelledby="second" {
            h2 id="second" { (visit.say(People::SecondFactor)) }
            @if colleague.second_factor.is_some() {
                p { (tag(Tone::Ok, "✓", visit.say(People::On))) " " (visit.fill(People::RecoveryLeft, &[&left])) }
                div.buttons {
                    a.button href="/admin/account/second-factor" { (visit.say(People::SetUpAgain)) }
                    (button_form("/admin/account/recovery-codes", csrf, "", visit.say(People::NewRecoveryCodes)))
                }
            } @else {
                p { (visit.say(People::NotSetUp)) }
                p { a.button href="/admin/account/second-factor" { (visit.say(People::SetUp)) } }
            }
        }
    }
}

fn password(visit: &Visit, csrf: &str, error: Option<&str>) -> Markup {
    let described = if error.is_some() { "password-error password-hint" } else { "password-hint" };
    html! {
        section.card aria-labelledby="change-password" {
            h2 id="change-password" { (visit.say(People::ChangePassword)) }
            form method="post" action="/admin/account/password" novalidate {
                input type="hidden" name="csrf" value=(csrf);
                div.field.wrong[error.is_some()] {
                    label for="password" { (visit.say(People::NewPassword)) }
                    p.muted id="password-hint" { (visit.say(People::NewPasswordHint)) }
                    @if let Some(error) = error { (field_error(visit, "password", error)) }
                    input id="password" name="password" type="password" autocomplete="new-password" aria-describedby=(described);
                }
                p.muted { (visit.say(People::ChangePasswordHint)) }
                button { (visit.say(People::ChangePassword)) }
            }
        }
    }
}

/// The page that sets one's own second factor up.
pub(crate) fn own_code(visit: &Visit, signed_in: &SignedIn, step: &CodeStep<'_>) -> Markup {
    let words = visit.say(People::EnrolTitle);
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            @if let Some(error) = step.error { (error_summary(visit, "code", error)) }
            (code_form(visit, step))
        }
    };
    layout::page(visit, Some(signed_in), &titled(visit, words, step.error.is_some()), &main)
}
