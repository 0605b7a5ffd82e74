//! S1: the inbox.

use std::sync::Arc;

use app::{
    questions::{COUNT_LIMIT, Colleague, Counts, Filter, Order, Questions, path_text},
    rows::InboxLine,
    staff::SignedIn,
};
use domain::{content::Snapshot, ids::Login, question::State};
use maud::{Markup, html};

use super::{
    components::{Tone, ago, language_tag, promise_tag, state_tag, state_text, tag},
    inbox_filter::{asked, filter_form},
    layout,
};
use crate::{
    text::{Desk, ListText, Text},
    web::Visit,
};

/// The tabs.
const TABS: [State; 4] = [State::Waiting, State::Taken, State::Answered, State::Ended];

/// What the list shows.
pub(crate) struct InboxPage {
    /// Which tab.
    pub(crate) state: State,
    /// Which end comes first.
    pub(crate) order: Order,
    /// Which lines.
    pub(crate) filter: Filter,
    /// Not the first page.
    pub(crate) paged: bool,
    /// The lines.
    pub(crate) questions: Questions,
    /// For the tabs.
    pub(crate) counts: Counts,
    /// To whom lines may belong.
    pub(crate) colleagues: Vec<Colleague>,
    /// For the topics.
    pub(crate) content: Arc<Snapshot>,
    /// Who looks.
    pub(crate) own: Login,
}

/// The page.
pub(crate) fn inbox(visit: &Visit, signed_in: &SignedIn, page: &InboxPage) -> Markup {
    let title = title(visit, page);
    let poll = if visit.address.contains('?') { "&part=1" } else { "?part=1" };
    let main = html! {
        h1.hidden { (title) }
        (filter_form(visit, page))
        div data-poll={ "/admin" (visit.address) (poll) } data-every="10" data-bar=(visit.say(Text::ShowNew)) {
            (inbox_parts(visit, page))
        }
    };
    layout::page(visit, Some(signed_in), &counted(page, &title), &main)
}

fn title(visit: &Visit, page: &InboxPage) -> String {
    format!("{} · {}", visit.say(state_text(page.state)), visit.say(Text::Inbox))
}

/// What polling replaces: the tabs and the list.
pub(crate) fn inbox_parts(visit: &Visit, page: &InboxPage) -> Markup {
    html! {
        (tabs(visit, page))
        div id="list" data-title={ (counted(page, &title(visit, page))) " · " (visit.say(Text::Product)) } {
            @if page.questions.lines.is_empty() { (empty(visit, page)) } @else { (lines(visit, page)) }
        }
    }
}

fn counted(page: &InboxPage, title: &str) -> String {
    if page.counts.waiting == 0 {
        title.to_owned()
    } else {
        format!("({}) {title}", shown(page.counts.waiting))
    }
}

fn shown(count: usize) -> String {
    if count >= COUNT_LIMIT { format!("{}+", COUNT_LIMIT - 1) } else { count.to_string() }
}

fn tabs(visit: &Visit, page: &InboxPage) -> Markup {
    let count = |state| match state {
        State::Waiting => Some(page.counts.waiting),
        State::Taken => Some(page.counts.taken),
        State::Answered => Some(page.counts.answered),
        State::Ended | State::Withdrawn => None,
    };
    let mine = is_mine(page);
    html! {
        nav.tabs id="tabs" aria-label=(visit.say(Text::Tabs)) {
            @for state in TABS {
                @let current = (state == page.state && !mine).then_some("page");
                a href={ "/admin/inbox?state=" (state.as_str()) } aria-current=[current] {
                    (visit.say(state_text(state)))
                    @if let Some(count) = count(state) { " " span.count { (shown(count)) } }
                }
                @if state == State::Taken {
                    a href={ "/admin/inbox?state=taken&assignee=" (page.own) } aria-current=[mine.then_some("page")] {
                        (visit.say(ListText::Mine))
                    }
                }
            }
        }
    }
}

/// Whether it is the tab of what the reader has in hand.
fn is_mine(page: &InboxPage) -> bool {
    page.state == State::Taken && page.filter.assignee.as_ref() == Some(&page.own)
}

/// Where the page stands, without its place in the list.
fn address(page: &InboxPage) -> String {
    format!("/admin/inbox?state={}{}", page.state.as_str(), asked(&page.filter))
}

/// Nothing that fits, as far as was looked.
fn nothing_fits(visit: &Visit, page: &InboxPage) -> Markup {
    html! {
        div.empty.card {
            h2 { (visit.say(ListText::NothingFits)) }
            p { (visit.say(ListText::NothingFitsHint)) }
            @if let Some(next) = &page.questions.next {
                a.button rel="next" href={ (address(page)) "&cursor=" (next) } { (visit.say(ListText::GoOn)) }
            }
            @if page.paged { (first_page(visit, page)) }
            a.button href={ "/admin/inbox?state=" (page.state.as_str()) } { (visit.say(ListText::Clear)) }
        }
    }
}

fn empty(visit: &Visit, page: &InboxPage) -> Markup {
    if page.questions.next.is_some() || (page.filter != Filter::default() && !is_mine(page)) {
        return nothing_fits(visit, page);
    }
    let (title, hint) = match page.state {
        State::Waiting => (Text::NoWaiting, Text::NoWaitingHint),
        State::Taken => (Text::NoTaken, Text::NoTakenHint),
        State::Answered => (Text::NoAnswered, Text::NoAnsweredHint),
        State::Ended | State::Withdrawn => (Text::NoEnded, Text::NoEndedHint),
    };
    html! {
        div.empty.card {
            p.mark aria-hidden="true" { "✓" }
            h2 { (visit.say(title)) }
            p { (visit.say(hint)) }
            @if visit.demo && page.state == State::Waiting { p.muted { (visit.say(Text::DemoHint)) } }
            @if page.paged { (first_page(visit, page)) }
        }
    }
}

fn lines(visit: &Visit, page: &InboxPage) -> Markup {
    let order = match page.order {
        Order::OldestFirst => Text::OldestFirst,
        Order::NewestFirst => Text::NewestFirst,
    };
    let total = page.questions.lines.len().to_string();
    html! {
        ul.lines { @for line in &page.questions.lines { (row(visit, line)) } }
        div.foot {
            span.muted { (visit.fill(Text::TotalShown, &[&total])) " · " (visit.say(order)) }
            @if page.paged { (first_page(visit, page)) }
            @if let Some(next) = &page.questions.next {
                a.button rel="next" href={ (address(page)) "&cursor=" (next) } { (visit.say(Text::NextPage)) }
            }
        }
    }
}

fn first_page(visit: &Visit, page: &InboxPage) -> Markup {
    html! { a.button href=(address(page)) { (visit.say(Text::FirstPage)) } }
}

/// One question; the whole row is one link.
fn row(visit: &Visit, line: &InboxLine) -> Markup {
    let open = line.state.is_unanswered();
    let since = if open { Text::Waits } else { Text::Since };
    let attachments = line.attachments.to_string();
    html! {
        li data-id=(line.question) class={ "line" @if line.urgent { " urgent" } } {
            a href={ "/admin/questions/" (line.question) } {
                span.what {
                    span.who {
                        (state_tag(visit, line.state)) " "
                        b { (visit.fill(Text::Resident, &[line.follower.short()])) } " "
                        @if line.urgent { (tag(Tone::Danger, "▲", visit.say(Text::Urgent))) " " }
                        (language_tag(visit, line.language)) " "
                        @if line.attachments > 0 { (tag(Tone::Plain, "", &visit.fill(Text::Attachments, &[&attachments]))) " " }
                        @if !line.category.is_empty() {
                            (tag(Tone::Plain, "", &visit.fill(Desk::Filed, &[&path_text(&line.category)]))) " "
                        }
                        span.number { (line.number) }
                    }
                    span.preview lang=(line.language.pick("zh-CN", "en")) {
                        @if line.preview.is_empty() { (visit.say(Text::WithoutWords)) } @else { (line.preview) }
                    }
                }
                span.when {
                    span.wait { (ago(visit, line.since, since)) }
                    @if open { (promise_tag(visit, line.promised_at)) }
                    span.muted {
                        @match &line.assignee {
                            Some(login) => (visit.fill(Text::AssignedTo, &[login.as_str()])),
                            None => (visit.say(Text::NobodyYet)),
                        }
                    }
                }
            }
        }
    }
}
