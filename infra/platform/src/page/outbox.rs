//! The outbox as a page.

use maud::{DOCTYPE, Markup, html};

use crate::state::Sent;

/// A table of what the account sent, newest first.
pub(crate) fn page(items: &[(u64, Sent)]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "发件箱 Outbox · 问渠" }
                link rel="stylesheet" href="/_sim/static/outbox.css";
            }
            body { main {
                h1 { "发件箱 " small { "Outbox" } }
                @if items.is_empty() {
                    p { "还没有发出任何消息。在手机里说句话试试。" br; "Nothing was sent yet. Say something on the phone." }
                } @else {
                    (table(items))
                }
                p { a href="/" { "← 手机 Phone" } }
            } }
        }
    }
}

fn table(items: &[(u64, Sent)]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    @for head in ["#", "时间 Time", "居民 Resident", "途径 Via", "类型 Type", "内容 Text", "结果 Result", "余 Left"] {
                        th scope="col" { (head) }
                    }
                }
            }
            tbody {
                @for (seq, sent) in items.iter().rev() {
                    tr {
                        td { (seq) }
                        td { (sent.at.replace('T', " ").trim_end_matches("+08:00")) }
                        td { (sent.persona) }
                        td { (sent.via) }
                        td { (sent.msgtype) }
                        td { pre { (sent.text) } }
                        td class=(if sent.errcode == 0 { "ok" } else { "bad" }) {
                            @if sent.errcode == 0 { "✓" } @else { "✗ " (sent.errcode) " " (sent.error.as_deref().unwrap_or_default()) }
                        }
                        td { @if let Some(left) = sent.quota_left { (left) } }
                    }
                }
            }
        }
    }
}
