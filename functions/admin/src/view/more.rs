//! Everything that does not fit on a phone's bar: all areas, the display, the account.

use app::staff::SignedIn;
use maud::{Markup, html};

use super::{layout, navigation};
use crate::{
    text::{Frame, People},
    web::Visit,
};

/// The page.
pub(crate) fn more(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let title = visit.say(Frame::More);
    let main = html! {
        div.narrow {
            h1 { (title) }
            section aria-labelledby="areas" {
                h2 id="areas" { (visit.say(Frame::AllAreas)) }
                (navigation::more(visit, signed_in))
            }
            section aria-labelledby="display" {
                h2 id="display" { (visit.say(Frame::Display)) }
                ul.choices {
                    li { (layout::language(visit)) }
                    li { (layout::size(visit)) }
                    li { a href="/admin/keys" { (visit.say(Frame::Keys)) } }
                    li { a href="/admin/help" { (visit.say(Frame::Help)) } }
                }
            }
            section aria-labelledby="account" {
                h2 id="account" { (visit.say(Frame::Account)) }
                p { b { (signed_in.actor.called()) } }
                p { a.button href="/admin/account" { (visit.say(People::MyAccount)) } }
                p.muted { (visit.fill(Frame::SignedInAs, &[signed_in.actor.login.as_str()])) }
                (layout::sign_out(visit, signed_in))
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
