//! A topic as the phone shows it, by the callback's own words and the thread's own bubbles.

use domain::{
    content::{Category, Snapshot, answer::card},
    conversation::ReplyCard,
    language::Language,
    texts::Texts,
};
use maud::{Markup, html};

use crate::{
    text::Content,
    view::{
        bubble::{Side, bubble, words},
        components::{Tone, tag},
    },
    web::Visit,
};

/// Longest text that the platform takes, in bytes.
const LIMIT: usize = 2_048;
/// From here on the count warns.
const NEAR: usize = 1_800;

/// Both languages of one topic. `content` holds the topics below it, whatever else it holds.
pub(crate) fn preview(visit: &Visit, content: &Snapshot, category: &Category, path: &[u8]) -> Markup {
    html! {
        div id="preview" {
            h2 { (visit.say(Content::PreviewTitle)) }
            @for (language, head) in [(Language::Chinese, Content::PreviewZh), (Language::English, Content::PreviewEn)] {
                (one(visit, Texts { content, language, now: visit.now }, category, path, head))
            }
        }
    }
}

fn one(visit: &Visit, texts: Texts<'_>, category: &Category, path: &[u8], head: Content) -> Markup {
    let text = texts.topic(category, path);
    let body = html! {
        @match card(category, texts) {
            Some(card) => { (self::card_shown(visit, &card)) (words(&visible(&text))) }
            None => (words(&visible(&text))),
        }
    };
    bubble(Side::Ours, &html! { (visit.say(head)) }, &body, &count(visit, text.len()))
}

/// The bytes of a whole reply, as the platform counts them.
pub(super) fn count(visit: &Visit, bytes: usize) -> Markup {
    html! {
        p.count {
            (visit.fill(Content::WholeBytes, &[&bytes.to_string()])) " "
            @if bytes > LIMIT { (tag(Tone::Danger, "▲", visit.say(Content::Over))) }
            @else if bytes > NEAR { (tag(Tone::Warn, "◔", visit.say(Content::Near))) }
        }
    }
}

/// A card instead of the words; the words below stand for it when an answer goes along.
pub(super) fn card_shown(visit: &Visit, card: &ReplyCard) -> Markup {
    html! {
        @match card {
            ReplyCard::Picture { media_id } => p.kind { "[" (visit.fill(Content::PictureShown, &[media_id])) "]" },
            ReplyCard::Article { title, description, url, .. } => {
                div.article-card {
                    (words(title))
                    (words(description))
                    p.muted.url { (visit.fill(Content::Tapped, &[url])) }
                }
            }
        }
    }
}

/// The text without the tags of links: numbers can be tapped on the phone, not here.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest
        .find("<a ")
        .or_else(|| rest.find("</a>"))
        .map(|first| rest.find("</a>").map_or(first, |end| end.min(first)))
    {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tags_of_links_are_not_shown_and_nothing_else_is_lost() {
        let text = "选：\n<a href=\"weixin://x\">1</a> 身份证 < 2 件\n<a href=\"y\">2</a> 户口";
        assert_eq!(visible(text), "选：\n1 身份证 < 2 件\n2 户口");
        assert_eq!(visible("没有链接"), "没有链接");
    }
}
