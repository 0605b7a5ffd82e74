//! How to use the console, on one page.

use app::staff::SignedIn;
use maud::{Markup, html};

use super::layout;
use crate::{
    text::{Frame, Help},
    web::Visit,
};

const SECTIONS: &[(Help, &[Help])] = &[
    (Help::InboxTitle, &[Help::Inbox1, Help::Inbox2, Help::Inbox3]),
    (Help::AnswerTitle, &[Help::Answer1, Help::Answer2, Help::Answer3]),
    (Help::StateTitle, &[Help::State1]),
    (Help::NoteTitle, &[Help::Note1]),
    (Help::EndTitle, &[Help::End1]),
    (Help::PrivacyTitle, &[Help::Privacy1]),
    (Help::DisplayTitle, &[Help::Display1]),
    (Help::TroubleTitle, &[Help::Trouble1]),
];

/// The page.
pub(crate) fn help(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let title = visit.say(Help::Title);
    let main = html! {
        div.card.reading {
            h1 { (title) }
            @for (title, paragraphs) in SECTIONS {
                h2 { (visit.say(*title)) }
                @for paragraph in *paragraphs { p { (visit.say(*paragraph)) } }
            }
            p { a.button href="/admin/keys" { (visit.say(Frame::Keys)) } }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
