//! The menu bar as a phone shows it, all columns open.

use domain::menu::{Button, Place, shown};
use maud::{Markup, html};

use crate::{text::MenuText, web::Visit};

/// The picture. A script redraws it while somebody types.
pub(super) fn phone(visit: &Visit, menu: &[Button]) -> Markup {
    html! {
        div.menu-phone data-unnamed=(visit.say(MenuText::Unnamed)) {
            @for (column, top) in menu.iter().enumerate() {
                div.menu-column {
                    @if !top.sub_button.is_empty() {
                        ul.menu-items {
                            @for (row, leaf) in top.sub_button.iter().enumerate() {
                                li { (name(visit, &leaf.name, Place::below(column, row))) }
                            }
                        }
                    }
                    p.menu-top { @if !top.sub_button.is_empty() { span aria-hidden="true" { "≡ " } } (name(visit, &top.name, Place::top(column))) }
                }
            }
        }
    }
}

fn name(visit: &Visit, name: &str, place: Place) -> Markup {
    html! {
        @if name.trim().is_empty() { span data-name={ "name-" (place) } { (visit.say(MenuText::Unnamed)) } }
        @else { span lang="zh-CN" title=(name) data-name={ "name-" (place) } { (shown(name, place)) } }
    }
}
