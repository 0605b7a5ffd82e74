//! The frame of every page: what it is and whose, the tools, the areas.

use app::staff::SignedIn;
use domain::language::Language;
use maud::{DOCTYPE, Markup, html};

use super::{components::button_form, navigation::areas};
use crate::{
    pages::assets,
    text::{Frame, Text},
    web::{Visit, choices},
};

/// A page: `title` stands in the browser's tab, before the product's name.
pub(super) fn page(visit: &Visit, signed_in: Option<&SignedIn>, title: &str, main: &Markup) -> Markup {
    let language = visit.language.pick("zh-CN", "en");
    html! {
        (DOCTYPE)
        html lang=(language) class=[visit.large.then_some("large")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (title) " · " (visit.say(Text::Product)) }
                link rel="icon" type="image/svg+xml" href=(assets::ICON.address());
                link rel="stylesheet" href=(assets::STYLE.address());
                script src=(assets::SCRIPT.address()) defer {}
            }
            body data-now=(visit.now.as_millisecond()) data-lost=(visit.say(Text::ConnectionLost)) data-new=(visit.say(Text::SomethingNew))
                data-paused=(visit.say(Frame::Paused)) data-keys=(if visit.keys { "on" } else { "off" })
                data-keys-title=(visit.say(Frame::Keys)) data-close=(visit.say(Frame::Close)) {
                a.skip href="#main" { (visit.say(Text::SkipToContent)) }
                (top(visit, signed_in))
                div.shell {
                    @if let Some(signed_in) = signed_in { (areas(visit, signed_in)) }
                    div.page {
                        main id="main" tabindex="-1" { (main) }
                        (operator(visit))
                    }
                }
                div id="status" role="status" aria-live="polite" {}
            }
        }
    }
}

fn top(visit: &Visit, signed_in: Option<&SignedIn>) -> Markup {
    html! {
        header.top {
            div.inner {
                a.brand href="/admin/inbox" {
                    img src=(assets::ICON.address()) alt="" width="28" height="28";
                    b { (visit.say(Text::Product)) }
                    span.line { (visit.say(Text::ProductLine)) }
                }
                @if visit.demo { span.tag.warn title=(visit.say(Text::DemoLine)) { (visit.say(Text::Demo)) } }
                nav.tools aria-label=(visit.say(Frame::Tools)) {
                    (language(visit))
                    (size(visit))
                    @if let Some(signed_in) = signed_in {
                        a href="/admin/help" { (visit.say(Frame::Help)) }
                        (account(visit, signed_in))
                    }
                }
            }
        }
    }
}

/// The other language, in its own words.
pub(super) fn language(visit: &Visit) -> Markup {
    let other = match visit.language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    let code = other.pick("zh-CN", "en");
    html! { a href=(visit.in_language(other)) lang=(code) hreflang=(code) { (other.pick("中文", "English")) } }
}

/// Larger type, or back.
pub(super) fn size(visit: &Visit) -> Markup {
    let (value, text) = if visit.large { ("normal", Frame::Smaller) } else { ("large", Frame::Larger) };
    html! { a href=(visit.choosing(choices::SIZE.parameter, value)) { (visit.say(text)) } }
}

fn account(visit: &Visit, signed_in: &SignedIn) -> Markup {
    html! {
        a.me href="/admin/account" { (signed_in.actor.called()) }
        (sign_out(visit, signed_in))
    }
}

/// The button.
pub(super) fn sign_out(visit: &Visit, signed_in: &SignedIn) -> Markup {
    button_form("/admin/sign-out", &signed_in.session.csrf, "quiet", visit.say(Text::SignOut))
}

fn operator(visit: &Visit) -> Markup {
    let (before, after) = visit.say(Frame::OperatedBy).split_once("{}").unwrap_or_default();
    // The account's name may be in the other language only.
    let language = Language::of_text(&visit.operator).map(|language| language.pick("zh-CN", "en"));
    html! {
        @if !visit.operator.is_empty() {
            footer.operator { p { (before) span lang=[language] { (visit.operator) } (after) } }
        }
    }
}
