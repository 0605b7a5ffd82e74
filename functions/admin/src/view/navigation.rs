//! The console's areas, as every page links to them: at the left, on phones at the bottom.

use app::{staff::SignedIn, stuck::COUNT_LIMIT};
use domain::staff::Permission;
use maud::{Markup, html};

use crate::{
    pages::assets,
    text::{Frame, Text},
    web::Visit,
};

/// An area: its first page, its name, and the permission without which it is not shown.
struct Area {
    address: &'static str,
    name: Text,
    permission: Permission,
}

const AREAS: &[Area] = &[
    Area { address: "/inbox", name: Text::Inbox, permission: Permission::Read },
    Area { address: "/groups", name: Text::GroupsArea, permission: Permission::Read },
    Area { address: "/content", name: Text::ContentArea, permission: Permission::Read },
    Area { address: "/hand-over", name: Text::HandOverArea, permission: Permission::Read },
    Area { address: "/stuck", name: Text::StuckArea, permission: Permission::Read },
    Area { address: "/menu", name: Text::Menu, permission: Permission::Read },
    Area { address: "/audit", name: Text::AuditArea, permission: Permission::ReadAudit },
    Area { address: "/settings", name: Text::Settings, permission: Permission::Read },
    Area { address: "/users", name: Text::Staff, permission: Permission::ManageStaff },
];

/// An area's symbol in `icons.svg`, and the second of the two keys that lead to it.
fn mark(address: &str) -> (&'static str, Option<&'static str>) {
    match address {
        "/inbox" => ("inbox", Some("i")),
        "/groups" => ("groups", Some("g")),
        "/content" => ("content", Some("c")),
        "/menu" => ("menu", Some("m")),
        "/hand-over" => ("shift", Some("h")),
        "/stuck" => ("stuck", Some("k")),
        "/people" | "/users" => ("people", Some("p")),
        "/audit" => ("audit", Some("a")),
        "/settings" => ("settings", Some("s")),
        "/more" => ("more", None),
        _ => ("area", None),
    }
}

fn open(signed_in: &SignedIn) -> impl Iterator<Item = &'static Area> {
    AREAS.iter().filter(|area| signed_in.actor.permissions.contains(&area.permission))
}

/// Links to the areas that somebody may enter; the one that they are in is marked. On phones the first few, and
/// [`more`] has them all.
pub(super) fn areas(visit: &Visit, signed_in: &SignedIn) -> Markup {
    html! {
        nav.areas aria-label=(visit.say(Frame::Areas)) {
            ul {
                @for area in open(signed_in) {
                    li { (link(visit, area.address, visit.say(area.name))) }
                }
                li.more { (link(visit, "/more", visit.say(Frame::More))) }
            }
        }
    }
}

/// All of them, as a page lists them.
pub(super) fn more(visit: &Visit, signed_in: &SignedIn) -> Markup {
    html! {
        ul.choices {
            @for area in open(signed_in) { li { (link(visit, area.address, visit.say(area.name))) } }
        }
    }
}

/// Names of the areas and the keys that lead there.
pub(super) fn keys(visit: &Visit, signed_in: &SignedIn) -> Vec<(&'static str, &'static str)> {
    open(signed_in).filter_map(|area| Some((mark(area.address).1?, visit.say(area.name)))).collect()
}

fn link(visit: &Visit, address: &str, name: &str) -> Markup {
    let path = visit.address.split('?').next().unwrap_or_default();
    let here = match path.strip_prefix(address) {
        Some("") => Some("page"),
        Some(rest) if rest.starts_with('/') => Some("true"),
        // A question is a part of the inbox, and so is the search.
        None if address == "/inbox" && (path.starts_with("/questions/") || path == "/search") => Some("true"),
        _ => None,
    };
    let (symbol, key) = mark(address);
    let key = key.map(|key| format!("g {key}"));
    html! {
        a href={ "/admin" (address) } aria-current=[here] data-key=[key] {
            svg aria-hidden="true" focusable="false" { use href={ (assets::ICONS.address()) "#" (symbol) } {} }
            span { (name) }
            @if address == "/stuck" && visit.stuck > 0 {
                span.count title=(visit.fill(Text::StuckCount, &[&shown(visit.stuck)])) { (shown(visit.stuck)) }
            }
        }
    }
}

/// A number, or that it is too large to be counted.
fn shown(count: usize) -> String {
    if count >= COUNT_LIMIT { format!("{}+", COUNT_LIMIT - 1) } else { count.to_string() }
}
