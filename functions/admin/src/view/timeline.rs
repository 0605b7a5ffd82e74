//! The thread's items in order of time.

use std::collections::HashMap;

use app::questions::{Seen, Thread};
use domain::{
    conversation::{Entry, EntryBody, InboundMessage, Reply},
    delivery::Delivery,
    ids::DeliveryId,
};
use jiff::Timestamp;
use maud::{Markup, html};

use super::{
    bubble::{self, Side, bubble},
    components::{Tone, tag, time},
    delivery::delivery,
    notes::{change, note},
};
use crate::{text::Text, web::Visit};

enum What<'a> {
    Said(&'a InboundMessage),
    Entry(&'a Entry),
}

/// All items; those newer than `seen` are marked.
pub(super) fn timeline(
    visit: &Visit,
    csrf: &str,
    may_answer: bool,
    thread: &Thread,
    seen: Option<&Seen>,
) -> Markup {
    let deliveries: HashMap<&DeliveryId, &Delivery> =
        thread.deliveries.iter().map(|row| (&row.id, row)).collect();
    let mut items: Vec<(Timestamp, What<'_>)> =
        thread.messages.iter().map(|message| (message.received_at, What::Said(message))).collect();
    items.extend(thread.entries.iter().map(|entry| (entry.at, What::Entry(entry))));
    items.sort_by_key(|(at, _)| *at);
    html! {
        ol.timeline {
            @for (at, what) in &items {
                @let is_new = seen.is_some_and(|seen| seen.is_before(*at));
                li.new[is_new] {
                    @if is_new { p.new-mark { (tag(Tone::Warn, "", visit.say(Text::New))) } }
                    @match what {
                        What::Said(message) => (said(visit, message)),
                        What::Entry(entry) => (self::entry(visit, csrf, may_answer, entry, &deliveries)),
                    }
                }
            }
        }
    }
}

/// What the resident said, and what was answered by itself.
fn said(visit: &Visit, message: &InboundMessage) -> Markup {
    let own = message.reply.as_ref().map(Reply::own);
    let at = time(visit, message.received_at);
    html! {
        (bubble(Side::Resident, &html! { (visit.say(Text::AboutResident)) " " (at) }, &bubble::said(visit, message), &html! {}))
        @if let Some(own) = own.filter(|own| !own.is_empty()) {
            (bubble(Side::Ours, &html! { (tag(Tone::Plain, "", visit.say(Text::AutoReply))) " " (at) }, &bubble::words(own), &html! {}))
        }
    }
}

fn entry(
    visit: &Visit,
    csrf: &str,
    may_answer: bool,
    entry: &Entry,
    deliveries: &HashMap<&DeliveryId, &Delivery>,
) -> Markup {
    match &entry.body {
        EntryBody::Answer { text, delivery: id } => {
            let name = if entry.name.is_empty() { entry.by.as_str() } else { &entry.name };
            let foot =
                deliveries.get(id).map(|row| delivery(visit, csrf, may_answer, row)).unwrap_or_default();
            bubble(
                Side::Ours,
                &html! { (name) " " (time(visit, entry.at)) },
                &bubble::written(visit, text),
                &foot,
            )
        }
        EntryBody::Note { text } => note(visit, entry, text),
        EntryBody::Change { what } => change(visit, entry, *what),
    }
}
