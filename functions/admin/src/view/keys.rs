//! The table of keys, which `?` shows: as a page, and from scripts in a dialog.

use app::staff::SignedIn;
use maud::{Markup, html};

use super::{layout, navigation};
use crate::{
    text::Frame,
    web::{Visit, choices},
};

/// Keys that are the same everywhere. Those of a page are attributes of its links, buttons and fields (`data-key`).
const KEYS: &[(&[&str], Frame)] = &[
    (&["?"], Frame::KeyHelp),
    (&["/"], Frame::KeySearch),
    (&["j"], Frame::KeyNext),
    (&["k"], Frame::KeyPrevious),
    (&["o"], Frame::KeyOpen),
    (&["x"], Frame::KeySelect),
    (&["r"], Frame::KeyReply),
    (&["n"], Frame::KeyNote),
    (&["a"], Frame::KeyTake),
    (&["e"], Frame::KeyEnd),
    (&["u"], Frame::KeyBack),
    (&["[", "]"], Frame::KeySibling),
    (&["Ctrl+Enter"], Frame::KeySend),
    (&["Esc"], Frame::KeyEscape),
];

/// The page.
pub(crate) fn keys(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let title = visit.say(Frame::Keys);
    let main = html! { div.narrow.card { h1 { (title) } (keys_part(visit, signed_in)) } };
    layout::page(visit, Some(signed_in), title, &main)
}

/// The table and the switch.
pub(crate) fn keys_part(visit: &Visit, signed_in: &SignedIn) -> Markup {
    let (now, other, turn) = if visit.keys {
        (Frame::KeysOn, "off", Frame::TurnOff)
    } else {
        (Frame::KeysOff, "on", Frame::TurnOn)
    };
    html! {
        p { (visit.say(Frame::KeysHint)) }
        table.keys-table {
            thead { tr { th scope="col" { (visit.say(Frame::Key)) } th scope="col" { (visit.say(Frame::Does)) } } }
            tbody {
                @for (keys, text) in KEYS { (row(keys, visit.say(*text))) }
                @for (key, name) in navigation::keys(visit, signed_in) {
                    (row(&["g", key], &visit.fill(Frame::KeyArea, &[name])))
                }
            }
        }
        p { (visit.say(now)) }
        p { a.button href={ "/admin/keys?" (choices::KEYS.parameter) "=" (other) } { (visit.say(turn)) } }
    }
}

fn row(keys: &[&str], text: &str) -> Markup {
    html! { tr { td { @for key in keys { kbd { (key) } " " } } td { (text) } } }
}
