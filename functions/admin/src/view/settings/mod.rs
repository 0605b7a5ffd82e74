//! Settings: what may be set, as links.

pub(crate) mod canned;

use app::staff::SignedIn;
use domain::staff::Permission;
use maud::{Markup, html};

use super::layout;
use crate::{
    text::{Desk, Text},
    web::Visit,
};

/// A page of settings: its address below `/admin/settings`, its name, and who may see it.
struct Setting {
    address: &'static str,
    name: Desk,
    permission: Permission,
}

const SETTINGS: &[Setting] =
    &[Setting { address: "/canned", name: Desk::CannedTitle, permission: Permission::Read }];

/// The index.
pub(crate) fn index(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let title = visit.say(Text::Settings);
    let open = SETTINGS.iter().filter(|setting| signed_in.actor.require(setting.permission).is_ok());
    let main = html! {
        div.narrow.card {
            h1 { (title) }
            ul { @for setting in open { li { a.button href={ "/admin/settings" (setting.address) } { (visit.say(setting.name)) } } } }
            p.back { a href="/admin/inbox" { span aria-hidden="true" { "←" } (visit.say(Text::BackToInbox)) } }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
