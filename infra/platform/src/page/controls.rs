//! The bar on top: clock, faults, outbox, start over, language.

use maud::{Markup, html};

use super::icons::icon;
use super::words::{Lang, Word};

/// Faults of callbacks with what they do; the rest of the list are faults of the API.
const CALLBACK_FAULTS: [(&str, &str, &str); 5] = [
    ("slow", "太慢：超过 5 秒，回复作废", "Slow: over 5 s, answer dropped"),
    ("duplicate", "重复投递", "Delivered twice"),
    ("out_of_order", "顺序颠倒", "Out of order"),
    ("bad_signature", "签名错误", "Bad signature"),
    ("stale_timestamp", "时间戳过期（重放）", "Stale timestamp (replay)"),
];

const API_FAULTS: [(&str, &str, &str); 13] = [
    ("token_expired", "所有 token 立即过期", "All tokens expire now"),
    ("40001", "40001 token 无效", "40001 token not the latest"),
    ("40164", "40164 IP 不在白名单", "40164 address not whitelisted"),
    ("45015", "45015 窗口已过或已取关", "45015 window over or unfollowed"),
    ("45047", "45047 条数用完", "45047 allowance used up"),
    ("45002", "45002 内容过长", "45002 content too long"),
    ("40200", "40200 账号类型不符", "40200 invalid account type"),
    ("45009", "45009 日配额用完", "45009 daily quota"),
    ("45011", "45011 调用太快", "45011 minute quota"),
    ("-1", "-1 系统繁忙", "-1 system busy"),
    ("http_502", "HTTP 502", "HTTP 502"),
    ("time_out_after_effect", "已送达但没有应答", "Delivered, but no answer"),
    ("slow_api", "接口慢 3 秒", "API 3 s slow"),
];

const CLOCK_BUTTONS: [(&str, Word); 4] = [
    ("advance:10m", Word::TenMinutes),
    ("advance:9h", Word::NineHours),
    ("advance:48h", Word::TwoDays),
    ("next:working_morning", Word::Morning),
];

/// `plays`: somebody plays transcripts here.
pub(super) fn bar(lang: Lang, plays: bool) -> Markup {
    let other = if lang == Lang::Zh { "/?lang=en" } else { "/" };
    html! {
        header.bar {
            h1.brand {
                span.mark aria-hidden="true" { "渠" }
                span { (lang.of(Word::Brand)) }
                small { (lang.of(Word::Tagline)) }
            }
            div.clock role="group" aria-label=(lang.of(Word::Clock)) title=(lang.other(Word::Clock)) {
                (icon("clock"))
                output #clock-now { "–" }
                @for (action, word) in CLOCK_BUTTONS {
                    button.quiet type="button" data-clock=(action) title=(lang.other(word)) { (lang.of(word)) }
                }
                button.quiet #clock-reset type="button" data-clock="reset:true" hidden title=(lang.other(Word::RealTime)) {
                    (lang.of(Word::RealTime))
                }
            }
            div.tools {
                details.faults #faults {
                    summary title=(lang.other(Word::Faults)) {
                        (icon("bolt")) span { (lang.of(Word::Faults)) } span.count #fault-count hidden {}
                    }
                    (faults(lang))
                }
                (recorder(lang, plays))
                a.tool href="/_sim/outbox" target="_blank" rel="noopener" title=(lang.other(Word::Outbox)) {
                    (icon("outbox")) span { (lang.of(Word::Outbox)) }
                }
                button.tool #reset type="button" title=(lang.other(Word::Reset)) {
                    (icon("reset")) span { (lang.of(Word::Reset)) }
                }
                a.tool.lang href=(other) lang=(if lang == Lang::Zh { "en" } else { "zh-CN" }) {
                    (lang.of(Word::OtherLanguage))
                }
            }
        }
    }
}

fn recorder(lang: Lang, plays: bool) -> Markup {
    html! {
        button.tool.record #record type="button" aria-pressed="false" aria-label=(lang.of(Word::Record)) title=(lang.of(Word::RecordHint)) {
            i.dot aria-hidden="true" {}
            span { (lang.of(Word::Record)) }
            b.count #record-count hidden {}
        }
        @if plays {
            button.tool #play type="button" aria-label=(lang.of(Word::Play)) title=(lang.of(Word::PlayHint)) {
                (icon("play")) span { (lang.of(Word::Play)) }
            }
            input #play-file type="file" accept=".chat,text/plain" aria-label=(lang.of(Word::PlayFile)) hidden;
        }
    }
}

/// What a replay did, step by step; the script fills it.
pub(super) fn played(lang: Lang) -> Markup {
    html! {
        section.played #played role="dialog" aria-labelledby="played-title" tabindex="-1" hidden {
            div.played-head {
                h2 #played-title { (lang.of(Word::Play)) }
                button.quiet #played-close type="button" { (lang.of(Word::Close)) }
            }
            p.verdict #played-verdict role="status" {}
            ol.steps #played-steps tabindex="0" aria-labelledby="played-title" {}
        }
    }
}

fn faults(lang: Lang) -> Markup {
    html! {
        div.fault-panel {
            div.fault-head {
                p.hint { (lang.of(Word::FaultsHint)) }
                button #clear-faults type="button" { (lang.of(Word::ClearFaults)) }
            }
            div.fault-groups {
                (group(lang, Word::CallbackFaults, &CALLBACK_FAULTS))
                (group(lang, Word::ApiFaults, &API_FAULTS))
            }
        }
    }
}

fn group(lang: Lang, title: Word, faults: &[(&str, &str, &str)]) -> Markup {
    html! {
        fieldset {
            legend { (lang.of(title)) }
            @for (name, zh, en) in faults {
                div.fault {
                    label title=(if lang == Lang::Zh { en } else { zh }) {
                        input type="checkbox" role="switch" data-fault=(name);
                        span.switch aria-hidden="true" {}
                        span { (if lang == Lang::Zh { zh } else { en }) }
                    }
                    @if *name != "token_expired" {
                        button.once type="button" data-once=(name) { (if lang == Lang::Zh { "1次" } else { "1×" }) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_is_a_fault_that_exists() {
        let known: Vec<_> = crate::state::faults::names().collect();
        for (name, ..) in CALLBACK_FAULTS.iter().chain(&API_FAULTS) {
            assert!(known.contains(name), "{name}");
        }
    }
}
