//! The page: a resident's phone, the console beside it, an inspector of the wire.
//!
//! Rendered in one language (`?lang=en`, else Chinese) with the other as tooltips. Styles and scripts are files of
//! our own; the content security policy allows nothing else.

mod assets;
mod controls;
mod icons;
mod inspector;
pub(crate) mod outbox;
mod phone;
mod words;

use axum::Router;
use axum::extract::{Query, State as Shared};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderValue, header};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::simulator::Simulator;
use words::{Lang, Word};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; frame-src 'self'; font-src 'none'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'";

pub(crate) fn router() -> Router<Simulator> {
    Router::new().route("/", get(page)).route("/_sim/static/{name}", get(assets::asset))
}

#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

async fn page(Shared(simulator): Shared<Simulator>, Query(asked): Query<Asked>) -> Response {
    let lang = if asked.lang.as_deref() == Some("en") { Lang::En } else { Lang::Zh };
    guarded(document(&simulator, lang))
}

/// A page with its security headers.
pub(crate) fn guarded(markup: Markup) -> Response {
    let mut response = markup.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn document(simulator: &Simulator, lang: Lang) -> Markup {
    let (account, plays) = (simulator.account(), simulator.play_hook().is_some());
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (lang.of(Word::Title)) }
                link rel="icon" href="/_sim/static/icon.svg";
                @for sheet in ["base.css", "controls.css", "recorder.css", "phone.css", "bubbles.css", "inspector.css"] {
                    link rel="stylesheet" href={ "/_sim/static/" (sheet) };
                }
                script type="module" src="/_sim/static/main.js" {}
            }
            body data-pane="phone" {
                (icons::sprite())
                (controls::bar(lang, plays))
                @if plays { (controls::played(lang)) }
                (tabs(lang))
                main.panes {
                    (phone::pane(lang, &account.name))
                    section.pane.console #pane-console aria-label=(lang.of(Word::Console)) {
                        div.console-bar {
                            h2 { (lang.of(Word::Console)) }
                            a href="/admin" target="_blank" rel="noopener" { (lang.of(Word::OwnWindow)) " ↗" }
                        }
                        iframe src="/admin" title=(lang.of(Word::Console)) {}
                    }
                    (inspector::pane(lang, &account.mode.to_string()))
                }
                noscript { p.noscript { (lang.of(Word::NoScript)) } }
            }
        }
    }
}

fn tabs(lang: Lang) -> Markup {
    let tabs = [("phone", Word::Phone), ("console", Word::Console), ("inspector", Word::Inspector)];
    html! {
        nav.tabs aria-label=(lang.of(Word::Panes)) {
            @for (pane, word) in tabs {
                button type="button" data-tab=(pane) aria-pressed=(if pane == "phone" { "true" } else { "false" }) {
                    (lang.of(word))
                }
            }
        }
    }
}
