//! Settings: what may be set, as links.

mod alerts;
pub(crate) mod canned;
mod health;
mod retention;

use app::staff::SignedIn;
use domain::staff::Permission;
use maud::{Markup, html};

pub(crate) use alerts::{AlertsPage, alerts};
pub(crate) use health::health;
pub(crate) use retention::retention;

use super::layout;
use crate::{
    text::{Alarm, Content, Desk, Health, Setup, Text},
    web::Visit,
};

/// A page of settings: its address below `/admin`, its name, what it is about, and who may see it.
struct Setting {
    address: &'static str,
    name: fn(&Visit) -> &'static str,
    about: fn(&Visit) -> &'static str,
    permission: Permission,
}

const SETTINGS: &[Setting] = &[
    Setting {
        address: "/settings/alerts",
        name: |visit| visit.say(Alarm::Title),
        about: |visit| visit.say(Alarm::About),
        permission: Permission::ManageSettings,
    },
    Setting {
        address: "/content/account",
        name: |visit| visit.say(Content::SectionAccount),
        about: |visit| visit.say(Setup::AccountAbout),
        permission: Permission::Read,
    },
    Setting {
        address: "/content/rules",
        name: |visit| visit.say(Content::SectionRules),
        about: |visit| visit.say(Setup::RulesAbout),
        permission: Permission::Read,
    },
    Setting {
        address: "/content/hours",
        name: |visit| visit.say(Content::SectionHours),
        about: |visit| visit.say(Setup::HoursAbout),
        permission: Permission::Read,
    },
    Setting {
        address: "/settings/canned",
        name: |visit| visit.say(Desk::CannedTitle),
        about: |visit| visit.say(Desk::CannedIntro),
        permission: Permission::Read,
    },
    Setting {
        address: "/settings/health",
        name: |visit| visit.say(Health::Title),
        about: |visit| visit.say(Health::About),
        permission: Permission::ManageSettings,
    },
    Setting {
        address: "/settings/retention",
        name: |visit| visit.say(Setup::RetentionTitle),
        about: |visit| visit.say(Setup::RetentionAbout),
        permission: Permission::Read,
    },
];

/// The index.
pub(crate) fn index(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let title = visit.say(Text::Settings);
    let open: Vec<_> =
        SETTINGS.iter().filter(|setting| signed_in.actor.require(setting.permission).is_ok()).collect();
    let main = html! {
        h1 { (title) }
        @if open.is_empty() {
            div.card.empty { p { b { (visit.say(Setup::Nothing)) } } p.muted { (visit.say(Text::NotAllowed)) } }
        } @else {
            p.muted { (visit.say(Setup::Intro)) }
            ul.choices.settings {
                @for setting in open {
                    li { a href={ "/admin" (setting.address) } {
                        b { ((setting.name)(visit)) }
                        span.muted { ((setting.about)(visit)) }
                    } }
                }
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

/// The way back to the index, for the pages below it.
pub(super) fn back(visit: &Visit) -> Markup {
    html! { p.back { a href="/admin/settings" { span aria-hidden="true" { "←" } (visit.say(Setup::Back)) } } }
}
