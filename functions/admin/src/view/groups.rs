//! S3: groups of questions that ask the same, and one answer to all of a group.

mod check;
mod more;
mod one;

pub(crate) use check::{NAMED, check};
pub(crate) use more::{MorePage, more};
pub(crate) use one::{GroupPage, Written, answers, group};

use app::{
    groups::{HotTopic, Waiting},
    staff::SignedIn,
};
use domain::group::Group;
use maud::{Markup, html};

use super::{
    beside::written_in,
    components::{Tone, segment, tag, time},
    layout,
};
use crate::{
    text::{Groups, Text},
    web::Visit,
};

/// What the list shows.
pub(crate) struct GroupsPage {
    pub(crate) topics: Vec<HotTopic>,
    pub(crate) groups: Vec<Group>,
    pub(crate) waiting: Waiting,
    /// Where to go on.
    pub(crate) next: Option<String>,
}

/// The list.
pub(crate) fn list(visit: &Visit, signed_in: &SignedIn, shown: &GroupsPage, cursor: Option<&str>) -> Markup {
    let title = visit.say(Groups::Title);
    let main = html! {
        h1 { (title) }
        p.lead { (visit.say(Groups::Lead)) }
        (hot(visit, &shown.topics))
        @if shown.groups.is_empty() {
            div.empty.card { h2 { (visit.say(Groups::Empty)) } p { (visit.say(Groups::EmptyHint)) } }
        }
        ul.topics { @for group in &shown.groups { (line(visit, group, &shown.waiting)) } }
        div.foot {
            @if cursor.is_some() { a.button href="/admin/groups" { (visit.say(Text::FirstPage)) } }
            @if let Some(next) = &shown.next {
                a.button rel="next" href={ "/admin/groups?cursor=" (segment(next)) } { (visit.say(Text::NextPage)) }
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

/// What rises, on top.
fn hot(visit: &Visit, topics: &[HotTopic]) -> Markup {
    html! {
        @if !topics.is_empty() {
            section.card aria-labelledby="hot" {
                h2 id="hot" { (visit.say(Groups::Hot)) }
                p.muted { (visit.say(Groups::HotHint)) }
                ul.cards { @for topic in topics { li {
                    a href={ "/admin/groups/" (topic.group.id) } { (topic.group.id.short()) " " (title(visit, &topic.group)) }
                    p.muted { (visit.fill(Groups::HotCounts, &[&topic.hot.lately.to_string(), &topic.hot.past.to_string()])) }
                } } }
            }
        }
    }
}

fn line(visit: &Visit, group: &Group, waiting: &Waiting) -> Markup {
    let count = waiting.of(group);
    let words = if waiting.is_partial { Groups::WaitAtLeast } else { Groups::Wait };
    html! {
        li.topic data-id=(group.id) {
            div.topic-row { div.what {
                p.name { a href={ "/admin/groups/" (group.id) } { span.number { (group.id.short()) } " " (title(visit, group)) } " " (locked(visit, group))
                    @if count > 0 { " " (tag(Tone::Warn, "●", &visit.fill(words, &[&count.to_string()]))) } }
                p.muted { (counts(visit, group)) }
            } }
        }
    }
}

/// A group's title in the language it is written in.
fn title(visit: &Visit, group: &Group) -> Markup {
    html! {
        @if group.title.is_empty() { (visit.say(Groups::Untitled)) }
        @else { span lang=(written_in(&group.title).unwrap_or("und")) { (group.title) } }
    }
}

fn locked(visit: &Visit, group: &Group) -> Markup {
    html! { @if group.locked { (tag(Tone::Plain, "", visit.say(Groups::Locked))) } }
}

fn counts(visit: &Visit, group: &Group) -> Markup {
    let english = group.questions.saturating_sub(group.chinese);
    let numbers = [group.questions, group.askers, group.chinese, english].map(|number| number.to_string());
    let [questions, askers, chinese, english] = &numbers;
    let mut parts = visit.say(Groups::Counts).split("{}");
    let mut next = || parts.next().unwrap_or_default();
    html! {
        (next()) (questions) (next()) (askers) (next()) (time(visit, group.joined_at)) (next())
        " · " (visit.fill(Groups::Languages, &[chinese, english]))
    }
}
