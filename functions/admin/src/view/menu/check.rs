//! What is asked once more before all residents see it.

use app::{WayOut, menu::explained, staff::SignedIn};
use domain::{
    menu::{Button, Kind},
    staff::Permission,
};
use maud::{Markup, html};

use super::{MenuNotice, MenuPage, notice, phone::phone, place_words, to_paste};
use crate::{
    text::{MenuText, Text},
    view::{components::button_form, layout},
    web::Visit,
};

/// The check page.
pub(crate) fn check(visit: &Visit, signed_in: &SignedIn, page: &MenuPage) -> Markup {
    let title = visit.say(MenuText::CheckTitle);
    let wrong = matches!(page.notice, Some(MenuNotice::Refused(..)));
    let titled = if wrong { format!("{}{title}", visit.say(Text::ErrorPrefix)) } else { title.to_owned() };
    let may_publish = signed_in.actor.require(Permission::Publish).is_ok();
    let ready = page.view.faults.is_empty() && page.view.way_out != WayOut::Off;
    let main = html! {
        p.back { a href="/admin/menu" { span aria-hidden="true" { "← " } (visit.say(MenuText::BackToMenu)) } }
        h1 { (title) }
        @if let Some(notice) = &page.notice { (self::notice(visit, notice)) }
        section.card {
            @if !page.view.faults.is_empty() {
                h2 { (visit.say(MenuText::ToMend)) }
                ul.menu-faults {
                    @for fault in &page.view.faults {
                        @let (zh, en) = explained(fault);
                        li { a href={ "/admin/menu#" (fault.field()) } {
                            @if let Some(place) = fault.place { (place_words(visit, place)) " · " }
                            (visit.language.pick(&zh, &en))
                        } }
                    }
                }
            }
            (phone(visit, page.view.button()))
            (changes(visit, page))
            (to_paste(visit, page))
            @if ready && may_publish {
                p.muted { (visit.say(MenuText::ClientsLater)) }
                form method="post" action="/admin/menu/publish" {
                    input type="hidden" name="csrf" value=(signed_in.session.csrf);
                    input type="hidden" name="seen" value=(page.view.edition());
                    button.primary { (visit.say(MenuText::Publish)) }
                }
            }
            @if !may_publish { p { (visit.say(Text::NotAllowed)) } }
        }
    };
    layout::page(visit, Some(signed_in), &titled, &main)
}

fn changes(visit: &Visit, page: &MenuPage) -> Markup {
    let Some(changes) = page.view.changes() else {
        return html! { p { (visit.say(MenuText::NotCompared)) } };
    };
    if changes.is_empty() {
        return html! { p { (visit.say(MenuText::Same)) } };
    }
    html! {
        h2 { (visit.say(MenuText::Changes)) }
        dl.menu-changes {
            @for change in &changes {
                dt { (place_words(visit, change.place)) }
                dd {
                    span { (visit.say(MenuText::Before)) ": " } (described(visit, change.before.as_ref()))
                    br;
                    span { (visit.say(MenuText::After)) ": " } (described(visit, change.after.as_ref()))
                }
            }
        }
    }
}

/// Name and effect of a button.
fn described(visit: &Visit, button: Option<&Button>) -> Markup {
    let Some(button) = button else { return html! { (visit.say(MenuText::Nothing)) } };
    let effect = match button.kind.as_deref().map(|word| (Kind::parse(word), word)) {
        None => String::new(),
        Some((Some(Kind::View), _)) => button.url.clone().unwrap_or_default(),
        Some((Some(Kind::Click), _)) => button.key.clone().unwrap_or_default(),
        Some((_, word)) => word.to_owned(),
    };
    html! { b lang="zh-CN" { (button.name) } @if !effect.is_empty() { " → " code lang="zh-CN" { (effect) } } }
}

/// Asks whether the menu is really to go.
pub(crate) fn confirm_delete(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let title = visit.say(MenuText::DeleteTitle);
    let main = html! {
        div.narrow.card {
            h1 { (title) }
            p { (visit.say(MenuText::DeleteLine)) }
            div.buttons {
                a.button href="/admin/menu" { (visit.say(MenuText::Keep)) }
                (button_form("/admin/menu/delete", &signed_in.session.csrf, "danger", visit.say(MenuText::DeleteNow)))
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
