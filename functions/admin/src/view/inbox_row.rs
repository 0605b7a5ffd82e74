//! A row of the inbox.

use app::{
    presence::Present,
    questions::{Aside, path_text},
    rows::InboxLine,
};
use domain::window::Allowance;
use jiff::SignedDuration;
use maud::{Markup, html};

use super::{
    beside::written_in,
    components::{Tone, ago, language_tag, promise_tag, state_tag, tag},
    inbox::InboxPage,
};
use crate::{
    text::{Desk, ListText, Text, span},
    web::Visit,
};

/// A window that ends within this time is shown.
const NEAR_ITS_END: SignedDuration = SignedDuration::from_hours(12);

/// One question: a box to tick, and all the rest is one link.
pub(super) fn row(visit: &Visit, page: &InboxPage, line: &InboxLine, chosen: bool) -> Markup {
    let open = line.state.is_unanswered();
    let since = if open { Text::Waits } else { Text::Since };
    html! {
        li data-id=(line.question) class={ "line" @if line.urgent { " urgent" } } {
            @if page.may_act() {
                label.pick {
                    input type="checkbox" form="bulk" name={ "q-" (line.question) } value="1" checked[chosen];
                    span.hidden { (visit.fill(ListText::Pick, &[line.number.as_str()])) }
                }
            }
            a href={ "/admin/questions/" (line.question) } {
                span.what {
                    (who(visit, page, line))
                    span.preview lang=(line.language.pick("zh-CN", "en")) {
                        @if line.preview.is_empty() { (visit.say(Text::WithoutWords)) } @else { (line.preview) }
                    }
                }
                span.when {
                    span.wait { (ago(visit, line.since, since)) }
                    @if open { (promise_tag(visit, line.promised_at)) }
                    span.muted { (visit.with(line.assignee.as_ref())) }
                }
            }
            (alike(visit, page, line))
        }
    }
}

fn who(visit: &Visit, page: &InboxPage, line: &InboxLine) -> Markup {
    let attachments = line.attachments.to_string();
    let aside = page.asides.get(&line.follower);
    html! {
        span.who {
            (state_tag(visit, line.state)) " "
            b { (visit.fill(Text::Resident, &[line.follower.short()])) } " "
            @if let Some(remark) = aside.and_then(|aside| aside.remark.as_deref()) {
                span lang=(written_in(remark).unwrap_or("und")) { (remark) } " "
            }
            @if line.urgent { (tag(Tone::Danger, "▲", visit.say(Text::Urgent))) " " }
            (language_tag(visit, line.language)) " "
            @if line.attachments > 0 { (tag(Tone::Plain, "", &visit.fill(Text::Attachments, &[&attachments]))) " " }
            (topic(visit, page, &line.category)) " "
            @if line.maybe_alike && size(page, line).is_none() { (tag(Tone::Plain, "", visit.say(ListText::MaybeAlike))) " " }
            @if let Some(aside) = aside { (window(visit, line, aside)) " " }
            (presence(visit, page.present.get(&line.question).map(Vec::as_slice).unwrap_or_default())) " "
            span.number { (line.number) }
        }
    }
}

/// How many ask the same, where others do; 0 when nobody has counted them.
fn size(page: &InboxPage, line: &InboxLine) -> Option<u32> {
    page.groups.get(line.group.as_ref()?).copied()
}

/// The way to its group.
fn alike(visit: &Visit, page: &InboxPage, line: &InboxLine) -> Markup {
    let (Some(size), Some(group)) = (size(page, line), &line.group) else { return html! {} };
    let count = if size == 0 { String::new() } else { size.to_string() };
    html! {
        a.alike href={ "/admin/groups/" (group) } {
            (visit.fill(ListText::Alike, &[&count]).trim()) span.hidden { " · " (line.number) }
        }
    }
}

/// Under what it is filed.
fn topic(visit: &Visit, page: &InboxPage, path: &[u8]) -> Markup {
    if path.is_empty() {
        return html! {};
    }
    let title = page.content.category(path).map_or("", |category| category.title.get(visit.language));
    let words = format!("{} {title}", path_text(path));
    html! { span.tag lang=[written_in(title)] { (visit.fill(Desk::Filed, &[words.trim_end()])) } }
}

/// What may still be sent, where it matters: the window ends soon, one message is left, or nothing can be sent.
fn window(visit: &Visit, line: &InboxLine, aside: &Aside) -> Markup {
    if aside.left && !line.state.is_final() {
        return tag(Tone::Plain, "", visit.say(ListText::HasLeft));
    }
    match aside.allowance {
        Some(Allowance::Open { left, until, .. }) => {
            let rest = until.duration_since(visit.now);
            html! {
                @if rest < NEAR_ITS_END {
                    (tag(Tone::Warn, "◔", &visit.fill(ListText::WindowEnds, &[&span(rest.as_secs(), visit.language)]))) " "
                }
                @if left <= 1 { (tag(Tone::Warn, "", visit.say(ListText::OneLeft))) }
            }
        }
        // Of an answered question it says nothing: what was to be sent was said.
        Some(Allowance::Closed) if line.state.is_unanswered() => {
            tag(Tone::Plain, "", visit.say(ListText::WindowOver))
        }
        Some(Allowance::UsedUp) if line.state.is_unanswered() => {
            tag(Tone::Plain, "", visit.say(ListText::NoneLeft))
        }
        _ => html! {},
    }
}

/// Colleagues who have it open: who writes comes first.
fn presence(visit: &Visit, present: &[Present]) -> Markup {
    let mut present: Vec<&Present> = present.iter().collect();
    present.sort_by(|a, b| (!a.writes, &a.name).cmp(&(!b.writes, &b.name)));
    html! {
        @for other in present {
            @let text = if other.writes { Desk::Writes } else { Desk::Views };
            (tag(Tone::Info, if other.writes { "✎" } else { "◉" }, &visit.fill(text, &[&other.name]))) " "
        }
    }
}
