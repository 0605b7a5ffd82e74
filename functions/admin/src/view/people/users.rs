//! S9: the list, and the invitation.

use std::collections::BTreeSet;

use app::staff::{Colleague, Linked, Roles, SignedIn};
use domain::staff::Role;
use maud::{Markup, html};

use super::{
    super::{
        components::{Tone, error_summary, segment, tag, time},
        layout,
    },
    parts::{Field, field, notice, person, role_boxes, role_names, sections, standing, written},
    titled,
};
use crate::{text::People, web::Visit};

/// The list.
pub(crate) struct UsersPage {
    /// Everybody.
    pub(crate) colleagues: Vec<Colleague>,
    /// To name their roles.
    pub(crate) roles: Roles,
    /// What was done.
    pub(crate) done: Option<People>,
}

/// The page.
pub(crate) fn users(visit: &Visit, signed_in: &SignedIn, page: &UsersPage) -> Markup {
    let title = visit.say(People::Users);
    let main = html! {
        h1 { (title) }
        (sections(visit))
        (notice(visit, page.done))
        p.buttons { a.button.primary href="/admin/users/new" { (visit.say(People::Invite)) } }
        table.stacked {
            thead {
                tr {
                    @for head in [People::Person, People::Roles, People::SecondFactor, People::LastSignIn, People::State] {
                        th scope="col" { (visit.say(head)) }
                    }
                }
            }
            tbody { @for colleague in &page.colleagues { (row(visit, &page.roles, colleague)) } }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

fn row(visit: &Visit, roles: &Roles, colleague: &Colleague) -> Markup {
    let member = &colleague.member;
    let label = |text| visit.say(text);
    html! {
        tr {
            th scope="row" data-label=(label(People::Person)) {
                a href={ "/admin/users/named/" (segment(member.login.as_str())) } { (person(member)) }
            }
            td data-label=(label(People::Roles)) { (role_names(visit, roles, &member.roles)) }
            td data-label=(label(People::SecondFactor)) {
                @if colleague.second_factor.is_some() { (tag(Tone::Ok, "✓", label(People::On))) }
                @else { span.muted { (label(People::Off)) } }
            }
            td data-label=(label(People::LastSignIn)) {
                @match colleague.last_sign_in {
                    Some(at) => (time(visit, at)),
                    None => span.muted { (label(People::Never)) },
                }
            }
            td data-label=(label(People::State)) { (standing(visit, colleague)) }
        }
    }
}

/// The invitation as it was filled in.
#[derive(Default)]
pub(crate) struct InviteForm<'a> {
    /// Sign-in name.
    pub(crate) login: &'a str,
    /// Name below answers.
    pub(crate) name: &'a str,
    /// What was ticked.
    pub(crate) ticked: BTreeSet<Role>,
    /// Which field is wrong, and why.
    pub(crate) error: Option<(&'static str, String)>,
}

/// The form.
pub(crate) fn invite(visit: &Visit, signed_in: &SignedIn, roles: &Roles, form: &InviteForm<'_>) -> Markup {
    let words = visit.say(People::Invite);
    let wrong = |name| form.error.as_ref().filter(|(field, _)| *field == name).map(|(_, text)| text.as_str());
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            @if let Some((field, text)) = &form.error { (error_summary(visit, field, text)) }
            p.muted { (visit.say(People::InviteHint)) }
            form method="post" action="/admin/users/new" novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                (field(visit, &Field { name: "login", label: People::Login, hint: Some(People::LoginHint), value: form.login, error: wrong("login") }))
                (field(visit, &Field { name: "name", label: People::Person, hint: Some(People::NameHint), value: form.name, error: wrong("name") }))
                (role_boxes(visit, roles, &form.ticked, wrong("roles")))
                div.buttons {
                    button.primary { (visit.say(People::MakeLink)) }
                    a href="/admin/users" { (visit.say(People::BackToUsers)) }
                }
            }
        }
    };
    layout::page(visit, Some(signed_in), &titled(visit, words, form.error.is_some()), &main)
}

/// The link, shown this once.
pub(crate) fn link_made(visit: &Visit, signed_in: &SignedIn, origin: &str, linked: &Linked) -> Markup {
    let words = visit.say(People::LinkMade);
    let member = &linked.member;
    let name = if member.name.is_empty() { member.login.as_str() } else { &member.name };
    let until = domain::time::show(linked.expires_at, visit.language);
    let mut parts = visit.say(People::LinkFor).split("{}");
    let mut next = || parts.next().unwrap_or_default();
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            p { (next()) b { (written(name)) } (next()) (member.login) (next()) (until) (next()) }
            div.field {
                label for="link" { (visit.say(People::Link)) }
                input id="link" value={ (origin) (linked.path()) } readonly autocomplete="off";
            }
            p { a.button href="/admin/users" { (visit.say(People::BackToUsers)) } }
        }
    };
    layout::page(visit, Some(signed_in), words, &main)
}
