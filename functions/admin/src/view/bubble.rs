//! One bubble, as every view of a conversation draws it: the resident's on the left, ours on the right.

use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage, NO_WAY_TO_FETCH, Said},
    language::Language,
};
use maud::{Markup, html};

use super::components::segment;
use crate::{
    text::{Desk, Text, bytes},
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
                @if let Some(address) = map(latitude, longitude, label) {
                    p { a href=(address) target="_blank" rel="noopener noreferrer" { (visit.say(Desk::OpenMap)) } }
                }
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

/// The address of a map in GCJ-02, which opens only when an officer asks for it (腾讯地图 URI API, marker).
fn map(latitude: &str, longitude: &str, label: &str) -> Option<String> {
    let degrees = |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|value| value.abs() <= most);
    let (latitude, longitude) = (degrees(latitude, 90.0)?, degrees(longitude, 180.0)?);
    let title = segment(label);
    Some(format!(
        "https://apis.map.qq.com/uri/v1/marker?marker=coord:{latitude},{longitude};title:{title};addr:{title}&referer=wenqu"
    ))
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

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn a_map_opens_at_numbers_only() {
        let address = map("39.27", "118.46", "曹妃甸 <b>").unwrap();
        assert!(
            address.contains("coord:39.27,118.46;title:%E6%9B%B9") && !address.contains('<'),
            "{address}"
        );
        for (latitude, longitude) in [("39&x=1", "118"), ("NaN", "1"), ("91", "1"), ("", "")] {
            assert_eq!(map(latitude, longitude, "x"), None);
        }
    }
}
