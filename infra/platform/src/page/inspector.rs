//! The inspector: the window, filters, and one card a callback or call. The script fills it.

use maud::{Markup, html};

use super::words::{Lang, Word};

pub(super) fn pane(lang: Lang, mode: &str) -> Markup {
    let filters = [("all", Word::AllTraffic), ("callback", Word::Callbacks), ("api", Word::Calls)];
    html! {
        section.pane.inspector #pane-inspector aria-label=(lang.of(Word::Inspector)) {
            div.inspector-head {
                h2 title=(lang.other(Word::Inspector)) { (lang.of(Word::Inspector)) }
                span.mode title=(lang.of(Word::Mode)) { (mode) }
                div.window #window title=(lang.other(Word::Window)) {
                    span.window-name { (lang.of(Word::Window)) }
                    strong #window-state { "–" }
                }
            }
            div.filters role="group" aria-label=(lang.of(Word::Inspector)) {
                @for (filter, word) in filters {
                    button type="button" data-filter=(filter) aria-pressed=(if filter == "all" { "true" } else { "false" }) {
                        (lang.of(word))
                    }
                }
                label { input #only-this type="checkbox"; (lang.of(Word::OnlyThis)) }
            }
            div.wire #wire role="log" aria-label=(lang.of(Word::Inspector)) tabindex="0" {
                p.empty #wire-empty { (lang.of(Word::Empty)) }
            }
        }
    }
}
