//! S9: one account.

use std::collections::BTreeSet;

use app::{
    rows::Session,
    staff::{Colleague, Roles, SignedIn, Standing},
};
use domain::staff::{Permission, Role};
use maud::{Markup, html};

use super::{
    super::{
        components::{button_form, error_summary, segment},
        layout,
    },
    parts::{
        Field, field, notice, permission_text, person, role_boxes, role_names, sections, sessions, standing,
    },
    titled,
};
use crate::{text::People, web::Visit};

/// One account.
pub(crate) struct UserPage<'a> {
    /// The account.
    pub(crate) colleague: Colleague,
    /// All roles.
    pub(crate) roles: Roles,
    /// Its sessions.
    pub(crate) sessions: Vec<Session>,
    /// The name as it was filled in.
    pub(crate) name: Option<&'a str>,
    /// What was ticked, after an error.
    pub(crate) ticked: Option<BTreeSet<Role>>,
    /// Which field is wrong, and why.
    pub(crate) error: Option<(&'static str, String)>,
    /// What was done.
    pub(crate) done: Option<People>,
}

/// The page.
pub(crate) fn user(visit: &Visit, signed_in: &SignedIn, page: &UserPage<'_>) -> Markup {
    let member = &page.colleague.member;
    let own = member.login == signed_in.actor.login;
    let at = format!("/admin/users/named/{}", segment(member.login.as_str()));
    let title = titled(visit, member.login.as_str(), page.error.is_some());
    let csrf = &signed_in.session.csrf;
    let main = html! {
        (sections(visit))
        @if let Some((field, text)) = &page.error { (error_summary(visit, field, text)) }
        h1 { (person(member)) }
        p { (standing(visit, &page.colleague)) }
        (notice(visit, page.done))
        (details(visit, signed_in, page, &at))
        @if !own {
            section.card aria-labelledby="sessions" {
                h2 id="sessions" { (visit.say(People::Sessions)) }
                (sessions(visit, csrf, &page.sessions, &signed_in.session.token_hash, &format!("{at}/sessions")))
                @if page.sessions.len() > 1 { (button_form(&format!("{at}/sessions"), csrf, "", visit.say(People::EndAll))) }
            }
            (acts(visit, csrf, &page.colleague, &at))
        } @else {
            p { a.button href="/admin/account" { (visit.say(People::MyAccount)) } }
        }
    };
    layout::page(visit, Some(signed_in), &title, &main)
}

fn details(visit: &Visit, signed_in: &SignedIn, page: &UserPage<'_>, at: &str) -> Markup {
    let member = &page.colleague.member;
    let own = member.login == signed_in.actor.login;
    let wrong = |name| page.error.as_ref().filter(|(field, _)| *field == name).map(|(_, text)| text.as_str());
    let ticked = page.ticked.as_ref().unwrap_or(&member.roles);
    html! {
        section.card {
            form method="post" action=(at) novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                (field(visit, &Field {
                    name: "name", label: People::Person, hint: Some(People::NameHint),
                    value: page.name.unwrap_or(&member.name), error: wrong("name"),
                }))
                @if own {
                    p { b { (visit.say(People::Roles)) } " " (role_names(visit, &page.roles, &member.roles)) }
                    p.muted { (visit.say(People::OwnRoles)) }
                    @for role in &member.roles { input type="hidden" name={ "role." (role.as_str()) } value="1"; }
                } @else {
                    (role_boxes(visit, &page.roles, ticked, wrong("roles")))
                }
                button.primary { (visit.say(People::Save)) }
            }
        }
    }
}

fn acts(visit: &Visit, csrf: &str, colleague: &Colleague, at: &str) -> Markup {
    let act = |verb: &str, hint: Option<People>, label| {
        html! {
            div.act {
                @if let Some(hint) = hint { p.muted { (visit.say(hint)) } }
                (button_form(&format!("{at}/{verb}"), csrf, "", visit.say(label)))
            }
        }
    };
    let standing = colleague.standing;
    html! {
        section.card.acts {
            @if !matches!(standing, Standing::Program | Standing::Disabled) {
                (act("link", Some(People::NewLinkHint), People::NewLink))
            }
            @if standing == Standing::Disabled {
                (act("enable", None, People::Enable))
            } @else {
                (act("disable", Some(People::DisableHint), People::Disable))
            }
            @if !matches!(standing, Standing::Active | Standing::Program) { (act("remove", None, People::Remove)) }
        }
    }
}

/// A change of roles that is to be checked.
pub(crate) struct RoleCheck<'a> {
    /// The account as it stands.
    pub(crate) colleague: &'a Colleague,
    /// All roles.
    pub(crate) roles: &'a Roles,
    /// The name as it will be.
    pub(crate) name: &'a str,
    /// The roles as they will be.
    pub(crate) after: BTreeSet<Role>,
}

/// The page.
pub(crate) fn check_roles(visit: &Visit, signed_in: &SignedIn, check: &RoleCheck<'_>) -> Markup {
    let words = visit.say(People::CheckTitle);
    let member = &check.colleague.member;
    let at = format!("/admin/users/named/{}", segment(member.login.as_str()));
    let (before, after) = (check.roles.permissions(&member.roles), check.roles.permissions(&check.after));
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            p { (person(member)) }
            p { (visit.say(People::CheckText)) }
            dl.entries {
                dt { (visit.say(People::Before)) } dd { (role_names(visit, check.roles, &member.roles)) }
                dt { (visit.say(People::After)) } dd { (role_names(visit, check.roles, &check.after)) }
                dt { (visit.say(People::GainsRights)) } dd { (permissions(visit, &(&after - &before))) }
                dt { (visit.say(People::LosesRights)) } dd { (permissions(visit, &(&before - &after))) }
            }
            form method="post" action=(at) {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                input type="hidden" name="name" value=(check.name);
                input type="hidden" name="sure" value="1";
                @for role in &check.after { input type="hidden" name={ "role." (role.as_str()) } value="1"; }
                div.buttons {
                    button.primary { (visit.say(People::SaveSure)) }
                    a href=(at) { (visit.say(People::BackToUsers)) }
                }
            }
        }
    };
    layout::page(visit, Some(signed_in), words, &main)
}

fn permissions(visit: &Visit, list: &BTreeSet<Permission>) -> Markup {
    html! {
        @if list.is_empty() { (visit.say(People::Nothing)) }
        @if !list.is_empty() { ul { @for permission in list { li { (visit.say(permission_text(*permission))) } } } }
    }
}
