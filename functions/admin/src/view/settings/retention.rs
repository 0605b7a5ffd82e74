//! How long what is kept, as a table.

use app::staff::SignedIn;
use maud::{Markup, html};

use super::{super::layout, back};
use crate::{text::Setup, web::Visit};

/// What, how long, what then, where it is set.
type Line = (Setup, Setup, Setup, Setup);

const LINES: &[Line] = &[
    (Setup::TalkOf, Setup::TalkKept, Setup::TalkThen, Setup::SetByLaw),
    (Setup::LeftOf, Setup::LeftKept, Setup::LeftThen, Setup::SetByDays),
    (Setup::MediaOf, Setup::MediaKept, Setup::MediaThen, Setup::SetByDays),
    (Setup::UnreadOf, Setup::UnreadKept, Setup::UnreadThen, Setup::SetByLaw),
    (Setup::AuditOf, Setup::AuditKept, Setup::AuditThen, Setup::SetByLaw),
];

/// The page; `days` is what the deployment says.
pub(crate) fn retention(visit: &Visit, signed_in: &SignedIn, days: i64) -> Markup {
    let title = visit.say(Setup::RetentionTitle);
    let days = days.to_string();
    let main = html! {
        (back(visit))
        h1 { (title) }
        p.muted { (visit.say(Setup::ReadOnly)) }
        ul.facts {
            @for (what, kept, then, set_by) in LINES {
                li.card {
                    h2 { (visit.say(*what)) }
                    dl {
                        dt { (visit.say(Setup::Kept)) }
                        dd { b { (visit.fill(*kept, &[&days])) } }
                        dt { (visit.say(Setup::Then)) }
                        dd { (visit.say(*then)) }
                        dt { (visit.say(Setup::SetBy)) }
                        dd { (visit.say(*set_by)) }
                    }
                }
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
