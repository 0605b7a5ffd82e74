//! Beside a thread: who else asks the same, and what the group was last told.

use app::groups::answer::GroupAnswer;
use domain::{
    group::{Group, Similar},
    question::Question,
};
use maud::{Markup, html};

use super::beside::written_in;
use crate::{text::Groups, web::Visit};

/// What is known of others who ask the same.
#[derive(Default)]
pub(crate) struct Alike {
    /// The question's group, when it has one of several.
    pub(crate) group: Option<Group>,
    /// A group that it may belong to.
    pub(crate) maybe: Option<Similar>,
    /// The words that it has in common with that group.
    pub(crate) words: Vec<String>,
    /// What its group, or the one it may belong to, was last told.
    pub(crate) answer: Option<GroupAnswer>,
}

/// The card; nothing when nobody asks the same.
pub(super) fn alike(
    visit: &Visit,
    csrf: &str,
    question: &Question,
    alike: &Alike,
    may_answer: bool,
) -> Markup {
    if alike.group.is_none() && alike.maybe.is_none() {
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
        }
    }
}
