//! S10: the account's menu.

mod check;
mod editor;
mod phone;
mod platform;
mod versions;

use std::sync::Arc;

use app::{WayOut, menu::MenuView, staff::SignedIn};
use domain::{
    content::Snapshot,
    menu::{Button, Place},
    staff::Permission,
};
use maud::{Markup, html};

use super::layout;
use crate::{
    text::{MenuText, Text},
    web::Visit,
};

pub(crate) use check::{check, confirm_delete};
pub(crate) use platform::platform as menu_platform;

/// Something to be said above the page.
pub(crate) enum MenuNotice {
    /// It was done.
    Done(MenuText),
    /// It was not done: title and why.
    Refused(String, String),
}

/// What the page shows.
pub(crate) struct MenuPage {
    /// Draft, platform's menu, versions.
    pub(crate) view: MenuView,
    /// The draft as it is to be edited: as stored, or as typed.
    pub(crate) button: Vec<Button>,
    /// What to mend: field and words.
    pub(crate) errors: Vec<(String, String)>,
    /// What was typed is older than the draft.
    pub(crate) is_stale: bool,
    /// Above the page.
    pub(crate) notice: Option<MenuNotice>,
    /// For what a tap can show.
    pub(crate) content: Arc<Snapshot>,
}

impl MenuPage {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(wrong, _)| wrong == field).map(|(_, what)| what.as_str())
    }
}

/// The page.
pub(crate) fn menu(visit: &Visit, signed_in: &SignedIn, page: &MenuPage) -> Markup {
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    let wrong = !page.errors.is_empty() || matches!(page.notice, Some(MenuNotice::Refused(..)));
    let title = visit.say(MenuText::Menu);
    let titled = if wrong { format!("{}{title}", visit.say(Text::ErrorPrefix)) } else { title.to_owned() };
    let main = html! {
        h1 { (title) }
        p.muted { (visit.say(MenuText::Intro)) }
        (summary(visit, &page.errors))
        @if let Some(notice) = &page.notice { (self::notice(visit, notice)) }
        div.menu-page {
            section.card aria-labelledby="draft-title" {
                h2 id="draft-title" { (visit.say(MenuText::Draft)) }
                (edited(visit, &page.view))
                @if may_edit { (editor::editor(visit, &signed_in.session.csrf, page)) }
                @if !may_edit && !page.button.is_empty() { p { a.button href="/admin/menu/check" { (visit.say(MenuText::Check)) } } }
            }
            div.menu-side {
                section.card aria-labelledby="phone-title" {
                    h2 id="phone-title" { (visit.say(MenuText::Phone)) }
                    div id="menu-phone" { (phone::phone(visit, &page.button)) }
                }
                div data-poll="/admin/menu?part=1" data-every="3" { (menu_platform(visit, signed_in, page)) }
            }
        }
        (versions::versions(visit, signed_in, page))
    };
    layout::page(visit, Some(signed_in), &titled, &main)
}

fn edited(visit: &Visit, view: &MenuView) -> Markup {
    html! {
        @match &view.draft {
            Some(draft) => p.muted {
                (visit.fill(MenuText::EditedBy, &[&domain::time::show(draft.edited_at, visit.language), visit.names.of(&draft.edited_by)]))
            },
            None => p { (visit.say(MenuText::NoDraft)) },
        }
    }
}

fn summary(visit: &Visit, errors: &[(String, String)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary role="alert" tabindex="-1" id="error-summary" {
                h2 { (visit.say(Text::MustMend)) }
                ul {
                    @for (field, what) in errors {
                        @let place = field.split_once('-').map(|(_, place)| place);
                        li { a href={ "#" (field) } { @if let Some(place) = place { (place) " · " } (what) } }
                    }
                }
            }
        }
    }
}

fn notice(visit: &Visit, notice: &MenuNotice) -> Markup {
    html! {
        @match notice {
            MenuNotice::Done(text) => div.notice.done role="status" { p { (visit.say(*text)) } },
            MenuNotice::Refused(title, text) => div.notice.refused role="alert" { h2 { (title) } p { (text) } },
        }
    }
}

/// Where a button is, in words.
fn place_words(visit: &Visit, place: Place) -> String {
    let column = (place.column + 1).to_string();
    match place.row {
        None => visit.fill(MenuText::Column, &[&column]),
        Some(row) => visit.fill(MenuText::Item, &[&column, &(row + 1).to_string()]),
    }
}

/// The menu in the platform's form.
fn json(button: &[Button]) -> String {
    serde_json::to_string_pretty(&serde_json::json!({ "button": button })).unwrap_or_default()
}

/// The menu to be pasted, where nobody calls the platform.
fn to_paste(visit: &Visit, page: &MenuPage) -> Markup {
    html! {
        @if page.view.way_out == WayOut::Off {
            p.notice.quiet { (visit.say(MenuText::NoWayOut)) }
            @if !page.view.button().is_empty() {
                div.field {
                    label for="menu-json" { (visit.say(MenuText::Json)) }
                    textarea id="menu-json" rows="8" readonly { (json(page.view.button())) }
                }
            }
        }
    }
}
