//! What is known of the menu at the platform, what is being asked, and how the last call ended.

use app::{
    WayOut,
    rows::{MenuCall, MenuEnd, MenuPending},
    staff::SignedIn,
};
use domain::{staff::Permission, time::show};
use maud::{Markup, html};

use super::{MenuPage, phone::phone, to_paste};
use crate::{
    text::{MenuText, menu_advice},
    view::components::{Tone, button_form, tag},
    web::Visit,
};

/// What polling replaces.
pub(crate) fn platform(visit: &Visit, signed_in: &SignedIn, page: &MenuPage) -> Markup {
    let (state, csrf) = (&page.view.state, &signed_in.session.csrf);
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    let pending = state.under_way(visit.now);
    html! {
        section.card id="menu-live" aria-labelledby="live-title" {
            h2 id="live-title" { (visit.say(MenuText::AtPlatform)) }
            @if let Some(pending) = pending { (asking(visit, pending)) }
            @else if let Some(end) = &state.last { (ended(visit, end)) }
            @if matches!(page.view.way_out, WayOut::CourierSilent(_)) { p.notice.quiet { (visit.say(MenuText::CourierSilent)) } }
            (to_paste(visit, page))
            (seen(visit, page))
            @if may_edit && pending.is_none() && page.view.way_out != WayOut::Off {
                div.buttons {
                    (button_form("/admin/menu/look", csrf, "", visit.say(MenuText::Look)))
                    @if state.live.as_ref().is_some_and(|live| !live.button.is_empty()) {
                        (button_form("/admin/menu/adopt", csrf, "", visit.say(MenuText::Adopt)))
                    }
                }
            }
        }
    }
}

fn asking(visit: &Visit, pending: &MenuPending) -> Markup {
    let words = match pending.call {
        MenuCall::Look => visit.say(MenuText::PendingLook).to_owned(),
        MenuCall::Publish { version } => visit.fill(MenuText::PendingPublish, &[&version.to_string()]),
        MenuCall::Delete { .. } => visit.say(MenuText::PendingDelete).to_owned(),
    };
    html! {
        p { (tag(Tone::Info, "◔", &words)) }
        p.muted { (visit.fill(MenuText::PendingSince, &[&show(pending.since, visit.language)])) }
        p { a.button href="/admin/menu" { (visit.say(MenuText::Refresh)) } }
    }
}

fn ended(visit: &Visit, end: &MenuEnd) -> Markup {
    let number = end.call.version().unwrap_or_default().to_string();
    match &end.failure {
        Some(failure) => {
            let title = match end.call {
                MenuCall::Look => visit.say(MenuText::FailedLook).to_owned(),
                MenuCall::Publish { .. } => visit.fill(MenuText::FailedPublish, &[&number]),
                MenuCall::Delete { .. } => visit.say(MenuText::FailedDelete).to_owned(),
            };
            html! {
                div.notice.refused {
                    p { strong { (title) } " · " (show(end.at, visit.language)) }
                    p { (menu_advice(failure, visit.language)) }
                }
            }
        }
        None => {
            let words = match end.call {
                MenuCall::Look => return html! {},
                MenuCall::Publish { .. } => visit.fill(MenuText::DonePublish, &[&number]),
                MenuCall::Delete { .. } => visit.say(MenuText::DoneDelete).to_owned(),
            };
            html! {
                div.notice.done {
                    p { strong { (words) } " · " (show(end.at, visit.language)) }
                    p { (visit.say(MenuText::ClientsLater)) }
                }
            }
        }
    }
}

fn seen(visit: &Visit, page: &MenuPage) -> Markup {
    let Some(live) = &page.view.state.live else { return html! { p { (visit.say(MenuText::NeverSeen)) } } };
    let at = show(live.at, visit.language);
    let differs = page.view.changes().map_or(0, |changes| changes.len());
    html! {
        @if live.button.is_empty() {
            p { (visit.fill(MenuText::NoneSeen, &[&at])) }
        } @else {
            p { (visit.fill(MenuText::SeenAt, &[&at])) }
            div.menu-seen { (phone(visit, &live.button)) }
        }
        @if page.view.draft.is_some() {
            @if differs == 0 { p { (tag(Tone::Ok, "✓", visit.say(MenuText::Same))) } }
            @else { p { (tag(Tone::Warn, "≠", &visit.fill(MenuText::Differs, &[&differs.to_string()]))) } }
        }
    }
}
