//! The draft as a form. Its buttons say what they do: every press sends the whole form, so that nothing typed is lost.

use domain::{
    content::{Category, Command},
    language::Language,
    menu::{Button, COLUMNS, Kind, Place, ROWS, URL_BYTES},
};
use maud::{Markup, html};

use super::{MenuPage, place_words};
use crate::{
    text::{MenuText, Words},
    view::components::field_error,
    web::Visit,
};

/// The form.
pub(super) fn editor(visit: &Visit, csrf: &str, page: &MenuPage) -> Markup {
    let save = if page.is_stale { MenuText::SaveAnyway } else { MenuText::Save };
    html! {
        form.menu-form id="menu" method="post" action="/admin/menu" novalidate {
            input type="hidden" name="csrf" value=(csrf);
            input type="hidden" name="seen" value=(page.view.edition());
            p.buttons {
                button.primary name="do" value="save" { (visit.say(save)) }
                @if !page.button.is_empty() && !page.is_stale { button name="do" value="check" { (visit.say(MenuText::Check)) } }
            }
            div.menu-columns {
                @for (column, top) in page.button.iter().enumerate() { (self::column(visit, page, column, top)) }
            }
            @if page.button.len() < COLUMNS {
                p.buttons { button name="do" value="add" { (visit.say(MenuText::AddColumn)) } }
            }
        }
    }
}

fn column(visit: &Visit, page: &MenuPage, column: usize, top: &Button) -> Markup {
    let place = Place::top(column);
    html! {
        fieldset.menu-edit {
            legend { (place_words(visit, place)) }
            (name(visit, page, place, top))
            @if top.sub_button.is_empty() { (action(visit, page, place, top)) }
            @else { p.muted { (visit.say(MenuText::OnlyOpens)) } }
            (moves(visit, place, page.button.len()))
            @for (row, leaf) in top.sub_button.iter().enumerate() {
                @let place = Place::below(column, row);
                fieldset.menu-item {
                    legend { (place_words(visit, place)) }
                    (name(visit, page, place, leaf))
                    (action(visit, page, place, leaf))
                    (moves(visit, place, top.sub_button.len()))
                }
            }
            @if top.sub_button.len() < ROWS {
                button name="do" value={ "add-" (place) } { (visit.fill(MenuText::AddItem, &[&(column + 1).to_string()])) }
            }
        }
    }
}

fn name(visit: &Visit, page: &MenuPage, place: Place, button: &Button) -> Markup {
    let (id, limit, used) = (format!("name-{place}"), place.name_bytes(), button.name.len());
    let error = page.error(&id);
    let described = if error.is_some() { format!("{id}-error {id}-count") } else { format!("{id}-count") };
    html! {
        div.field.wrong[error.is_some()] {
            label for=(id) { (visit.say(MenuText::Name)) span.hidden { " " (place) } }
            @if let Some(error) = error { (field_error(visit, &id, error)) }
            input id=(id) name=(id) value=(button.name) autocomplete="off" aria-describedby=(described) data-bytes=(limit);
            div.menu-bytes {
                meter id={ (id) "-meter" } min="0" max=(limit) value=(used.min(limit)) aria-hidden="true" {}
                span.over[used > limit] id={ (id) "-count" } data-count=(visit.say(MenuText::Bytes)) {
                    (visit.fill(MenuText::Bytes, &[&used.to_string(), &limit.to_string()]))
                }
            }
        }
    }
}

fn action(visit: &Visit, page: &MenuPage, place: Place, button: &Button) -> Markup {
    let word = button.kind.as_deref().unwrap_or(Kind::Click.as_str());
    let known = Kind::parse(word);
    let (kind, key, url) = (format!("kind-{place}"), format!("key-{place}"), format!("url-{place}"));
    html! {
        @if !matches!(known, Some(Kind::Click | Kind::View)) {
            input type="hidden" name={ "keep-" (place) } value=(serde_json::to_string(button).unwrap_or_default());
        }
        div.field.wrong[page.error(&kind).is_some()] {
            label for=(kind) { (visit.say(MenuText::Kind)) span.hidden { " " (place) } }
            @if let Some(error) = page.error(&kind) { (field_error(visit, &kind, error)) }
            select id=(kind) name=(kind) data-kind=(place) {
                @for option in Kind::ALL {
                    option value=(option.as_str()) selected[known == Some(option)] { (visit.say(kind_text(option))) }
                }
                @if known.is_none() { option value=(word) selected { (visit.fill(MenuText::KindElsewhere, &[word])) } }
            }
        }
        div.field.wrong[page.error(&key).is_some()] data-for={ "click-" (place) } {
            label for=(key) { (visit.say(MenuText::Key)) span.hidden { " " (place) } }
            @if let Some(error) = page.error(&key) { (field_error(visit, &key, error)) }
            (keys(visit, page, &key, button))
        }
        div.field.wrong[page.error(&url).is_some()] data-for={ "view-" (place) } {
            label for=(url) { (visit.say(MenuText::Url)) span.hidden { " " (place) } }
            @if let Some(error) = page.error(&url) { (field_error(visit, &url, error)) }
            input id=(url) name=(url) type="url" value=(button.url.as_deref().unwrap_or_default()) maxlength=(URL_BYTES)
                placeholder="https://" autocomplete="off" spellcheck="false";
        }
    }
}

/// What a tap can show: topics and functions that have a key.
fn keys(visit: &Visit, page: &MenuPage, id: &str, button: &Button) -> Markup {
    let chosen =
        button.key.as_deref().filter(|_| button.kind.as_deref() == Some("click")).unwrap_or_default();
    let mut topics = Vec::new();
    listed(&page.content.categories, "", visit.language, &mut topics);
    let known = app::menu::answered(&page.content, chosen);
    html! {
        select id=(id) name=(id) {
            option value="" { (visit.say(MenuText::ChooseKey)) }
            @if !known && !chosen.is_empty() {
                option value=(chosen) selected { (visit.fill(MenuText::UnknownKey, &[chosen])) }
            }
            optgroup label=(visit.say(MenuText::Topics)) {
                @for (key, words) in &topics { option value=(key) selected[key == chosen] lang="zh-CN" { (words) } }
            }
            optgroup label=(visit.say(MenuText::Functions)) {
                @for (key, command) in &page.content.menu_commands {
                    option value=(key) selected[key == chosen] { (visit.say(command_text(*command))) }
                }
            }
        }
    }
}

fn listed(list: &[Category], path: &str, language: Language, found: &mut Vec<(String, String)>) {
    for category in list {
        let path = format!("{path}{}", category.number);
        let words = format!("{path} {}", category.title.get(language));
        found.extend(category.menu_keys.iter().map(|key| (key.clone(), words.clone())));
        listed(&category.children, &format!("{path}-"), language, found);
    }
}

fn moves(visit: &Visit, place: Place, count: usize) -> Markup {
    let (index, back, on) = match place.row {
        None => (place.column, MenuText::Left, MenuText::Right),
        Some(row) => (row, MenuText::Up, MenuText::Down),
    };
    let button = |verb: &str, text: MenuText| {
        html! {
            button name="do" value={ (verb) "-" (place) } {
                (visit.say(text)) span.hidden { " " (place_words(visit, place)) }
            }
        }
    };
    html! {
        p.buttons.menu-moves {
            @if index > 0 { (button("up", back)) }
            @if index + 1 < count { (button("down", on)) }
            (button("delete", MenuText::Delete))
        }
    }
}

fn kind_text(kind: Kind) -> impl Words {
    match kind {
        Kind::Click => MenuText::KindClick,
        Kind::View => MenuText::KindView,
        Kind::Scan => MenuText::KindScan,
        Kind::Photo => MenuText::KindPhoto,
        Kind::Location => MenuText::KindLocation,
    }
}

fn command_text(command: Command) -> impl Words {
    match command {
        Command::Help => MenuText::CommandHelp,
        Command::Person => MenuText::CommandPerson,
        Command::Progress => MenuText::CommandProgress,
        Command::English => MenuText::CommandEnglish,
        Command::Chinese => MenuText::CommandChinese,
        Command::Withdraw => MenuText::CommandWithdraw,
        Command::Emergency => MenuText::CommandEmergency,
    }
}
