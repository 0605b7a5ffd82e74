//! Whom an answer to all reaches, before it is sent.

use std::collections::HashMap;

use app::{
    groups::{Member, answer::Reach},
    staff::SignedIn,
};
use domain::{group::Group, ids::QuestionId, question::Question};
use maud::{Markup, html};

use super::{Written, title};
use crate::{
    text::{Groups, Text},
    view::{components::language_tag, layout},
    web::Visit,
};

/// Members of one outcome that are listed by name.
pub(crate) const NAMED: usize = 50;

/// The page.
pub(crate) fn check(
    visit: &Visit,
    signed_in: &SignedIn,
    group: &Group,
    reach: &Reach,
    asked: &HashMap<QuestionId, Question>,
    written: &Written,
) -> Markup {
    let words = visit.say(Groups::CheckTitle);
    let count = reach.recipients().to_string();
    let main = html! {
        h1 { (words) }
        p { (group.id.short()) " " (title(visit, group)) }
        div.said {
            @if !written.zh.is_empty() { p.bubble.body lang="zh-CN" { (written.zh) } }
            @if !written.en.is_empty() { p.bubble.body lang="en" { (written.en) } }
        }
        (of(visit, Groups::Now, &reach.now, asked))
        (of(visit, Groups::Later, &reach.later, asked))
        (of(visit, Groups::Over, &reach.over, asked))
        @if reach.unseen > 0 { p { (visit.fill(Groups::Unseen, &[&reach.unseen.to_string()])) } }
        form.send method="post" action={ "/admin/groups/" (group.id) "/send" } {
            input type="hidden" name="csrf" value=(signed_in.session.csrf);
            input type="hidden" name="zh" value=(written.zh);
            input type="hidden" name="en" value=(written.en);
            @if written.signed { input type="hidden" name="signed" value="1"; }
            @if written.end { input type="hidden" name="end" value="1"; }
            input type="hidden" name="seen" value=(count);
            p.muted { (visit.say(Groups::SendHint)) }
            div.buttons {
                button name="then" value="back" { (visit.say(Groups::Back)) }
                @if reach.recipients() > 0 { button.primary name="then" value="send" { (visit.fill(Groups::Send, &[&count])) } }
            }
        }
    };
    layout::page(visit, Some(signed_in), words, &main)
}

fn of(visit: &Visit, label: Groups, members: &[Member], asked: &HashMap<QuestionId, Question>) -> Markup {
    html! {
        section.reach {
            h2 { (visit.say(label)) " " span.count { (members.len()) } }
            @if members.is_empty() { p.muted { (visit.say(Groups::NobodyHere)) } }
            ul.reached { @for member in members.iter().take(NAMED) {
                li {
                    a href={ "/admin/questions/" (member.question) } { (visit.fill(Text::Resident, &[member.follower.short()])) }
                    " " (language_tag(visit, member.language))
                    @if let Some(question) = asked.get(&member.question) {
                        " " span lang=(question.language.pick("zh-CN", "en")) { (question.text.replace('\n', " / ")) }
                    }
                }
            } }
            @if members.len() > NAMED { p.muted { "…" } }
        }
    }
}
