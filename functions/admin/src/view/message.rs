//! Pages that say one thing.

use app::staff::SignedIn;
use maud::{Markup, html};

use super::layout;
use crate::{text::Text, web::Visit};

/// A title, what to do, and the way back.
pub(crate) fn message(visit: &Visit, signed_in: Option<&SignedIn>, title: Text, text: &str) -> Markup {
    let title = visit.say(title);
    let main = html! {
        div.narrow.card {
            h1 { (title) }
            p { (text) }
            p { a.button href="/admin/inbox" { (visit.say(Text::BackToInbox)) } }
        }
    };
    layout::page(visit, signed_in, title, &main)
}

/// The same, with a way to try again.
pub(crate) fn message_again(visit: &Visit, signed_in: Option<&SignedIn>, title: Text, text: &str) -> Markup {
    let title = visit.say(title);
    let main = html! {
        div.narrow.card {
            h1 { (title) }
            p { (text) }
            p { a.button href={ "/admin" (visit.address) } { (visit.say(Text::TryAgain)) } }
            p { a href="/admin/inbox" { (visit.say(Text::BackToInbox)) } }
        }
    };
    layout::page(visit, signed_in, title, &main)
}

/// A form came after the session's end: what was written is shown to be copied.
pub(crate) fn session_over(visit: &Visit, draft: &str) -> Markup {
    let title = visit.say(Text::SessionOverTitle);
    let main = html! {
        div.narrow.card {
            h1 { (title) }
            @if draft.is_empty() {
                p { (visit.say(Text::SessionOver)) }
            } @else {
                p { (visit.say(Text::DraftKept)) }
                label for="draft" { (visit.say(Text::DraftLabel)) }
                textarea id="draft" rows="8" readonly { (draft) }
            }
            p { a.button href="/admin/sign-in" { (visit.say(Text::SignIn)) } }
        }
    };
    layout::page(visit, None, title, &main)
}
