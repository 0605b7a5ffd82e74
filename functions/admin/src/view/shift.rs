//! The hand-over, on screen and on paper.

use app::{
    rows::{InboxLine, ShiftNote},
    shift::{HandOver, Whose},
    staff::SignedIn,
};
use domain::{delivery::Delivery, staff::Permission};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

use super::{
    bubble::words,
    components::{error_summary, field_error, promise_tag, state_tag, time},
    delivery, layout,
};
use crate::{
    text::{Shift, Text},
    web::Visit,
};

/// What the page shows.
pub(crate) struct ShiftPage {
    /// Whose questions.
    pub(crate) whose: Whose,
    /// Today in Beijing.
    pub(crate) today: Date,
    /// Whose notes are shown.
    pub(crate) day: Date,
    /// What is handed over.
    pub(crate) handed: HandOver,
    /// Notes of the day.
    pub(crate) notes: Vec<ShiftNote>,
    /// A note was just saved.
    pub(crate) done: bool,
    /// What was written and not saved.
    pub(crate) draft: String,
    /// What is wrong with it.
    pub(crate) error: Option<String>,
}

/// The page.
pub(crate) fn hand_over(visit: &Visit, signed_in: &SignedIn, page: &ShiftPage) -> Markup {
    let handed = &page.handed;
    let words = visit.say(Shift::Title);
    let title = match page.error {
        Some(_) => format!("{}{words}", visit.say(Text::ErrorPrefix)),
        None => words.to_owned(),
    };
    let numbers = [handed.open(), handed.overdue.len(), handed.today.len(), handed.stuck];
    let numbers = numbers.map(|number| number.to_string());
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let main = html! {
        h1 { (words) " " (time(visit, visit.now)) }
        @if let Some(what) = &page.error { (error_summary(visit, "note", what)) }
        @if page.done { div.notice.done role="status" { span aria-hidden="true" { "✓ " } (visit.say(Shift::DidNote)) } }
        p { (visit.fill(Shift::Summary, &numbers)) }
        p.muted { (visit.say(Shift::PrintHint)) @if handed.more { " " (visit.say(Shift::More)) } }
        (whose(visit, page))
        (questions(visit, Shift::Overdue, &handed.overdue))
        (questions(visit, Shift::Today, &handed.today))
        @if !handed.later.is_empty() { (questions(visit, Shift::Later, &handed.later)) }
        @if !handed.unpromised.is_empty() { (questions(visit, Shift::Unpromised, &handed.unpromised)) }
        (awaiting(visit, &handed.awaiting))
        (questions(visit, Shift::Answered, &handed.answered))
        (notes(visit, signed_in, page))
    };
    layout::page(visit, Some(signed_in), &title, &main)
}

fn whose(visit: &Visit, page: &ShiftPage) -> Markup {
    let link = |own: Whose, address: &str, label: Shift| {
        html! { a href=(address) aria-current=[(page.whose == own).then_some("page")] { (visit.say(label)) } }
    };
    html! {
        nav.tabs aria-label=(visit.say(Shift::Whose)) {
            (link(Whose::Everyone, "/admin/hand-over", Shift::Everyone))
            (link(Whose::Mine, "/admin/hand-over?who=me", Shift::Mine))
        }
    }
}

fn questions(visit: &Visit, title: Shift, lines: &[InboxLine]) -> Markup {
    let cell = |label: Shift, value: Markup| html! { td data-label=(visit.say(label)) { (value) } };
    html! {
        section.handed {
            h2 { (visit.say(title)) " " span.count { (lines.len()) } }
            @if lines.is_empty() { p.muted { (visit.say(Shift::None)) } } @else {
                table.stack {
                    thead { tr {
                        @for head in [Shift::Question, Shift::Text, Shift::Promise, Shift::Holder] { th scope="col" { (visit.say(head)) } }
                    } }
                    tbody { @for line in lines { tr {
                        (cell(Shift::Question, html! { a href={ "/admin/questions/" (line.question) } { (line.number) } " " (state_tag(visit, line.state)) }))
                        (cell(Shift::Text, html! { span lang=(line.language.pick("zh-CN", "en")) { (line.preview) } }))
                        (cell(Shift::Promise, html! { @if line.state.is_unanswered() { (promise_tag(visit, line.promised_at)) } }))
                        (cell(Shift::Holder, html! { @match &line.assignee { Some(login) => (visit.names.of(login)), None => (visit.say(Text::NobodyYet)) } }))
                    } } }
                }
            }
        }
    }
}

fn awaiting(visit: &Visit, rows: &[Delivery]) -> Markup {
    let cell = |label: Shift, value: Markup| html! { td data-label=(visit.say(label)) { (value) } };
    html! {
        section.handed {
            h2 { (visit.say(Shift::Awaiting)) " " span.count { (rows.len()) } }
            @if rows.is_empty() { p.muted { (visit.say(Shift::None)) } } @else {
                table.stack {
                    thead { tr {
                        @for head in [Shift::Question, Shift::Text, Shift::Reason, Shift::Written] { th scope="col" { (visit.say(head)) } }
                    } }
                    tbody { @for row in rows { tr {
                        (cell(Shift::Question, html! {
                            @match (&row.question, &row.number) {
                                (Some(question), Some(number)) => a href={ "/admin/questions/" (question) } { (number) },
                                _ => (visit.fill(Text::Resident, &[row.follower.short()])),
                            }
                        }))
                        (cell(Shift::Text, html! { span lang=(row.language.pick("zh-CN", "en")) { (row.content.text()) } }))
                        (cell(Shift::Reason, html! { (delivery::why(visit, row).unwrap_or_default()) }))
                        (cell(Shift::Written, time(visit, row.created_at)))
                    } } }
                }
            }
        }
    }
}

fn notes(visit: &Visit, signed_in: &SignedIn, page: &ShiftPage) -> Markup {
    let day = |day: Date, label: Shift| html! { a.button href={ "/admin/hand-over?day=" (day) "#notes" } { (visit.say(label)) } };
    html! {
        section.handed aria-labelledby="notes" {
            h2 id="notes" { (visit.fill(Shift::NotesOf, &[&page.day.to_string()])) }
            @if page.notes.is_empty() { p.muted { (visit.say(Shift::NoNotes)) } }
            @for note in &page.notes {
                div.note {
                    p.head { b { (if note.name.is_empty() { note.by.as_str() } else { &note.name }) } " · " (time(visit, note.at)) }
                    (words(&note.text))
                }
            }
            div.buttons {
                (day(page.day.saturating_sub(1.day()), Shift::DayBefore))
                @if page.day < page.today { (day(page.day.saturating_add(1.day()), Shift::DayAfter)) (day(page.today, Shift::BackToday)) }
            }
            @if page.day == page.today && signed_in.actor.require(Permission::Answer).is_ok() { (form(visit, signed_in, page)) }
        }
    }
}

fn form(visit: &Visit, signed_in: &SignedIn, page: &ShiftPage) -> Markup {
    let described = if page.error.is_some() { "note-hint note-error" } else { "note-hint" };
    html! {
        form.card method="post" action="/admin/hand-over/notes" novalidate {
            input type="hidden" name="csrf" value=(signed_in.session.csrf);
            div.field.wrong[page.error.is_some()] {
                label for="note" { (visit.say(Shift::NoteLabel)) }
                p.muted id="note-hint" { (visit.say(Shift::NoteHint)) }
                @if let Some(what) = &page.error { (field_error(visit, "note", what)) }
                textarea id="note" name="text" rows="4" aria-describedby=(described) { (page.draft) }
            }
            button { (visit.say(Shift::SaveNote)) }
        }
    }
}
