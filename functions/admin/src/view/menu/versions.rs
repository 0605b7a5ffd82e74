//! What was published, when, by whom, and what came of it.

use app::{rows::MenuVersion, staff::SignedIn};
use domain::{staff::Permission, time::show};
use maud::{Markup, html};

use super::{MenuPage, phone::phone};
use crate::{
    text::{MenuText, menu_advice},
    view::components::{Tone, tag},
    web::Visit,
};

/// The list, the newest first, and the way to having no menu.
pub(super) fn versions(visit: &Visit, signed_in: &SignedIn, page: &MenuPage) -> Markup {
    let may_publish = signed_in.actor.require(Permission::Publish).is_ok();
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    html! {
        section.card.menu-versions aria-labelledby="versions-title" {
            h2 id="versions-title" { (visit.say(MenuText::Versions)) }
            @if page.view.versions.is_empty() { p { (visit.say(MenuText::NoVersions)) } }
            ol {
                @for version in &page.view.versions {
                    li { (self::version(visit, may_edit.then_some(signed_in.session.csrf.as_str()), version)) }
                }
            }
            @if may_publish { p { a.button href="/admin/menu/delete" { (visit.say(MenuText::DeleteTitle)) } } }
        }
    }
}

fn version(visit: &Visit, csrf: Option<&str>, version: &MenuVersion) -> Markup {
    let number = version.version.to_string();
    html! {
        p {
            strong { (visit.fill(MenuText::Version, &[&number])) } " "
            (state(visit, version)) " "
            @if version.button.is_empty() { (visit.say(MenuText::WasDeleted)) " · " }
            (visit.fill(MenuText::VersionBy, &[&show(version.at, visit.language), visit.names.of(&version.by)]))
        }
        @if let Some(failure) = version.end.as_ref().and_then(|end| end.failure.as_ref()) {
            p.muted { (menu_advice(failure, visit.language)) }
        }
        @if !version.button.is_empty() {
            details {
                summary { (visit.say(MenuText::Content)) span.hidden { " " (number) } }
                (phone(visit, &version.button))
            }
            @if let Some(csrf) = csrf {
                form method="post" action="/admin/menu/restore" {
                    input type="hidden" name="csrf" value=(csrf);
                    input type="hidden" name="version" value=(number);
                    button { (visit.say(MenuText::Restore)) span.hidden { " " (number) } }
                }
            }
        }
    }
}

fn state(visit: &Visit, version: &MenuVersion) -> Markup {
    match &version.end {
        None => tag(Tone::Info, "◔", visit.say(MenuText::StatePending)),
        Some(end) if end.failure.is_some() => tag(Tone::Danger, "✗", visit.say(MenuText::StateRefused)),
        Some(_) if version.button.is_empty() => tag(Tone::Ok, "✓", visit.say(MenuText::DoneDelete)),
        Some(_) => tag(Tone::Ok, "✓", visit.say(MenuText::StatePublished)),
    }
}
