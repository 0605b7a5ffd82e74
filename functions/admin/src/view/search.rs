//! The search and what it found.

use std::sync::Arc;

use app::{
    questions::{Colleague, Filter},
    search::{Found, Hit},
    staff::SignedIn,
};
use domain::{content::Snapshot, input::folded};
use maud::{Markup, html};

use super::{
    components::{Tone, error_summary, field_error, language_tag, segment, state_tag, tag, time},
    inbox_filter::{asked, category, day, whose},
    layout,
    people::titled,
};
use crate::{
    text::{ListText, SearchText, Text},
    web::Visit,
};

/// What the page shows.
pub(crate) struct SearchPage {
    /// The words, as typed.
    pub(crate) words: String,
    /// Officer, topic and days.
    pub(crate) filter: Filter,
    /// It is not the first page.
    pub(crate) paged: bool,
    /// What was found; nothing before anything was asked for.
    pub(crate) found: Option<Found>,
    /// To whom questions may belong.
    pub(crate) colleagues: Vec<Colleague>,
    /// For the topics.
    pub(crate) content: Arc<Snapshot>,
    /// What is wrong, and at which field.
    pub(crate) error: Option<(&'static str, String)>,
}

/// The page.
pub(crate) fn search(visit: &Visit, signed_in: &SignedIn, page: &SearchPage) -> Markup {
    let title = visit.say(SearchText::Title);
    let main = html! {
        h1 { (title) }
        @if let Some((field, what)) = &page.error { (error_summary(visit, field, what)) }
        (form(visit, page))
        @if let Some(found) = &page.found { (results(visit, page, found)) }
    };
    layout::page(visit, Some(signed_in), &titled(visit, title, page.error.is_some()), &main)
}

fn form(visit: &Visit, page: &SearchPage) -> Markup {
    let filter = &page.filter;
    html! {
        form.search.card role="search" method="get" action="/admin/search" {
            (words(visit, page))
            div.filters {
                (whose(visit, SearchText::Officer, &page.colleagues, filter.assignee.as_ref()))
                (category(visit, &page.content, filter.category.as_deref()))
                (day("from", visit.say(SearchText::AskedFrom), filter.from.map(|day| day.to_string())))
                (day("to", visit.say(SearchText::AskedTo), filter.to.map(|day| day.to_string())))
            }
            div.buttons {
                button.primary { (visit.say(SearchText::Find)) }
                @if page.found.is_some() { a.button href="/admin/search" { (visit.say(SearchText::Clear)) } }
                span.muted { (visit.say(SearchText::MonthsHint)) }
            }
        }
    }
}

fn words(visit: &Visit, page: &SearchPage) -> Markup {
    let error = page.error.as_ref().filter(|(field, _)| *field == "words").map(|(_, what)| what);
    let described = if error.is_some() { "words-error words-hint" } else { "words-hint" };
    html! {
        div.field.wrong[error.is_some()] {
            label for="words" { (visit.say(SearchText::Words)) }
            @if let Some(what) = error { (field_error(visit, "words", what)) }
            input id="words" name="words" type="search" value=(page.words) autocomplete="off" aria-describedby=(described);
            p.muted id="words-hint" { (visit.say(SearchText::WordsHint)) }
        }
    }
}

fn results(visit: &Visit, page: &SearchPage, found: &Found) -> Markup {
    let address = |cursor: &str| {
        let cursor = if cursor.is_empty() { String::new() } else { format!("&cursor={}", segment(cursor)) };
        format!("/admin/search?words={}{}{cursor}", segment(&page.words), asked(&page.filter))
    };
    if found.total == 0 {
        return html! {
            div.empty.card role="status" {
                h2 { (visit.say(SearchText::FoundNone)) }
                p { (visit.say(SearchText::FoundNoneHint)) }
            }
        };
    }
    let terms: Vec<String> = page.words.split_whitespace().map(folded).collect();
    html! {
        p.found role="status" {
            (visit.fill(SearchText::FoundSome, &[&found.total.to_string(), &found.since.to_string()]))
        }
        ul.lines { @for hit in &found.hits { (line(visit, hit, &terms)) } }
        div.foot {
            @if page.paged { a.button href=(address("")) { (visit.say(Text::FirstPage)) } }
            @if let Some(next) = &found.next { a.button rel="next" href=(address(next)) { (visit.say(Text::NextPage)) } }
        }
    }
}

/// A question as it is now; the whole row is one link.
fn line(visit: &Visit, hit: &Hit, terms: &[String]) -> Markup {
    let question = &hit.question;
    html! {
        li.line data-id=(question.id) {
            a href={ "/admin/questions/" (question.id) } {
                span.what {
                    span.who {
                        (state_tag(visit, question.state)) " "
                        b { (visit.fill(Text::Resident, &[question.follower.short()])) } " "
                        (language_tag(visit, question.language)) " "
                        @if hit.elsewhere { (tag(Tone::Info, "", visit.say(SearchText::Elsewhere))) " " }
                        span.number { (question.number) }
                    }
                    span.preview lang=(question.language.pick("zh-CN", "en")) {
                        @if question.text.is_empty() { (visit.say(Text::WithoutWords)) } @else { (shown(&question.text, terms)) }
                    }
                }
                span.when {
                    span { (visit.say(SearchText::AskedAt)) " " (time(visit, question.asked_at)) }
                    span.muted { (visit.with(question.assignee.as_ref())) }
                }
            }
        }
    }
}

/// The line of a text in which something was found, or its first.
fn shown<'a>(text: &'a str, terms: &[String]) -> &'a str {
    let holds = |line: &&str| {
        let line = folded(line);
        terms.iter().any(|term| line.contains(term.as_str()))
    };
    text.lines().find(holds).or_else(|| text.lines().next()).unwrap_or_default()
}

/// The field for it above a list.
pub(super) fn search_box(visit: &Visit) -> Markup {
    html! {
        form.find role="search" method="get" action="/admin/search" {
            label.hidden for="find" { (visit.say(SearchText::Words)) }
            input id="find" name="words" type="search" autocomplete="off" placeholder=(visit.say(ListText::FindHint));
            button { (visit.say(SearchText::Find)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_shown_in_which_something_was_found() {
        let text = "停水了\n在 ３ 号楼\n谢谢";
        assert_eq!(shown(text, &["3 号".to_owned()]), "在 ３ 号楼");
        assert_eq!(shown(text, &["没有".to_owned()]), "停水了");
        assert_eq!(shown("", &[]), "");
    }
}
