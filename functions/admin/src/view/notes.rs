//! What is not a bubble: internal notes, which can't be mistaken for a reply, and what happened to the question.

use domain::conversation::{Change, Entry};
use maud::{Markup, html};

use super::{bubble, components::time};
use crate::{
    text::{Desk, Text},
    web::Visit,
};

/// A note: full width, yellow, with a lock and the words.
pub(super) fn note(visit: &Visit, entry: &Entry, text: &str) -> Markup {
    html! {
        div.note {
            p.head { span.lock aria-hidden="true" {} b { (visit.say(Text::Internal)) } " · " (entry.name) " · " (time(visit, entry.at)) }
            (bubble::written(visit, text))
        }
    }
}

/// A line in the middle.
pub(super) fn change(visit: &Visit, entry: &Entry, what: Change) -> Markup {
    let text = match what {
        Change::Taken => Text::ChangeTaken,
        Change::Released => Text::ChangeReleased,
        Change::Ended => Text::ChangeEnded,
        Change::Withdrawn => Text::ChangeWithdrawn,
        Change::Resent => Text::ChangeResent,
        Change::Settled => Text::ChangeSettled,
    };
    let name = if entry.name.is_empty() { entry.by.as_str() } else { &entry.name };
    let words =
        if what == Change::Withdrawn { visit.say(text).to_owned() } else { visit.fill(text, &[name]) };
    html! { p.change { (time(visit, entry.at)) " " (words) } }
}

/// The question was given to somebody.
pub(super) fn assigned(visit: &Visit, entry: &Entry, to: &str) -> Markup {
    let name = if entry.name.is_empty() { entry.by.as_str() } else { &entry.name };
    html! { p.change { (time(visit, entry.at)) " " (visit.fill(Desk::Assigned, &[name, to])) } }
}
