//! The phone: frame, title bar, conversation, menu bar or keyboard, panel of things to send. The script fills it.

use maud::{Markup, html};

use super::icons::icon;
use super::words::{Lang, Word};

const TO_SEND: [(&str, &str, Word); 7] = [
    ("photo", "photo", Word::Photo),
    ("location", "place", Word::Place),
    ("voice", "voice", Word::Voice),
    ("video", "video", Word::Video),
    ("sticker", "sticker", Word::Sticker),
    ("link", "link", Word::Link),
    ("scan", "scan", Word::Scan),
];

pub(super) fn pane(lang: Lang, account: &str) -> Markup {
    html! {
        section.pane.resident #pane-phone aria-label=(lang.of(Word::Phone)) {
            div.personas #personas role="group" aria-label=(lang.of(Word::Residents)) {}
            div.phone #phone {
                div.screen {
                    div.status aria-hidden="true" {
                        span #phone-time { "9:41" }
                        span.island {}
                        span.signals { i.cell {} i.wifi {} i.battery {} }
                    }
                    div.title {
                        button.plain type="button" tabindex="-1" aria-hidden="true" { (icon("back")) }
                        div { strong { (account) } span #typing aria-live="polite" {} }
                        details.phone-menu #phone-menu {
                            summary aria-label=(lang.of(Word::More)) { (icon("more")) }
                            (phone_menu(lang))
                        }
                    }
                    div.chat #chat role="log" aria-label=(lang.of(Word::Conversation)) tabindex="0" {}
                    p.toast #toast role="alert" hidden {}
                    (bottom(lang))
                    div.sheet-back #sheet hidden {}
                }
            }
        }
    }
}

fn phone_menu(lang: Lang) -> Markup {
    html! {
        div.popover {
            button type="button" #follow-toggle data-follow=(lang.of(Word::Follow)) data-unfollow=(lang.of(Word::Unfollow)) {
                (lang.of(Word::Follow))
            }
            label.font-size {
                span { (lang.of(Word::FontSize)) }
                span.small-a aria-hidden="true" { "A" }
                input #font type="range" min="14" max="26" step="1" value="16" aria-label=(lang.of(Word::FontSize));
                span.large-a aria-hidden="true" { "A" }
            }
        }
    }
}

fn bottom(lang: Lang) -> Markup {
    html! {
        div.welcome #welcome hidden {
            p { (lang.of(Word::NotFollowing)) br; small { (lang.of(Word::FollowHint)) } }
            button.green type="button" data-act="follow" { (lang.of(Word::Follow)) }
        }
        div.left #left hidden {
            p { (lang.of(Word::Left)) }
            button.green type="button" data-act="follow" { (lang.of(Word::Refollow)) }
        }
        div.menu-bar #menu-bar hidden {
            button.plain #to-keyboard type="button" aria-label=(lang.of(Word::Keyboard)) { (icon("keyboard")) }
            div.menu-buttons #menu-buttons {}
        }
        form.composer #composer autocomplete="off" {
            button.plain #to-menu type="button" hidden aria-label=(lang.of(Word::ToMenu)) { (icon("menu")) }
            textarea #say rows="1" maxlength="4000" aria-label=(lang.of(Word::Message)) enterkeyhint="send" {}
            button.plain #attach type="button" aria-expanded="false" aria-controls="to-send" aria-label=(lang.of(Word::Attach)) {
                (icon("plus"))
            }
            button.green.send #send type="submit" hidden { (lang.of(Word::Send)) }
        }
        div.to-send #to-send hidden {
            @for (act, picture, word) in TO_SEND {
                button type="button" data-send=(act) title=(lang.other(word)) {
                    span.tile { (icon(picture)) }
                    (lang.of(word))
                }
            }
        }
        div.home-bar aria-hidden="true" {}
    }
}
