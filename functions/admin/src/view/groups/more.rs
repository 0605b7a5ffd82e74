//! Open questions that may belong to a group: ticked, they go in.

use app::{groups::Near, staff::SignedIn};
use domain::{group::Group, ids::QuestionId, staff::Permission};
use maud::{Markup, html};

use super::{counts, title};
use crate::{
    text::{Groups, ListText, Text},
    view::{
        components::{error_summary, field_error, language_tag, state_tag},
        layout,
        people::titled,
    },
    web::Visit,
};

/// What the page shows.
pub(crate) struct MorePage {
    /// Which group.
    pub(crate) group: Group,
    /// Those that may belong, the likeliest first.
    pub(crate) near: Vec<Near>,
    /// What was ticked.
    pub(crate) chosen: Vec<QuestionId>,
    /// What is wrong.
    pub(crate) error: Option<String>,
}

/// The page.
pub(crate) fn more(visit: &Visit, signed_in: &SignedIn, page: &MorePage) -> Markup {
    let group = &page.group;
    let words = visit.fill(Groups::MoreTitle, &[&group.id.short()]);
    let may_act = signed_in.actor.require(Permission::Answer).is_ok();
    let main = html! {
        p.back { a href={ "/admin/groups/" (group.id) } { span aria-hidden="true" { "←" } (group.id.short()) } }
        @if let Some(what) = &page.error { (error_summary(visit, "near", what)) }
        h1 { (words) }
        p.lead { (title(visit, group)) }
        p.muted { (counts(visit, group)) }
        @if page.near.is_empty() {
            div.empty.card {
                h2 { (visit.say(Groups::MoreNone)) }
                p { (visit.say(Groups::MoreNoneHint)) }
                a.button href="/admin/inbox?state=open" { (visit.say(Groups::MoreToInbox)) }
            }
        } @else {
            p.muted { (visit.say(Groups::MoreHint)) }
            form method="post" action={ "/admin/groups/" (group.id) "/in" } novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                div.field.wrong[page.error.is_some()] {
                    @if let Some(what) = &page.error { (field_error(visit, "near", what)) }
                    ul.members id="near" tabindex="-1" {
                        @for near in &page.near { (one(visit, page, near, may_act)) }
                    }
                }
                @if may_act { button.primary { (visit.say(Groups::PutIn)) } }
            }
        }
    };
    layout::page(visit, Some(signed_in), &titled(visit, &words, page.error.is_some()), &main)
}

fn one(visit: &Visit, page: &MorePage, near: &Near, may_act: bool) -> Markup {
    let line = &near.line;
    html! {
        li.card {
            @if may_act {
                label.pick {
                    input type="checkbox" name={ "q-" (line.question) } value="1" checked[page.chosen.contains(&line.question)];
                    span.hidden { (visit.fill(ListText::Pick, &[line.number.as_str()])) }
                }
            }
            div.what {
                p.words lang=(line.language.pick("zh-CN", "en")) {
                    @if line.preview.is_empty() { (visit.say(Text::WithoutWords)) } @else { (line.preview) }
                }
                p.facts {
                    (state_tag(visit, line.state)) " "
                    a href={ "/admin/questions/" (line.question) } { (line.number) } " "
                    (visit.fill(Text::Resident, &[line.follower.short()])) " " (language_tag(visit, line.language)) " "
                    span.muted { (visit.fill(Groups::Why, &[&near.percent.to_string()])) }
                }
            }
        }
    }
}
