//! The console's areas, as every page links to them.

use app::staff::SignedIn;
use domain::staff::Permission;
use maud::{Markup, html};

use crate::{text::Text, web::Visit};

/// An area: its first page, its name, and the permission without which it is not shown.
struct Area {
    address: &'static str,
    name: Text,
    permission: Permission,
}

const AREAS: &[Area] = &[Area { address: "/inbox", name: Text::Inbox, permission: Permission::Read }];

/// Links to the areas that somebody may enter; the one that they are in is marked.
pub(super) fn areas(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let open = AREAS.iter().filter(|area| signed_in.actor.permissions.contains(&area.permission));
    html! {
        @for area in open {
            @let here = visit.address.starts_with(area.address).then_some("page");
            a href={ "/admin" (area.address) } aria-current=[here] { (visit.say(area.name)) }
        }
    }
}
