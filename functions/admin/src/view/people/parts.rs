//! Small parts of this area's pages.

use std::collections::BTreeSet;

use app::{
    rows::Session,
    staff::{Colleague, Roles, Standing, session_id},
};
use domain::{
    language::Language,
    staff::{Permission, Role, StaffMember},
};
use maud::{Markup, html};

use super::super::components::{Tone, button_form, field_error, tag, time};
use crate::{
    text::{People, Text},
    web::Visit,
};

/// A page's title, which says when something is wrong.
pub(crate) fn titled(visit: &Visit, words: &str, wrong: bool) -> String {
    if wrong { format!("{}{words}", visit.say(Text::ErrorPrefix)) } else { words.to_owned() }
}

/// The links between people, roles and tokens.
pub(super) fn sections(visit: &Visit) -> Markup {
    let links =
        [("/users", People::Users), ("/users/roles", People::Roles), ("/users/tokens", People::Tokens)];
    let path = visit.address.split('?').next().unwrap_or_default();
    html! {
        nav.tabs aria-label=(visit.say(People::Sections)) {
            @for (address, name) in links {
                a href={ "/admin" (address) } aria-current=[(path == address).then_some("page")] { (visit.say(name)) }
            }
        }
    }
}

/// What somebody has written, marked with its language.
pub(super) fn written(text: &str) -> Markup {
    let language = Language::of_text(text).map_or("und", |language| language.pick("zh-CN", "en"));
    html! { span lang=(language) { (text) } }
}

/// A colleague's name, and the sign-in name.
pub(super) fn person(member: &StaffMember) -> Markup {
    html! {
        @if !member.name.is_empty() { (written(&member.name)) " " }
        span.muted { (member.login) }
    }
}

/// A role's name in the visitor's language.
pub(super) fn role_name(visit: &Visit, roles: &Roles, role: &Role) -> Markup {
    let text = match role {
        Role::Reader => People::Reader,
        Role::Officer => People::Officer,
        Role::Reviewer => People::Reviewer,
        Role::Administrator => People::Administrator,
        Role::Further(name) => {
            return written(
                roles.get(name).map_or(name.as_str(), |role| visit.language.pick(&role.zh, &role.en)),
            );
        }
    };
    html! { (visit.say(text)) }
}

/// Several roles.
pub(super) fn role_names(visit: &Visit, roles: &Roles, of: &BTreeSet<Role>) -> Markup {
    html! {
        @for (n, role) in of.iter().enumerate() {
            @if n > 0 { (visit.language.pick("、", ", ")) }
            (role_name(visit, roles, role))
        }
    }
}

/// What a permission allows.
pub(super) const fn permission_text(permission: Permission) -> People {
    match permission {
        Permission::Read => People::MayRead,
        Permission::Answer => People::MayAnswer,
        Permission::Assign => People::MayAssign,
        Permission::Export => People::MayExport,
        Permission::EditContent => People::MayEditContent,
        Permission::Publish => People::MayPublish,
        Permission::Operate => People::MayOperate,
        Permission::ManageStaff => People::MayManageStaff,
        Permission::ManageSettings => People::MayManageSettings,
        Permission::ReadAudit => People::MayReadAudit,
    }
}

/// A box to tick for each role.
pub(super) fn role_boxes(
    visit: &Visit,
    roles: &Roles,
    ticked: &BTreeSet<Role>,
    error: Option<&str>,
) -> Markup {
    html! {
        fieldset.boxes.wrong[error.is_some()] id="roles" tabindex=[error.map(|_| "-1")] {
            legend { (visit.say(People::Roles)) }
            @if let Some(error) = error { (field_error(visit, "roles", error)) }
            @for role in roles.all() {
                @let id = format!("role-{}", role.as_str());
                div.box {
                    input type="checkbox" id=(id) name={ "role." (role.as_str()) } value="1" checked[ticked.contains(&role)];
                    label for=(id) { (role_name(visit, roles, &role)) }
                }
            }
        }
    }
}

/// A field with its hint and what is wrong with it.
pub(super) struct Field<'a> {
    pub(super) name: &'static str,
    pub(super) label: People,
    pub(super) hint: Option<People>,
    pub(super) value: &'a str,
    pub(super) error: Option<&'a str>,
}

/// The field.
pub(super) fn field(visit: &Visit, field: &Field<'_>) -> Markup {
    let hint = field.hint.map(|_| format!("{}-hint", field.name));
    let error = field.error.map(|_| format!("{}-error", field.name));
    let described: Vec<_> = [error, hint.clone()].into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    html! {
        div.field.wrong[field.error.is_some()] {
            label for=(field.name) { (visit.say(field.label)) }
            @if let Some(text) = field.hint { p.muted id=[hint] { (visit.say(text)) } }
            @if let Some(error) = field.error { (field_error(visit, field.name, error)) }
            input id=(field.name) name=(field.name) value=(field.value) autocomplete="off" autocapitalize="none"
                spellcheck="false" aria-describedby=[described];
        }
    }
}

/// How an account stands.
pub(super) fn standing(visit: &Visit, colleague: &Colleague) -> Markup {
    use app::rows::LinkReason;
    let until = |text, at| visit.fill(text, &[&domain::time::show(at, visit.language)]);
    match colleague.standing {
        Standing::Active => tag(Tone::Ok, "✓", visit.say(People::Active)),
        Standing::Linked(LinkReason::Invited, at) => tag(Tone::Info, "→", &until(People::Invited, at)),
        Standing::Linked(_, at) => tag(Tone::Warn, "→", &until(People::Resetting, at)),
        Standing::LinkOver => tag(Tone::Warn, "!", visit.say(People::LinkOver)),
        Standing::Disabled => tag(Tone::Danger, "✕", visit.say(People::Disabled)),
        Standing::Program => tag(Tone::Plain, "", visit.say(People::Program)),
    }
}

/// Sessions, each with its button; `action` gets the session's id behind it.
pub(super) fn sessions(visit: &Visit, csrf: &str, list: &[Session], current: &str, action: &str) -> Markup {
    html! {
        @if list.is_empty() { p.muted { (visit.say(People::NoSessions)) } }
        ul.sessions {
            @for session in list {
                @let own = session.token_hash == current;
                li {
                    div {
                        b {
                            @if session.device.is_empty() { (visit.say(People::UnknownDevice)) } @else { (session.device) }
                        }
                        @if own { " " (tag(Tone::Info, "", visit.say(People::ThisSession))) }
                        p.muted {
                            (time_in(visit, People::SignedInAt, session.created_at))
                            @if let Some(at) = session.last_seen_at { " · " (time_in(visit, People::SeenAt, at)) }
                            @if let Some(address) = &session.address { " · " (visit.fill(People::From, &[address])) }
                        }
                    }
                    @if !own { (button_form(&format!("{action}/{}", session_id(session)), csrf, "", visit.say(People::EndSession))) }
                }
            }
        }
    }
}

/// A text with a moment in it.
pub(super) fn time_in(visit: &Visit, text: People, at: jiff::Timestamp) -> Markup {
    let (before, after) = visit.say(text).split_once("{}").unwrap_or_default();
    html! { (before) (time(visit, at)) (after) }
}

/// What was done, at the top of the page.
pub(super) fn notice(visit: &Visit, done: Option<People>) -> Markup {
    html! { @if let Some(done) = done { p.notice.done role="status" { (visit.say(done)) } } }
}
