//! Where an officer writes: the answer, with what may be sent, how long it is and how it will read; apart from it the
//! internal note.

use app::{
    WayOut,
    questions::{ANSWER_LIMIT_BYTES, Seen, Thread, signature},
};
use domain::{
    canned::CannedResponse,
    time::{show, show_ahead},
    window::Allowance,
};
use jiff::Timestamp;
use maud::{Markup, html};

use super::{
    beside::written_in,
    bubble::{self, Side, bubble},
    components::field_error,
};
use crate::{
    text::{Desk, Text},
    web::Visit,
};

/// What was written and not sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// The text of the answer.
    pub(crate) answer: String,
    /// The text of the note.
    pub(crate) note: String,
    /// The resident's remark.
    pub(crate) remark: Option<String>,
    /// The number of the group that the question was to be put into.
    pub(crate) into: Option<String>,
    /// What is wrong with which field.
    pub(crate) error: Option<(&'static str, String)>,
    /// The answer was written against this, and the thread has moved on.
    pub(crate) seen: Option<Seen>,
    /// Which of answer and note was sent.
    pub(crate) field: &'static str,
    /// When the answer's draft was kept on the server, if it comes from there.
    pub(crate) kept_at: Option<Timestamp>,
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

    /// A remark.
    pub(crate) fn of_remark(text: &str) -> Self {
        Self { remark: Some(text.to_owned()), ..Self::default() }
    }

    /// A group's number.
    pub(crate) fn of_group(number: &str) -> Self {
        Self { into: Some(number.to_owned()), ..Self::default() }
    }

    /// The error of a field.
    pub(super) fn error(&self, field: &str) -> Option<&str> {
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
    pub(super) canned: &'a [CannedResponse],
}

/// The answer's form.
pub(super) fn answer_form(composer: &Composer<'_>, thread: &Thread) -> Markup {
    let visit = composer.visit;
    let at = |verb: &str| format!("/admin/questions/{}/{verb}", thread.question.id);
    html! {
        form.answer id="answer" method="post" enctype="multipart/form-data" action=(at("answer")) novalidate
            data-draft=(at("draft")) data-kept=(visit.say(Desk::DraftSavedNow)) data-not-kept=(visit.say(Desk::DraftNotSaved)) {
            input type="hidden" name="csrf" value=(composer.csrf);
            input type="hidden" name="seen" value=(thread.seen);
            input type="hidden" name="key" value=(composer.idempotency_key);
            (answer_field(composer, thread))
            (canned(composer, &at("insert")))
            (picture(composer, thread))
            (preview(composer))
            (buttons(composer, &at("draft")))
            @if thread.question.assignee.is_none() { p.muted { (visit.say(Text::AutoTake)) } }
        }
    }
}

fn answer_field(composer: &Composer<'_>, thread: &Thread) -> Markup {
    let visit = composer.visit;
    let signature = signature(composer.name);
    let used = composer.draft.answer.trim().len() + signature.len();
    let error = composer.draft.error("text");
    let described =
        if error.is_some() { "text-error text-count text-window" } else { "text-count text-window" };
    html! {
        div.field.wrong[error.is_some()] {
            label for="text" { (visit.say(Text::ReplyToResident)) }
            (window(composer, thread))
            @if let Some(error) = error { (field_error(visit, "text", error)) }
            div.picking {
                textarea id="text" name="text" rows="5" aria-describedby=(described) data-key="r"
                    data-limit=(ANSWER_LIMIT_BYTES) data-extra=(signature.len()) data-signature=(signature)
                    data-canned={ "/admin/questions/" (thread.question.id) "/canned" } { (composer.draft.answer) }
                ul.picker id="canned-list" role="listbox" hidden aria-label=(visit.say(Desk::CannedChoices))
                    data-found=(visit.say(Desk::CannedFound)) data-none=(visit.say(Desk::CannedNone)) {}
            }
            p.count id="text-count" title=(visit.say(Text::BytesHint)) {
                span data-count=(visit.say(Text::BytesUsed)) { (visit.fill(Text::BytesUsed, &[&used.to_string(), &ANSWER_LIMIT_BYTES.to_string()])) }
                span { (visit.say(Text::BytesHint)) }
                @if !composer.name.is_empty() { span { (visit.fill(Text::SignedAs, &[composer.name])) } }
                span.kept data-draft-state {
                    @if let Some(at) = composer.draft.kept_at { (visit.fill(Desk::DraftKept, &[&show(at, visit.language)])) }
                }
            }
        }
    }
}

/// The choice for who has no script; scripts offer the same at `/`.
fn canned(composer: &Composer<'_>, insert: &str) -> Markup {
    let visit = composer.visit;
    if composer.canned.is_empty() {
        return html! {};
    }
    let error = composer.draft.error("canned");
    html! {
        div.field.wrong[error.is_some()] {
            label for="canned" { (visit.say(Desk::Canned)) }
            @if let Some(error) = error { (field_error(visit, "canned", error)) }
            div.beside {
                select id="canned" name="canned" aria-describedby="canned-hint" {
                    option value="" { (visit.say(Desk::Nobody)) }
                    @for row in composer.canned { option value=(row.code) lang=[written_in(&row.title)] { (row.code) " · " (row.title) } }
                }
                button formaction=(insert) { (visit.say(Desk::Insert)) }
            }
            p.muted id="canned-hint" { (visit.say(Desk::CannedHint)) }
        }
    }
}

/// The file goes out as a message of its own.
fn picture(composer: &Composer<'_>, thread: &Thread) -> Markup {
    let visit = composer.visit;
    let error = composer.draft.error("picture");
    if thread.way_out == WayOut::Off && error.is_none() {
        return html! { p.muted { (visit.say(Desk::PictureNoWay)) } };
    }
    let described = if error.is_some() { "picture-error picture-hint" } else { "picture-hint" };
    html! {
        div.field.wrong[error.is_some()] {
            label for="picture" { (visit.say(Desk::Picture)) }
            @if let Some(error) = error { (field_error(visit, "picture", error)) }
            input type="file" id="picture" name="picture" accept="image/jpeg,image/png" aria-describedby=(described)
                data-largest=(crate::picture::FILE_LIMIT_BYTES) data-too-large=(visit.say(Desk::PictureTooLarge));
            p.muted id="picture-hint" { (visit.say(Desk::PictureHint)) }
        }
    }
}

/// The same bubble as in the thread, with the signature.
fn preview(composer: &Composer<'_>) -> Markup {
    let visit = composer.visit;
    let written = composer.draft.answer.trim();
    let text =
        if written.is_empty() { String::new() } else { format!("{written}{}", signature(composer.name)) };
    html! {
        details.preview id="preview" open[!text.is_empty()] {
            summary { (visit.say(Desk::Preview)) }
            div.screen {
                (bubble(Side::Ours, &html! {}, &bubble::words(&text), &html! {}))
                p.muted data-empty hidden[!text.is_empty()] { (visit.say(Desk::PreviewEmpty)) }
            }
        }
    }
}

fn buttons(composer: &Composer<'_>, draft: &str) -> Markup {
    let visit = composer.visit;
    let send = if composer.draft.seen.is_some() { Text::SendAnyway } else { Text::Send };
    html! {
        div.buttons {
            button.primary name="then" value="" { (visit.say(send)) }
            button name="then" value="end" { (visit.say(Text::SendAndEnd)) }
            button name="then" value="next" { (visit.say(Desk::SendAndNext)) }
            button.quiet formaction=(draft) { (visit.say(Desk::SaveDraft)) }
            span.muted.keys { (visit.say(Text::SendKeys)) }
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
                    textarea id="note" name="text" rows="3" data-key="n" aria-describedby=(described) { (composer.draft.note) }
                }
                button { (visit.say(Text::SaveNote)) }
            }
        }
    }
}
