//! Where an officer writes: the answer, with what may be sent and how long it is; apart from it the internal note.

use app::{
    WayOut,
    questions::{ANSWER_LIMIT_BYTES, Seen, Thread, signature},
};
use domain::{
    time::{show, show_ahead},
    window::Allowance,
};
use maud::{Markup, html};

use super::components::field_error;
use crate::{text::Text, web::Visit};

/// What was written and not sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// The text of the answer.
    pub(crate) answer: String,
    /// The text of the note.
    pub(crate) note: String,
    /// What is wrong with which of the two fields.
    pub(crate) error: Option<(&'static str, String)>,
    /// The answer was written against this, and the thread has moved on.
    pub(crate) seen: Option<Seen>,
    /// Which of the two was sent.
    pub(crate) field: &'static str,
}

impl Draft {
    /// An answer.
    pub(crate) fn of_answer(text: &str, seen: Option<Seen>) -> Self {
        Self { answer: text.to_owned(), seen, field: "text", ..Self::default() }
    }

    /// A note.
    pub(crate) fn of_note(text: &str) -> Self {
        Self { note: text.to_owned(), field: "note", ..Self::default() }
    }

    /// The error of a field.
    fn error(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, what)| what.as_str())
    }
}

/// What the composer needs beside the thread.
pub(super) struct Composer<'a> {
    pub(super) visit: &'a Visit,
    pub(super) csrf: &'a str,
    /// The officer's name below the answer.
    pub(super) name: &'a str,
    /// A press of the button twice is one answer.
    pub(super) idempotency_key: &'a str,
    pub(super) draft: &'a Draft,
}

/// The answer's form.
pub(super) fn answer_form(composer: &Composer<'_>, thread: &Thread) -> Markup {
    let visit = composer.visit;
    let signature = signature(composer.name);
    let used = composer.draft.answer.trim().len() + signature.len();
    let error = composer.draft.error("text");
    let send = if composer.draft.seen.is_some() { Text::SendAnyway } else { Text::Send };
    let described =
        if error.is_some() { "text-error text-count text-window" } else { "text-count text-window" };
    html! {
        form.answer id="answer" method="post" action={ "/admin/questions/" (thread.question.id) "/answer" } novalidate {
            input type="hidden" name="csrf" value=(composer.csrf);
            input type="hidden" name="seen" value=(thread.seen);
            input type="hidden" name="key" value=(composer.idempotency_key);
            div.field.wrong[error.is_some()] {
                label for="text" { (visit.say(Text::ReplyToResident)) }
                (window(composer, thread))
                @if let Some(error) = error { (field_error(visit, "text", error)) }
                textarea id="text" name="text" rows="5" aria-describedby=(described)
                    data-limit=(ANSWER_LIMIT_BYTES) data-extra=(signature.len()) { (composer.draft.answer) }
                p.count id="text-count" title=(visit.say(Text::BytesHint)) {
                    span data-count=(visit.say(Text::BytesUsed)) { (visit.fill(Text::BytesUsed, &[&used.to_string(), &ANSWER_LIMIT_BYTES.to_string()])) }
                    span { (visit.say(Text::BytesHint)) }
                    @if !composer.name.is_empty() { span { (visit.fill(Text::SignedAs, &[composer.name])) } }
                }
            }
            div.buttons {
                button.primary name="then" value="" { (visit.say(send)) }
                button name="then" value="end" { (visit.say(Text::SendAndEnd)) }
                span.muted.keys { (visit.say(Text::SendKeys)) }
            }
            @if thread.question.assignee.is_none() { p.muted { (visit.say(Text::AutoTake)) } }
        }
    }
}

/// What may be sent now, by the sender's own judgement.
fn window(composer: &Composer<'_>, thread: &Thread) -> Markup {
    let visit = composer.visit;
    let left_account = thread.follower.as_ref().is_some_and(|follower| follower.openid.is_none());
    html! {
        p.window id="text-window" {
            @match thread.allowance {
                _ if left_account => span.closed { (visit.say(Text::WindowUnfollowed)) },
                _ if thread.way_out == WayOut::Off => span.closed { (visit.say(Text::WindowNoWay)) },
                Allowance::Open { left, until, .. } => {
                    (visit.fill(Text::WindowOpen, &[&show_ahead(until, visit.now, visit.language), &left.to_string()]))
                }
                Allowance::Closed => span.closed { (visit.say(Text::WindowClosed)) },
                Allowance::UsedUp => span.closed { (visit.say(Text::WindowUsedUp)) },
            }
        }
        @if let Some(silent) = courier_silent(visit, thread.way_out) { p.window { span.closed { (silent) } } }
    }
}

/// The district's computer has to be at work for anything to be pushed.
fn courier_silent(visit: &Visit, way_out: WayOut) -> Option<String> {
    match way_out {
        WayOut::Open | WayOut::Off => None,
        WayOut::CourierSilent(None) => Some(visit.say(Text::CourierNever).to_owned()),
        WayOut::CourierSilent(Some(at)) => {
            Some(visit.fill(Text::CourierSilent, &[&show(at, visit.language)]))
        }
    }
}

/// The note's form, in the note's own colour, closed until wanted.
pub(super) fn note_form(composer: &Composer<'_>, thread: &Thread) -> Markup {
    let visit = composer.visit;
    let error = composer.draft.error("note");
    let described = if error.is_some() { "note-hint note-error" } else { "note-hint" };
    html! {
        details.note-form open[error.is_some() || !composer.draft.note.is_empty()] {
            summary { span.lock aria-hidden="true" {} (visit.say(Text::WriteNote)) }
            form method="post" action={ "/admin/questions/" (thread.question.id) "/note" } novalidate {
                input type="hidden" name="csrf" value=(composer.csrf);
                div.field.wrong[error.is_some()] {
                    label for="note" { (visit.say(Text::NoteLabel)) }
                    p.muted id="note-hint" { (visit.say(Text::InternalHint)) }
                    @if let Some(error) = error { (field_error(visit, "note", error)) }
                    textarea id="note" name="text" rows="3" aria-describedby=(described) { (composer.draft.note) }
                }
                button { (visit.say(Text::SaveNote)) }
            }
        }
    }
}
