//! S1: the inbox.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use app::{
    presence::Present,
    questions::{Aside, COUNT_LIMIT, Colleague, Counts, Filter, Order, Questions},
    staff::SignedIn,
};
use domain::{
    content::Snapshot,
    ids::{FollowerId, GroupId, QuestionId},
    question::State,
    staff::{Actor, Permission},
};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};

use super::{
    components::{error_summary, segment, state_text},
    inbox_bulk::{Notice, bulk_form, notice},
    inbox_filter::{asked, filter_form},
    inbox_row::row,
    layout,
    people::titled,
    search::search_box,
};
use crate::{
    text::{Groups, ListText, Text},
    web::Visit,
};

/// What is promised for within this time is due soon.
const SOON: SignedDuration = SignedDuration::from_hours(1);

/// A tab of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Questions of one state.
    State(State),
    /// Whatever has not ended.
    Open,
    /// Not answered, and the promise is broken or will be soon.
    Due,
}

impl Default for Tab {
    fn default() -> Self {
        Self::State(State::Waiting)
    }
}

impl Tab {
    /// Those that are shown, in order.
    const SHOWN: [Self; 6] = [
        Self::State(State::Waiting),
        Self::State(State::Taken),
        Self::Due,
        Self::State(State::Answered),
        Self::Open,
        Self::State(State::Ended),
    ];

    /// The word in addresses.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::State(state) => state.as_str(),
            Self::Open => "open",
            Self::Due => "due",
        }
    }

    /// The tab of a word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "due" => Some(Self::Due),
            word => State::parse(word).map(Self::State),
        }
    }

    /// Whose questions it lists.
    pub(crate) fn states(self) -> Vec<State> {
        match self {
            Self::State(state) => vec![state],
            Self::Open => State::OPEN.to_vec(),
            Self::Due => vec![State::Waiting, State::Taken],
        }
    }

    /// Which end of the list comes first.
    pub(crate) const fn order(self) -> Order {
        match self {
            Self::State(state) if !state.is_unanswered() => Order::NewestFirst,
            _ => Order::OldestFirst,
        }
    }

    /// Until when something is due that belongs here.
    pub(crate) fn due_by(self, now: Timestamp) -> Option<Timestamp> {
        (self == Self::Due).then(|| now + SOON)
    }

    fn name(self, visit: &Visit) -> &'static str {
        match self {
            Self::State(state) => visit.say(state_text(state)),
            Self::Open => visit.say(ListText::AllOpen),
            Self::Due => visit.say(ListText::DueSoon),
        }
    }
}

/// What the list shows.
pub(crate) struct InboxPage {
    /// Which tab.
    pub(crate) tab: Tab,
    /// Which lines.
    pub(crate) filter: Filter,
    /// Where the page begins, unless it is the first.
    pub(crate) cursor: Option<String>,
    /// The lines.
    pub(crate) questions: Questions,
    /// What is known of their residents.
    pub(crate) asides: HashMap<FollowerId, Aside>,
    /// Colleagues who have one of them open.
    pub(crate) present: HashMap<QuestionId, Vec<Present>>,
    /// For the tabs.
    pub(crate) counts: Counts,
    /// To whom lines may belong.
    pub(crate) colleagues: Vec<Colleague>,
    /// For the topics.
    pub(crate) content: Arc<Snapshot>,
    /// Hot topics.
    pub(crate) hot: usize,
    /// How many questions the groups have that grew last.
    pub(crate) groups: Arc<HashMap<GroupId, u32>>,
    /// Who looks.
    pub(crate) actor: Actor,
    /// What was ticked.
    pub(crate) chosen: Vec<QuestionId>,
    /// The group that was typed for them.
    pub(crate) into: String,
    /// What has just been done.
    pub(crate) notice: Option<Notice>,
    /// What is wrong, and at which field.
    pub(crate) error: Option<(&'static str, String)>,
}

impl InboxPage {
    /// Whether something can be done to several questions at once: to those that are over nothing can.
    pub(super) fn may_act(&self) -> bool {
        let is_over = matches!(self.tab, Tab::State(state) if state.is_final());
        !is_over && self.actor.require(Permission::Answer).is_ok()
    }

    fn paged(&self) -> bool {
        self.cursor.is_some()
    }
}

/// The address of a page of the list.
pub(crate) fn address(tab: Tab, filter: &Filter, cursor: Option<&str>) -> String {
    let cursor = cursor.map(|cursor| format!("&cursor={}", segment(cursor))).unwrap_or_default();
    format!("/admin/inbox?state={}{}{cursor}", tab.as_str(), asked(filter))
}

/// The page.
pub(crate) fn inbox(visit: &Visit, signed_in: &SignedIn, page: &InboxPage) -> Markup {
    let title = title(visit, page);
    let poll = if visit.address.contains('?') { "&part=1" } else { "?part=1" };
    let main = html! {
        h1.hidden { (title) }
        @if let Some((field, what)) = &page.error { (error_summary(visit, field, what)) }
        @if let Some(done) = &page.notice { (notice(visit, done)) }
        (search_box(visit))
        (filter_form(visit, page))
        div data-poll={ "/admin" (visit.address) (poll) } data-every="10" data-bar=(visit.say(Text::ShowNew)) {
            (inbox_parts(visit, page))
        }
        @if page.may_act() { (bulk_form(visit, signed_in, page)) }
    };
    layout::page(visit, Some(signed_in), &titled(visit, &counted(page, &title), page.error.is_some()), &main)
}

fn title(visit: &Visit, page: &InboxPage) -> String {
    format!("{} · {}", page.tab.name(visit), visit.say(Text::Inbox))
}

/// What polling replaces: the tabs and the list.
pub(crate) fn inbox_parts(visit: &Visit, page: &InboxPage) -> Markup {
    html! {
        (tabs(visit, page))
        div id="list" data-title={ (counted(page, &title(visit, page))) " · " (visit.say(Text::Product)) } {
            @if page.hot > 0 {
                p.hot { a href="/admin/groups" { (visit.fill(Groups::HotLine, &[&page.hot.to_string()])) } }
            }
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
    let count = |tab| match tab {
        Tab::State(State::Waiting) => Some(page.counts.waiting),
        Tab::State(State::Taken) => Some(page.counts.taken),
        Tab::State(State::Answered) => Some(page.counts.answered),
        Tab::State(State::Ended | State::Withdrawn) | Tab::Open | Tab::Due => None,
    };
    let mine = is_mine(page);
    html! {
        nav.tabs id="tabs" aria-label=(visit.say(Text::Tabs)) {
            @for tab in Tab::SHOWN {
                @let current = (tab == page.tab && !mine).then_some("page");
                a href={ "/admin/inbox?state=" (tab.as_str()) } aria-current=[current] {
                    (tab.name(visit))
                    @if let Some(count) = count(tab) { " " span.count { (shown(count)) } }
                }
                @if tab == Tab::State(State::Taken) {
                    a href={ "/admin/inbox?state=taken&assignee=" (page.actor.login) } aria-current=[mine.then_some("page")] {
                        (visit.say(ListText::Mine))
                    }
                }
            }
        }
    }
}

/// Whether it is the tab of what the reader has in hand.
fn is_mine(page: &InboxPage) -> bool {
    page.tab == Tab::State(State::Taken) && page.filter.assignee.as_ref() == Some(&page.actor.login)
}

/// Nothing that fits, as far as was looked.
fn nothing_fits(visit: &Visit, page: &InboxPage) -> Markup {
    html! {
        div.empty.card {
            h2 { (visit.say(ListText::NothingFits)) }
            p { (visit.say(ListText::NothingFitsHint)) }
            @if let Some(next) = &page.questions.next {
                a.button rel="next" href=(address(page.tab, &page.filter, Some(next))) { (visit.say(ListText::GoOn)) }
            }
            @if page.paged() { (first_page(visit, page)) }
            a.button href={ "/admin/inbox?state=" (page.tab.as_str()) } { (visit.say(ListText::Clear)) }
        }
    }
}

fn empty(visit: &Visit, page: &InboxPage) -> Markup {
    if page.questions.next.is_some() || (page.filter != Filter::default() && !is_mine(page)) {
        return nothing_fits(visit, page);
    }
    if page.paged() {
        return html! {
            div.empty.card {
                h2 { (visit.say(ListText::NoMore)) }
                p { (visit.say(ListText::NoMoreHint)) }
                (first_page(visit, page))
            }
        };
    }
    let (title, hint) = match page.tab {
        Tab::State(State::Waiting) => (visit.say(Text::NoWaiting), visit.say(Text::NoWaitingHint)),
        Tab::State(State::Taken) => (visit.say(Text::NoTaken), visit.say(Text::NoTakenHint)),
        Tab::State(State::Answered) => (visit.say(Text::NoAnswered), visit.say(Text::NoAnsweredHint)),
        Tab::State(State::Ended | State::Withdrawn) => {
            (visit.say(Text::NoEnded), visit.say(Text::NoEndedHint))
        }
        Tab::Open => (visit.say(ListText::NoOpen), visit.say(Text::NoWaitingHint)),
        Tab::Due => (visit.say(ListText::NoDue), visit.say(ListText::NoDueHint)),
    };
    html! {
        div.empty.card {
            p.mark aria-hidden="true" { "✓" }
            h2 { (title) }
            p { (hint) }
            @if visit.demo && page.tab == Tab::default() { p.muted { (visit.say(Text::DemoHint)) } }
        }
    }
}

fn lines(visit: &Visit, page: &InboxPage) -> Markup {
    let order = match page.tab.order() {
        Order::OldestFirst => Text::OldestFirst,
        Order::NewestFirst => Text::NewestFirst,
    };
    let total = page.questions.lines.len().to_string();
    let chosen: HashSet<&QuestionId> = page.chosen.iter().collect();
    html! {
        ul.lines {
            @for line in &page.questions.lines { (row(visit, page, line, chosen.contains(&line.question))) }
        }
        div.foot {
            span.muted { (visit.fill(Text::TotalShown, &[&total])) " · " (visit.say(order)) }
            @if page.paged() { (first_page(visit, page)) }
            @if let Some(next) = &page.questions.next {
                a.button rel="next" href=(address(page.tab, &page.filter, Some(next))) { (visit.say(Text::NextPage)) }
            }
        }
    }
}

fn first_page(visit: &Visit, page: &InboxPage) -> Markup {
    html! { a.button href=(address(page.tab, &page.filter, None)) { (visit.say(Text::FirstPage)) } }
}
