//! S11: signing up by a one-time link.

use app::{
    rows::LinkReason,
    staff::{NewSecret, Opened},
};
use maud::{Markup, html};

use super::{
    super::{
        components::{error_summary, field_error},
        layout,
    },
    code::qr,
    parts::{role_names, written},
    titled,
};
use crate::{
    text::{People, Text},
    web::Visit,
};

/// The first step: for whom the link is, and the password.
pub(crate) fn password_step(
    visit: &Visit,
    opened: &Opened,
    roles: &app::staff::Roles,
    action: &str,
    error: Option<&str>,
) -> Markup {
    let words = visit.say(match opened.link.reason {
        LinkReason::Invited => People::SignUp,
        LinkReason::Reset | LinkReason::Enrol => People::SignUpAgain,
    });
    let described = if error.is_some() { "password-error password-hint" } else { "password-hint" };
    let member = &opened.member;
    let main = html! {
        div.narrow.card.sign-in {
            h1 { (words) }
            @if let Some(error) = error { (error_summary(visit, "password", error)) }
            p.muted { (visit.fill(People::StepOf, &["1"])) }
            p { (for_whom(visit, opened)) }
            dl { dt { (visit.say(People::Roles)) } dd { (role_names(visit, roles, &member.roles)) } }
            p.muted { (visit.say(People::SignUpNotYou)) }
            form method="post" action=(action) novalidate {
                input type="hidden" name="username" value=(member.login) autocomplete="username";
                div.field.wrong[error.is_some()] {
                    label for="password" { (visit.say(People::NewPassword)) }
                    p.muted id="password-hint" { (visit.say(People::NewPasswordHint)) }
                    @if let Some(error) = error { (field_error(visit, "password", error)) }
                    input id="password" name="password" type="password" autocomplete="new-password" aria-describedby=(described);
                }
                button.primary { (visit.say(People::GoOn)) }
            }
        }
    };
    layout::page(visit, None, &titled(visit, words, error.is_some()), &main)
}

fn for_whom(visit: &Visit, opened: &Opened) -> Markup {
    let (member, link) = (&opened.member, &opened.link);
    let name = if member.name.is_empty() { member.login.as_str() } else { &member.name };
    let until = domain::time::show(link.expires_at, visit.language);
    let mut parts = visit.say(People::SignUpFor).split("{}");
    let mut next = || parts.next().unwrap_or_default();
    html! { (next()) b { (written(name)) } (next()) (member.login) (next()) (link.by) (next()) (until) (next()) }
}

/// The step that sets a second factor up.
pub(crate) struct CodeStep<'a> {
    /// Where the form goes.
    pub(crate) action: &'a str,
    /// The session's token, when there is a session.
    pub(crate) csrf: Option<&'a str>,
    /// What to set up.
    pub(crate) secret: &'a NewSecret,
    /// Why the code was not accepted.
    pub(crate) error: Option<&'a str>,
}

/// The page of the second step.
pub(crate) fn code_step(visit: &Visit, step: &CodeStep<'_>) -> Markup {
    let words = visit.say(People::EnrolTitle);
    let main = html! {
        div.narrow.card.sign-in {
            h1 { (words) }
            @if let Some(error) = step.error { (error_summary(visit, "code", error)) }
            p.muted { (visit.fill(People::StepOf, &["2"])) }
            (code_form(visit, step))
        }
    };
    layout::page(visit, None, &titled(visit, words, step.error.is_some()), &main)
}

/// QR code, key, and the form.
pub(super) fn code_form(visit: &Visit, step: &CodeStep<'_>) -> Markup {
    html! {
        p { (visit.say(People::EnrolWhy)) }
        p { (visit.say(People::EnrolScan)) }
        (qr(&step.secret.address(), visit.say(People::EnrolQr)))
        p { (visit.say(People::EnrolByHand)) }
        p.secret { code { (step.secret.in_words()) } }
        form method="post" action=(step.action) novalidate {
            @if let Some(csrf) = step.csrf { input type="hidden" name="csrf" value=(csrf); }
            div.field.wrong[step.error.is_some()] {
                label for="code" { (visit.say(People::EnrolCode)) }
                @if let Some(error) = step.error { (field_error(visit, "code", error)) }
                input.code id="code" name="code" inputmode="numeric" autocomplete="one-time-code"
                    aria-describedby=[step.error.map(|_| "code-error")];
            }
            button.primary { (visit.say(People::Connect)) }
        }
    }
}

/// The recovery codes, shown this once.
pub(crate) fn recovery_codes(
    visit: &Visit,
    signed_in: Option<&app::staff::SignedIn>,
    codes: &[String],
) -> Markup {
    let words = visit.say(People::RecoveryCodes);
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            p { (visit.say(People::RecoveryCodesText)) }
            ul.recovery { @for code in codes { li { code { (code) } } } }
            p { a.button href="/admin/inbox" { (visit.say(People::Saved)) } }
        }
    };
    layout::page(visit, signed_in, words, &main)
}

/// A link that can't be used.
pub(crate) fn link_gone(visit: &Visit) -> Markup {
    let words = visit.say(People::LinkGone);
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            p { (visit.say(People::LinkGoneText)) }
            p { a.button href="/admin/sign-in" { (visit.say(Text::SignIn)) } }
        }
    };
    layout::page(visit, None, words, &main)
}
