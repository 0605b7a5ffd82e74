//! The filter above the inbox.

use app::questions::{Colleague, Filter, path_text};
use domain::{content::Snapshot, ids::Login, language::Language};
use maud::{Markup, html};

use super::{beside::topics, components::segment, inbox::InboxPage};
use crate::{
    text::{ListText, Words},
    web::Visit,
};

/// The filter as the end of a query, `&language=en`; empty for none.
pub(super) fn asked(filter: &Filter) -> String {
    let language = filter.language.map(|language| language.pick("zh", "en").to_owned());
    let fields = [
        ("category", filter.category.as_deref().map(path_text)),
        ("language", language),
        ("attachments", filter.attachments.then(|| "1".to_owned())),
        ("assignee", filter.assignee.as_ref().map(ToString::to_string)),
        ("from", filter.from.map(|day| day.to_string())),
        ("to", filter.to.map(|day| day.to_string())),
    ];
    let given = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    given.map(|(name, value)| format!("&{name}={}", segment(&value))).collect()
}

/// The form, open when it is in force. It stands outside of what polling replaces, so that nothing chosen is lost.
pub(super) fn filter_form(visit: &Visit, page: &InboxPage) -> Markup {
    let filter = &page.filter;
    let in_force = *filter != Filter::default();
    let heading = if in_force { ListText::Filtered } else { ListText::Filter };
    html! {
        details.narrowing open[in_force] {
            summary { (visit.say(heading)) }
            form.filters.card method="get" action="/admin/inbox" {
                input type="hidden" name="state" value=(page.tab.as_str());
                (category(visit, &page.content, filter.category.as_deref()))
                (language(visit, filter))
                (whose(visit, ListText::Whose, &page.colleagues, filter.assignee.as_ref()))
                (day("from", visit.say(ListText::From), filter.from.map(|day| day.to_string())))
                (day("to", visit.say(ListText::To), filter.to.map(|day| day.to_string())))
                (files(visit, filter))
                button.primary { (visit.say(ListText::Show)) }
                @if in_force {
                    a.button href={ "/admin/inbox?state=" (page.tab.as_str()) } { (visit.say(ListText::Clear)) }
                }
            }
        }
    }
}

/// Choosing a topic.
pub(super) fn category(visit: &Visit, content: &Snapshot, chosen: Option<&[u8]>) -> Markup {
    let chosen = chosen.unwrap_or_default();
    html! {
        div.field {
            label for="category" { (visit.say(ListText::Topic)) }
            select id="category" name="category" {
                option value="" { (visit.say(ListText::AnyTopic)) }
                (topics(visit, &content.categories, &mut Vec::new(), chosen))
            }
        }
    }
}

fn language(visit: &Visit, filter: &Filter) -> Markup {
    let choices =
        [("zh", Language::Chinese, ListText::Chinese), ("en", Language::English, ListText::English)];
    html! {
        div.field {
            label for="language" { (visit.say(ListText::Language)) }
            select id="language" name="language" {
                option value="" { (visit.say(ListText::AnyLanguage)) }
                @for (code, language, name) in choices {
                    option value=(code) selected[filter.language == Some(language)] { (visit.say(name)) }
                }
            }
        }
    }
}

fn files(visit: &Visit, filter: &Filter) -> Markup {
    html! {
        div.field {
            label for="attachments" { (visit.say(ListText::Files)) }
            select id="attachments" name="attachments" {
                option value="" { (visit.say(ListText::AnyFiles)) }
                option value="1" selected[filter.attachments] { (visit.say(ListText::WithFiles)) }
            }
        }
    }
}

/// Choosing an officer.
pub(super) fn whose(
    visit: &Visit,
    label: impl Words,
    colleagues: &[Colleague],
    chosen: Option<&Login>,
) -> Markup {
    let gone = chosen.filter(|login| colleagues.iter().all(|colleague| colleague.login != **login));
    html! {
        div.field {
            label for="assignee" { (visit.say(label)) }
            select id="assignee" name="assignee" {
                option value="" { (visit.say(ListText::Anybody)) }
                @if let Some(login) = gone { option value=(login) selected { (visit.names.of(login)) } }
                @for colleague in colleagues {
                    option value=(colleague.login) selected[chosen == Some(&colleague.login)] { (colleague.name) }
                }
            }
        }
    }
}

/// Choosing a day.
pub(super) fn day(name: &str, label: &str, value: Option<String>) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            input id=(name) name=(name) type="date" value=[value];
        }
    }
}
