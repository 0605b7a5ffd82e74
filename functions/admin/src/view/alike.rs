//! Beside a thread: who else asks the same, and what the group was last told.

use app::groups::Alike;
use domain::question::Question;
use maud::{Markup, html};

use super::{Draft, beside::written_in, components::field_error};
use crate::{text::Groups, web::Visit};

/// The card; nothing for somebody who may only read when nobody asks the same.
pub(super) fn alike(
    visit: &Visit,
    csrf: &str,
    question: &Question,
    alike: &Alike,
    draft: &Draft,
    may_answer: bool,
) -> Markup {
    let alone = alike.group.is_none() && alike.maybe.is_none();
    if alone && !may_answer {
        return html! {};
    }
    let form = |verb: &str, label: Groups, more: Markup| {
        html! {
            form method="post" action={ "/admin/questions/" (question.id) "/" (verb) } {
                input type="hidden" name="csrf" value=(csrf);
                (more)
                button { (visit.say(label)) }
            }
        }
    };
    html! {
        section.card aria-labelledby="alike" {
            h2 id="alike" { (visit.say(Groups::Beside)) }
            @if alone { p.muted { (visit.say(if alike.compared { Groups::Alone } else { Groups::NotCompared })) } }
            @if let Some(group) = &alike.group {
                p {
                    a href={ "/admin/groups/" (group.id) } { (group.id.short()) " " span lang=[written_in(&group.title)] { (group.title) } }
                    " · " (visit.fill(Groups::Chip, &[&group.questions.to_string()]))
                }
                @if may_answer { (form("ungroup", Groups::Leave, html! {})) }
            } @else if let Some(maybe) = &alike.maybe {
                p {
                    (visit.fill(Groups::Maybe, &[&maybe.group.short(), &maybe.percent.to_string()]))
                    @if !alike.words.is_empty() { " " (visit.fill(Groups::Words, &[&alike.words.join("、")])) }
                }
                @if may_answer { (form("group", Groups::Join, html! { input type="hidden" name="group" value=(maybe.group); })) }
            }
            @if let Some(answer) = &alike.answer {
                h3 { (visit.say(Groups::LastAnswer)) }
                blockquote lang=(question.language.pick("zh-CN", "en")) { (answer.text.get(question.language)) }
                @if may_answer && !question.state.is_final() { (form("reuse", Groups::UseAnswer, html! {})) }
            }
            @if may_answer { (put(visit, csrf, question, draft)) }
        }
    }
}

/// Puts the question into a group that no program found.
fn put(visit: &Visit, csrf: &str, question: &Question, draft: &Draft) -> Markup {
    let error = draft.error("into");
    html! {
        details.put open[error.is_some()] {
            summary { (visit.say(Groups::Put)) }
            form method="post" action={ "/admin/questions/" (question.id) "/put" } novalidate {
                input type="hidden" name="csrf" value=(csrf);
                div.field.wrong[error.is_some()] {
                    label for="into" { (visit.say(Groups::PutInto)) }
                    @if let Some(error) = error { (field_error(visit, "into", error)) }
                    input id="into" name="into" value=(draft.into.as_deref().unwrap_or_default()) autocomplete="off" aria-describedby="into-hint";
                    p.muted id="into-hint" { (visit.say(Groups::PutHint)) }
                }
                button { (visit.say(Groups::DoPut)) }
            }
        }
    }
}
