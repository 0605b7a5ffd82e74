//! The thread's items in order of time.

use std::collections::HashMap;

use app::{
    questions::{Seen, Thread},
    staff::SignedIn,
};
use domain::{
    conversation::{Entry, EntryBody, InboundMessage, Reply},
    delivery::Delivery,
    ids::DeliveryId,
    staff::Permission,
};
use jiff::Timestamp;
use maud::{Markup, html};

use super::{
    bubble::{self, Side, bubble},
    components::{Tone, segment, tag, time},
    delivery::delivery,
    notes::{assigned, change, note},
};
use crate::{
    text::{Desk, Text},
    web::Visit,
};

/// Who looks at the items, and what they may do with them.
pub(super) struct Viewer<'a> {
    visit: &'a Visit,
    csrf: &'a str,
    pub(super) may_answer: bool,
    may_edit: bool,
}

impl<'a> Viewer<'a> {
    pub(super) fn new(visit: &'a Visit, signed_in: &'a SignedIn) -> Self {
        let may = |permission| signed_in.actor.require(permission).is_ok();
        Self {
            visit,
            csrf: &signed_in.session.csrf,
            may_answer: may(Permission::Answer),
            may_edit: may(Permission::EditContent),
        }
    }
}

enum What<'a> {
    Said(&'a InboundMessage),
    Entry(&'a Entry),
}

/// All items; those newer than `seen` are marked.
pub(super) fn timeline(viewer: &Viewer<'_>, thread: &Thread, seen: Option<&Seen>) -> Markup {
    let visit = viewer.visit;
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
                        What::Entry(entry) => (self::entry(viewer, entry, &deliveries)),
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

fn entry(viewer: &Viewer<'_>, entry: &Entry, deliveries: &HashMap<&DeliveryId, &Delivery>) -> Markup {
    let visit = viewer.visit;
    let way = |id: &DeliveryId| {
        let row = deliveries.get(id);
        row.map(|row| delivery(visit, viewer.csrf, viewer.may_answer, row)).unwrap_or_default()
    };
    let name = if entry.name.is_empty() { entry.by.as_str() } else { &entry.name };
    let head = html! { (name) " " (time(visit, entry.at)) };
    match &entry.body {
        EntryBody::Answer { text, delivery } => {
            let foot = html! { (way(delivery)) (keep_as_canned(viewer, entry, text)) };
            bubble(Side::Ours, &head, &bubble::written(visit, text), &foot)
        }
        EntryBody::Picture { object, delivery, .. } => {
            bubble(Side::Ours, &head, &picture(visit, entry, object), &way(delivery))
        }
        EntryBody::Note { text } => note(visit, entry, text),
        EntryBody::Change { what } => change(visit, entry, *what),
        EntryBody::Assigned { to_name, .. } => assigned(visit, entry, to_name),
    }
}

/// The picture that went out, unless it has been erased.
fn picture(visit: &Visit, entry: &Entry, object: &str) -> Markup {
    let address = format!("/admin/questions/{}/pictures/{}", entry.question, segment(entry.id.as_str()));
    html! {
        @if object.is_empty() {
            p { (visit.say(Text::Erased)) }
        } @else {
            a.picture href=(address) target="_blank" rel="noopener" {
                img src=(address) alt=(visit.say(Desk::SentPicture)) loading="lazy";
            }
        }
    }
}

/// What was written once may be of use again.
fn keep_as_canned(viewer: &Viewer<'_>, entry: &Entry, text: &str) -> Markup {
    html! {
        @if viewer.may_edit && !text.is_empty() {
            p.keep {
                a href={ "/admin/settings/canned/new?question=" (entry.question) "&entry=" (segment(entry.id.as_str())) } {
                    (viewer.visit.say(Desk::KeepAsCanned))
                }
            }
        }
    }
}
