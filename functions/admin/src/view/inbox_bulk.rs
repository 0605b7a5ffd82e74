//! What is done to several questions at once: the form below the list, the page that asks before ending, what came of it.

use app::staff::SignedIn;
use domain::{
    ids::{GroupId, QuestionId, QuestionNumber},
    question::Question,
    staff::Permission,
};
use maud::{Markup, html};

use super::{
    components::{field_error, state_tag},
    inbox::{InboxPage, address},
    layout,
};
use crate::{
    text::{Desk, ListText},
    web::Visit,
};

/// What came of an act.
pub(crate) struct Notice {
    /// What was done.
    pub(crate) did: ListText,
    /// To how many questions.
    pub(crate) count: usize,
    /// The group that they are in now.
    pub(crate) group: Option<GroupId>,
    /// Those that were taken out of another group for it.
    pub(crate) out_of_others: Vec<Named>,
    /// To which it was not.
    pub(crate) refused: Vec<Refused>,
}

/// A question by its number.
pub(crate) struct Named {
    /// Which.
    pub(crate) id: QuestionId,
    /// Its number, unless it is gone.
    pub(crate) number: Option<QuestionNumber>,
}

impl Named {
    fn link(&self) -> Markup {
        html! { @if let Some(number) = &self.number { a.button href={ "/admin/questions/" (self.id) } { (number) } " " } }
    }
}

/// A question to which nothing was done.
pub(crate) struct Refused {
    /// Which.
    pub(crate) question: Named,
    /// Why.
    pub(crate) why: ListText,
}

/// How many it was done to, and to which not and why.
pub(crate) fn notice(visit: &Visit, notice: &Notice) -> Markup {
    html! {
        @if notice.count > 0 || notice.refused.is_empty() {
            div.notice.done role="status" {
                span aria-hidden="true" { "✓ " } (visit.fill(notice.did, &[&notice.count.to_string()]))
                @if let Some(group) = &notice.group { " " a.button href={ "/admin/groups/" (group) } { (group.short()) } }
                @if !notice.out_of_others.is_empty() {
                    p { (visit.fill(ListText::OutOfOthers, &[&notice.out_of_others.len().to_string()])) }
                    ul.refusals { @for question in &notice.out_of_others { li { (question.link()) } } }
                }
            }
        }
        @if !notice.refused.is_empty() {
            div.notice.refused role="alert" {
                h2 { (visit.fill(ListText::NotDone, &[&notice.refused.len().to_string()])) }
                ul.refusals {
                    @for refused in &notice.refused {
                        li {
                            (refused.question.link())
                            (visit.say(refused.why))
                        }
                    }
                }
            }
        }
    }
}

/// The buttons for what is ticked. The boxes stand in the list, which polling replaces, and belong to this form.
pub(super) fn bulk_form(visit: &Visit, signed_in: &SignedIn, page: &InboxPage) -> Markup {
    let back = address(page.tab, &page.filter, page.cursor.as_deref());
    let query = back.split_once('?').map_or("", |(_, query)| query);
    let wrong = page.error.as_ref().filter(|(field, _)| *field == "colleague").map(|(_, what)| what);
    let may_assign = signed_in.actor.require(Permission::Assign).is_ok();
    html! {
        form.bulk.card id="bulk" method="post" action="/admin/inbox/bulk" novalidate aria-labelledby="bulk-title"
            data-all=(visit.say(ListText::PickAll)) {
            h2 id="bulk-title" { (visit.say(ListText::Bulk)) }
            p.muted { (visit.say(ListText::BulkHint)) }
            input type="hidden" name="csrf" value=(signed_in.session.csrf);
            input type="hidden" name="back" value=(query);
            @if may_assign && !page.colleagues.is_empty() {
                div.field.wrong[wrong.is_some()] {
                    label for="colleague" { (visit.say(Desk::GiveTo)) }
                    @if let Some(what) = wrong { (field_error(visit, "colleague", what)) }
                    div.beside {
                        select id="colleague" name="colleague" {
                            @for colleague in &page.colleagues {
                                option value=(colleague.login) selected[colleague.login == page.actor.login] { (colleague.name) }
                            }
                        }
                        button name="then" value="assign" { (visit.say(ListText::GiveAll)) }
                    }
                }
            }
            (into_group(visit, page))
            div.buttons { button name="then" value="end" { (visit.say(ListText::EndAll)) } }
        }
    }
}

/// Puts them together: into the largest of their groups, or into the one that is written.
fn into_group(visit: &Visit, page: &InboxPage) -> Markup {
    let wrong = page.error.as_ref().filter(|(field, _)| *field == "into").map(|(_, what)| what);
    html! {
        div.field.wrong[wrong.is_some()] {
            label for="into" { (visit.say(ListText::IntoGroup)) }
            @if let Some(what) = wrong { (field_error(visit, "into", what)) }
            div.beside {
                input id="into" name="into" value=(page.into) autocomplete="off" aria-describedby="into-hint";
                button name="then" value="group" { (visit.say(ListText::PutTogether)) }
            }
            p.muted id="into-hint" { (visit.say(ListText::IntoGroupHint)) }
        }
    }
}

/// Asks before several questions are ended.
pub(crate) fn confirm_end(visit: &Visit, signed_in: &SignedIn, questions: &[Question], list: &str) -> Markup {
    let count = questions.len().to_string();
    let title = visit.fill(ListText::EndAsk, &[&count]);
    let query = list.split_once('?').map_or("", |(_, query)| query);
    let main = html! {
        h1 { (title) }
        p { (visit.say(ListText::EndHint)) }
        ul.cards.ending {
            @for question in questions {
                li.card {
                    (state_tag(visit, question.state)) " " b { (question.number) }
                    p.preview lang=(question.language.pick("zh-CN", "en")) { (question.text.lines().next().unwrap_or_default()) }
                }
            }
        }
        form method="post" action="/admin/inbox/bulk" {
            input type="hidden" name="csrf" value=(signed_in.session.csrf);
            input type="hidden" name="back" value=(query);
            @for question in questions { input type="hidden" name={ "q-" (question.id) } value="1"; }
            div.buttons {
                a.button href=(list) { (visit.say(ListText::DontEnd)) }
                button.danger name="then" value="end-now" { (visit.fill(ListText::EndNow, &[&count])) }
            }
        }
    };
    layout::page(visit, Some(signed_in), &title, &main)
}
