//! The pages of canned responses.

use app::staff::SignedIn;
use domain::{
    canned::{CannedResponse, Variable},
    content::{Bilingual, Snapshot},
    staff::Permission,
};
use maud::{Markup, html};

use crate::{
    text::{Desk, Text},
    view::{
        beside::{topics, written_in},
        components::{error_summary, field_error},
        layout,
    },
    web::Visit,
};

/// What stands in the form.
#[derive(Default)]
pub(crate) struct Written {
    /// The code of what is changed; empty for a new one.
    pub(crate) replaces: String,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) text: Bilingual,
    /// The topic's path as text.
    pub(crate) category: String,
    pub(crate) initials: String,
}

/// All of them.
pub(crate) fn list(
    visit: &Visit,
    signed_in: &SignedIn,
    rows: &[CannedResponse],
    content: &Snapshot,
    done: Option<Desk>,
) -> Markup {
    let title = visit.say(Desk::CannedTitle);
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    let main = html! {
        @if let Some(done) = done { div.notice.done role="status" { span aria-hidden="true" { "✓ " } (visit.say(done)) } }
        div.heading {
            h1 { (title) }
            @if may_edit { a.button href="/admin/settings/canned/new" { (visit.say(Desk::NewCanned)) } }
        }
        p.muted { (visit.say(Desk::CannedIntro)) }
        @if rows.is_empty() {
            div.card.empty { p { b { (visit.say(Desk::CannedEmpty)) } } @if may_edit { p.muted { (visit.say(Desk::CannedEmptyHint)) } } }
        }
        ul.canned { @for row in rows { (item(visit, row, content, may_edit)) } }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

fn item(visit: &Visit, row: &CannedResponse, content: &Snapshot, may_edit: bool) -> Markup {
    let topic = content.category(&row.category).map(|category| category.title.get(visit.language));
    html! {
        li.card {
            h2 { code { (row.code) } " " span lang=[written_in(&row.title)] { (row.title) } }
            p.muted {
                (visit.fill(Desk::Used, &[&row.used.to_string()]))
                @if !row.initials.is_empty() { " · " code { (row.initials) } }
                @if let Some(topic) = topic { " · " span lang=[written_in(topic)] { (topic) } }
            }
            @for text in [&row.text.zh, &row.text.en] {
                @if !text.is_empty() { p.words lang=[written_in(text)] { (text) } }
            }
            @if may_edit {
                div.buttons {
                    a.button href={ "/admin/settings/canned/" (row.code) } { (visit.say(Desk::Change)) span.hidden { " " (row.code) } }
                    a.button href={ "/admin/settings/canned/" (row.code) "/remove" } { (visit.say(Desk::Remove)) span.hidden { " " (row.code) } }
                }
            }
        }
    }
}

/// Writing and changing one.
pub(crate) fn form(
    visit: &Visit,
    signed_in: &SignedIn,
    written: &Written,
    content: &Snapshot,
    error: Option<&(&'static str, String)>,
) -> Markup {
    let title = match written.replaces.as_str() {
        "" => visit.say(Desk::WriteCanned).to_owned(),
        code => visit.fill(Desk::EditCanned, &[code]),
    };
    let tab =
        if error.is_some() { format!("{}{title}", visit.say(Text::ErrorPrefix)) } else { title.clone() };
    let chosen = app::questions::parse_path(&written.category).unwrap_or_default();
    let main = html! {
        p.back { a href="/admin/settings/canned" { span aria-hidden="true" { "←" } (visit.say(Desk::BackToCanned)) } }
        @if let Some((field, what)) = error { (error_summary(visit, field, what)) }
        form.card.canned-form method="post" action="/admin/settings/canned" novalidate {
            h1 { (title) }
            input type="hidden" name="csrf" value=(signed_in.session.csrf);
            input type="hidden" name="replaces" value=(written.replaces);
            (line(visit, "code", Desk::Code, Some(Desk::CodeHint), &written.code, error))
            (line(visit, "title", Desk::Title, None, &written.title, error))
            (area(visit, "zh", Desk::TextZh, None, &written.text.zh, error))
            (area(visit, "en", Desk::TextEn, Some(Desk::TextEnHint), &written.text.en, error))
            (variables(visit))
            div.field.wrong[of(error, "category").is_some()] {
                label for="category" { (visit.say(Desk::Category)) }
                p.muted id="category-hint" { (visit.say(Desk::CategoryHint)) }
                @if let Some(what) = of(error, "category") { (field_error(visit, "category", what)) }
                select id="category" name="category" aria-describedby="category-hint" {
                    option value="" selected[chosen.is_empty()] { (visit.say(Desk::AnyTopic)) }
                    (topics(visit, &content.categories, &mut Vec::new(), &chosen))
                }
            }
            (line(visit, "initials", Desk::Initials, Some(Desk::InitialsHint), &written.initials, error))
            button.primary { (visit.say(Desk::SaveCanned)) }
        }
    };
    layout::page(visit, Some(signed_in), &tab, &main)
}

fn of<'a>(error: Option<&'a (&'static str, String)>, field: &str) -> Option<&'a str> {
    error.filter(|(wrong, _)| *wrong == field).map(|(_, what)| what.as_str())
}

type Wrong<'a> = Option<&'a (&'static str, String)>;

/// The ids that describe a field.
fn described(field: &str, hint: bool, wrong: bool) -> Option<String> {
    let mut ids = Vec::new();
    if wrong {
        ids.push(format!("{field}-error"));
    }
    if hint {
        ids.push(format!("{field}-hint"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn line(visit: &Visit, field: &str, name: Desk, hint: Option<Desk>, value: &str, error: Wrong<'_>) -> Markup {
    let wrong = of(error, field);
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(field) { (visit.say(name)) }
            @if let Some(hint) = hint { p.muted id={ (field) "-hint" } { (visit.say(hint)) } }
            @if let Some(what) = wrong { (field_error(visit, field, what)) }
            input id=(field) name=(field) value=(value) autocomplete="off" aria-describedby=[described(field, hint.is_some(), wrong.is_some())];
        }
    }
}

fn area(visit: &Visit, field: &str, name: Desk, hint: Option<Desk>, value: &str, error: Wrong<'_>) -> Markup {
    let wrong = of(error, field);
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(field) { (visit.say(name)) }
            @if let Some(hint) = hint { p.muted id={ (field) "-hint" } { (visit.say(hint)) } }
            @if let Some(what) = wrong { (field_error(visit, field, what)) }
            textarea id=(field) name=(field) rows="5" aria-describedby=[described(field, hint.is_some(), wrong.is_some())] { (value) }
        }
    }
}

fn variables(visit: &Visit) -> Markup {
    html! {
        p.muted { (visit.say(Desk::VariablesHint)) }
        dl.variables {
            @for variable in Variable::ALL {
                dt { code lang="zh-CN" { (variable.mark()) } }
                dd { (visit.say(meaning(variable))) }
            }
        }
    }
}

const fn meaning(variable: Variable) -> Desk {
    match variable {
        Variable::Address => Desk::VariableAddress,
        Variable::Number => Desk::VariableNumber,
        Variable::Hours => Desk::VariableHours,
        Variable::Deadline => Desk::VariableDeadline,
    }
}

/// Asks before one is removed.
pub(crate) fn ask(visit: &Visit, signed_in: &SignedIn, row: &CannedResponse) -> Markup {
    let title = visit.say(Desk::RemoveAsk);
    let main = html! {
        div.narrow.card {
            h1 { (title) }
            p { code { (row.code) } " " span lang=[written_in(&row.title)] { (row.title) } }
            div.buttons {
                form method="post" action={ "/admin/settings/canned/" (row.code) "/remove" } {
                    input type="hidden" name="csrf" value=(signed_in.session.csrf);
                    button { (visit.say(Desk::RemoveYes)) }
                }
                a.button href="/admin/settings/canned" { (visit.say(Desk::BackToCanned)) }
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
