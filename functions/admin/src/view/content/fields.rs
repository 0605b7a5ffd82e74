//! Fields of the content's forms. Every value is text, as a browser sends it, so that what was typed comes back as it was.

use std::collections::BTreeMap;

use domain::content::diff::Change;
use maud::{Markup, html};

use super::diff;
use crate::{text::Content, view::components::field_error, web::Visit};

/// What a form holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// Values by the names of fields.
    pub(crate) values: BTreeMap<String, String>,
    /// The fingerprint of what was read.
    pub(crate) seen: String,
    /// What is wrong with which field.
    pub(crate) error: Option<(&'static str, String)>,
    /// How what is saved now differs from what was typed, when somebody else was faster.
    pub(crate) conflict: Option<Vec<Change>>,
}

impl Form {
    /// The value of a field.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.error.as_ref().filter(|(field, _)| *field == name).map(|(_, what)| what.as_str())
    }
}

/// How a field is drawn.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) label: Content,
    pub(super) hint: Option<Content>,
}

impl<'a> Field<'a> {
    pub(super) const fn new(name: &'a str, label: Content) -> Self {
        Self { name, label, hint: None }
    }

    pub(super) const fn hint(self, hint: Content) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

fn framed(
    visit: &Visit,
    form: &Form,
    field: &Field<'_>,
    control: impl FnOnce(Option<&str>) -> Markup,
) -> Markup {
    let error = form.error(field.name);
    let described = described(form, field);
    html! {
        div.field.wrong[error.is_some()] {
            label for=(field.name) { (visit.say(field.label)) }
            @if let Some(hint) = field.hint { p.muted id={ (field.name) "-hint" } { (visit.say(hint)) } }
            @if let Some(error) = error { (field_error(visit, field.name, error)) }
            (control(described.as_deref()))
        }
    }
}

fn described(form: &Form, field: &Field<'_>) -> Option<String> {
    let hint = field.hint.map(|_| format!("{}-hint", field.name));
    let error = form.error(field.name).map(|_| format!("{}-error", field.name));
    let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// One line.
pub(super) fn line(visit: &Visit, form: &Form, field: &Field<'_>) -> Markup {
    framed(visit, form, field, |described| {
        html! {
            input id=(field.name) name=(field.name) value=(form.value(field.name)) autocomplete="off"
                lang=[language(field.name)] aria-describedby=[described];
        }
    })
}

/// Several lines.
pub(super) fn area(visit: &Visit, form: &Form, field: &Field<'_>, rows: u8) -> Markup {
    framed(visit, form, field, |described| {
        html! {
            textarea id=(field.name) name=(field.name) rows=(rows) lang=[language(field.name)]
                aria-describedby=[described] { (form.value(field.name)) }
        }
    })
}

/// A long text with its bytes counted: at most `limit` of them.
pub(super) fn counted(visit: &Visit, form: &Form, field: &Field<'_>, rows: u8, limit: usize) -> Markup {
    let value = form.value(field.name);
    let used = value.trim().len();
    let count = visit.fill(Content::BodyBytes, &[&used.to_string(), &limit.to_string()]);
    let count_id = format!("{}-count", field.name);
    framed(visit, form, field, |described| {
        let described = described.map_or_else(|| count_id.clone(), |ids| format!("{ids} {count_id}"));
        html! {
            textarea id=(field.name) name=(field.name) rows=(rows) lang=[language(field.name)]
                data-limit=(limit) data-extra="0" aria-describedby=(described) { (value) }
            p id=(count_id) class={ "count" @if used > limit { " over" } } {
                span data-count=(visit.say(Content::BodyBytes)) { (count) }
            }
        }
    })
}

/// One of a few.
pub(super) fn choice(visit: &Visit, form: &Form, field: &Field<'_>, options: &[(String, String)]) -> Markup {
    framed(visit, form, field, |described| {
        html! {
            select id=(field.name) name=(field.name) aria-describedby=[described] {
                @for (value, words) in options {
                    option value=(value) selected[form.value(field.name) == *value] { (words) }
                }
            }
        }
    })
}

/// Options whose words are texts.
pub(super) fn options(visit: &Visit, list: &[(&str, Content)]) -> Vec<(String, String)> {
    list.iter().map(|(value, text)| ((*value).to_owned(), visit.say(*text).to_owned())).collect()
}

/// The language that a field is in, by its name.
fn language(name: &str) -> Option<&'static str> {
    match name.rsplit('.').next() {
        Some("zh") => Some("zh-CN"),
        Some("en") => Some("en"),
        _ => None,
    }
}

/// The hidden fields of every form.
pub(super) fn hidden(csrf: &str, form: &Form) -> Markup {
    html! {
        input type="hidden" name="csrf" value=(csrf);
        input type="hidden" name="seen" value=(form.seen);
    }
}

/// Says that somebody else was faster, and how what is saved now differs.
pub(super) fn conflict(visit: &Visit, form: &Form) -> Markup {
    let Some(changes) = &form.conflict else { return html! {} };
    html! {
        div.notice.refused role="alert" tabindex="-1" id="error-summary" {
            h2 { (visit.say(Content::ConflictTitle)) }
            p { (visit.say(Content::Conflict)) }
            h3 { (visit.say(Content::Theirs)) }
            (diff::table(visit, changes))
        }
    }
}

/// The button that saves, with what it does.
pub(super) fn save(visit: &Visit, form: &Form) -> Markup {
    let words = if form.conflict.is_some() { Content::SaveAnyway } else { Content::Save };
    html! { button.primary { (visit.say(words)) } }
}
