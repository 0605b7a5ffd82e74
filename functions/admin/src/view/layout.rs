//! The frame of every page.

use app::staff::SignedIn;
use domain::language::Language;
use maud::{DOCTYPE, Markup, html};

use super::{components::button_form, navigation::areas};
use crate::{pages::assets, text::Text, web::Visit};

/// A page: `title` stands in the browser's tab, before the product's name.
pub(super) fn page(visit: &Visit, signed_in: Option<&SignedIn>, title: &str, main: &Markup) -> Markup {
    let language = visit.language.pick("zh-CN", "en");
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (title) " · " (visit.say(Text::Product)) }
                link rel="icon" type="image/svg+xml" href=(assets::ICON.address());
                link rel="stylesheet" href=(assets::STYLE.address());
                script src=(assets::SCRIPT.address()) defer {}
            }
            body data-now=(visit.now.as_millisecond()) data-lost=(visit.say(Text::ConnectionLost)) data-new=(visit.say(Text::SomethingNew)) {
                a.skip href="#main" { (visit.say(Text::SkipToContent)) }
                (top(visit, signed_in))
                main id="main" tabindex="-1" { (main) }
                div id="status" role="status" aria-live="polite" {}
            }
        }
    }
}

fn top(visit: &Visit, signed_in: Option<&SignedIn>) -> Markup {
    let other = match visit.language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    html! {
        header.top {
            div.inner {
                a.brand href="/admin/inbox" {
                    img src=(assets::ICON.address()) alt="" width="28" height="28";
                    b { (visit.say(Text::Product)) }
                    span.line { (visit.say(Text::ProductLine)) }
                }
                @if visit.demo { span.tag.warn title=(visit.say(Text::DemoLine)) { (visit.say(Text::Demo)) } }
                nav aria-label=(visit.say(Text::Product)) {
                    @if let Some(signed_in) = signed_in { (areas(visit, signed_in)) }
                    a href=(visit.in_language(other)) lang=(other.pick("zh-CN", "en")) hreflang=(other.pick("zh-CN", "en")) {
                        (other.pick("中文", "English"))
                    }
                    @if let Some(signed_in) = signed_in {
                        span.me { (display_name(signed_in)) }
                        (button_form("/admin/sign-out", &signed_in.session.csrf, "quiet", visit.say(Text::SignOut)))
                    }
                }
            }
        }
    }
}

fn display_name(signed_in: &SignedIn) -> &str {
    let actor = &signed_in.actor;
    if actor.name.is_empty() { actor.login.as_str() } else { &actor.name }
}
