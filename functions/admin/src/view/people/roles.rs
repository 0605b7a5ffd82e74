//! S9: what each role permits, and the roles that the district has made.

use std::collections::BTreeSet;

use app::staff::{Roles, SignedIn};
use domain::staff::{Permission, Role};
use maud::{Markup, html};

use super::{
    super::{
        components::{button_form, error_summary, field_error},
        layout,
    },
    parts::{Field, field, notice, permission_text, role_name, sections},
    titled,
};
use crate::{text::People, web::Visit};

/// The matrix.
pub(crate) struct RolesPage {
    /// All roles.
    pub(crate) roles: Roles,
    /// What was done.
    pub(crate) done: Option<People>,
}

/// The page.
pub(crate) fn roles(visit: &Visit, signed_in: &SignedIn, page: &RolesPage) -> Markup {
    let title = visit.say(People::Matrix);
    let all = page.roles.all();
    let main = html! {
        h1 { (title) }
        (sections(visit))
        (notice(visit, page.done))
        p.muted { (visit.say(People::RolesHint)) }
        p.buttons { a.button href="/admin/users/roles/new" { (visit.say(People::NewRole)) } }
        div.wide tabindex="0" role="region" aria-label=(title) {
            table.matrix {
                thead {
                    tr {
                        th scope="col" { (visit.say(People::Permission)) }
                        @for role in &all {
                            th scope="col" {
                                @match role {
                                    Role::Further(name) => a href={ "/admin/users/roles/" (name.as_str()) } { (role_name(visit, &page.roles, role)) },
                                    _ => (role_name(visit, &page.roles, role)),
                                }
                            }
                        }
                    }
                }
                tbody {
                    @for permission in Permission::ALL {
                        tr {
                            th scope="row" { (visit.say(permission_text(permission))) }
                            @for role in &all { td { (mark(visit, page.roles.of(role).contains(&permission))) } }
                        }
                    }
                }
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

fn mark(visit: &Visit, may: bool) -> Markup {
    let (sign, words) = if may { ("✓", People::Yes) } else { ("–", People::No) };
    html! { span aria-hidden="true" { (sign) } span.hidden { (visit.say(words)) } }
}

/// A role as it was filled in.
#[derive(Default)]
pub(crate) struct RoleForm {
    /// Its word, when it is there already.
    pub(crate) known: Option<String>,
    /// The word as typed.
    pub(crate) word: String,
    /// Chinese name.
    pub(crate) zh: String,
    /// English name.
    pub(crate) en: String,
    /// What was ticked.
    pub(crate) ticked: BTreeSet<Permission>,
    /// Which field is wrong, and why.
    pub(crate) error: Option<(&'static str, String)>,
}

/// The form.
pub(crate) fn role_form(visit: &Visit, signed_in: &SignedIn, form: &RoleForm) -> Markup {
    let words = match &form.known {
        Some(word) => visit.fill(People::EditRole, &[word]),
        None => visit.say(People::NewRole).to_owned(),
    };
    let wrong = |name| form.error.as_ref().filter(|(field, _)| *field == name).map(|(_, text)| text.as_str());
    let at = format!("/admin/users/roles/{}", form.known.as_deref().unwrap_or("new"));
    let csrf = &signed_in.session.csrf;
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            @if let Some((field, text)) = &form.error { (error_summary(visit, field, text)) }
            form method="post" action=(at) novalidate {
                input type="hidden" name="csrf" value=(csrf);
                @if form.known.is_none() {
                    (field(visit, &Field { name: "role", label: People::RoleWord, hint: Some(People::RoleWordHint), value: &form.word, error: wrong("role") }))
                }
                (field(visit, &Field { name: "zh", label: People::RoleZh, hint: None, value: &form.zh, error: wrong("zh") }))
                (field(visit, &Field { name: "en", label: People::RoleEn, hint: None, value: &form.en, error: wrong("en") }))
                (boxes(visit, form, wrong("permissions")))
                div.buttons {
                    button.primary { (visit.say(People::Save)) }
                    a href="/admin/users/roles" { (visit.say(People::Roles)) }
                }
            }
            @if form.known.is_some() { (button_form(&format!("{at}/remove"), csrf, "", visit.say(People::RemoveRole))) }
        }
    };
    layout::page(visit, Some(signed_in), &titled(visit, &words, form.error.is_some()), &main)
}

fn boxes(visit: &Visit, form: &RoleForm, error: Option<&str>) -> Markup {
    html! {
        fieldset.boxes.wrong[error.is_some()] id="permissions" tabindex=[error.map(|_| "-1")] {
            legend { (visit.say(People::Permission)) }
            @if let Some(error) = error { (field_error(visit, "permissions", error)) }
            @for permission in Permission::ALL {
                @let id = format!("may-{}", permission.as_str());
                div.box {
                    input type="checkbox" id=(id) name={ "may." (permission.as_str()) } value="1" checked[form.ticked.contains(&permission)];
                    label for=(id) { (visit.say(permission_text(permission))) }
                }
            }
        }
    }
}
