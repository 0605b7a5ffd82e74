//! One bubble, as every view of a conversation draws it: the resident's on the left, ours on the right.

use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage, NO_WAY_TO_FETCH, Said},
    language::Language,
};
use maud::{Markup, html};

use super::components::segment;
use crate::{
    text::{Text, bytes},
    web::Visit,
};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Resident,
    Ours,
}

/// A bubble: `head` says who and when, `foot` what became of it.
pub(super) fn bubble(side: Side, head: &Markup, body: &Markup, foot: &Markup) -> Markup {
    let class = match side {
        Side::Resident => "bubble resident",
        Side::Ours => "bubble ours",
    };
    html! {
        div class=(class) {
            p.head { (head) }
            div.body { (body) }
            (foot)
        }
    }
}

/// Words as they were written: line breaks kept, marked with their language.
pub(super) fn words(text: &str) -> Markup {
    let language = Language::of_text(text).map(|language| language.pick("zh-CN", "en"));
    html! { p.words lang=[language] { (text) } }
}

/// What an officer wrote, unless it has been erased.
pub(super) fn written(visit: &Visit, text: &str) -> Markup {
    if text.is_empty() {
        return html! { p { (visit.say(Text::Erased)) } };
    }
    words(text)
}

/// What a resident sent.
pub(super) fn said(visit: &Visit, message: &InboundMessage) -> Markup {
    html! {
        @match &message.said {
            Said::Text { text } => (words(text)),
            Said::Image => (kind(visit, Text::SaidImage)),
            Said::Voice { recognition } => {
                (kind(visit, Text::SaidVoice))
                @match recognition.as_deref().filter(|text| !text.is_empty()) {
                    Some(text) => (words(&visit.fill(Text::Recognition, &[text]))),
                    None => p.muted { (visit.say(Text::NoRecognition)) },
                }
            }
            Said::Video => (kind(visit, Text::SaidVideo)),
            Said::Location { latitude, longitude, label } => {
                (kind(visit, Text::SaidLocation))
                (words(label))
                p.muted { (visit.fill(Text::Coordinates, &[latitude, longitude])) }
            }
            // An address from outside is shown, never a link that an officer might tap by mistake.
            Said::Link { title, url } => { (kind(visit, Text::SaidLink)) (words(title)) p.muted.url { (url) } }
            Said::Event { name, key } => {
                p { (visit.fill(Text::SaidEvent, &[name])) @if !key.is_empty() { " (" (key) ")" } }
            }
            Said::Unread { msg_type, raw } => {
                details { summary { (visit.fill(Text::SaidUnread, &[msg_type])) } pre { (raw) } }
            }
            Said::Erased => p.muted { (visit.say(Text::Erased)) },
        }
        @if let Some(attachment) = &message.attachment { (file(visit, message, attachment)) }
    }
}

fn kind(visit: &Visit, text: Text) -> Markup {
    html! { p.kind { "[" (visit.say(text)) "]" } }
}

fn file(visit: &Visit, message: &InboundMessage, attachment: &Attachment) -> Markup {
    let address = format!(
        "/admin/attachments/{}/{}",
        segment(message.follower.as_str()),
        segment(message.key.as_str())
    );
    html! {
        @match &attachment.state {
            AttachmentState::Pending => p.muted { (visit.say(Text::AttachmentPending)) },
            AttachmentState::Failed { why } if why == NO_WAY_TO_FETCH => p.muted { (visit.say(Text::AttachmentNoWay)) },
            AttachmentState::Failed { why } => p.muted { (visit.fill(Text::AttachmentFailed, &[why])) },
            AttachmentState::Stored { preview, bytes: size, .. } => {
                @if preview.is_some() {
                    a.picture href=(address) target="_blank" rel="noopener" {
                        img src=(address) alt=(visit.say(Text::AttachmentAlt)) loading="lazy";
                    }
                }
                p { a href={ (address) "?original=1" } download { (visit.fill(Text::Download, &[&bytes(*size)])) } }
            }
        }
    }
}
