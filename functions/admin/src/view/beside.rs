//! What stands beside a thread: giving and filing the question, and what is known of the resident.

use app::{
    questions::{Colleague, Thread, path_text},
    staff::SignedIn,
};
use domain::{
    canned::CannedResponse,
    content::{Category, Snapshot},
    language::Language,
    question::{Question, Suggested},
    staff::Permission,
};
use maud::{Markup, html};

use super::{
    alike::alike,
    components::{field_error, state_tag, time},
    composer::Draft,
};
use crate::{
    text::{Desk, Text},
    web::Visit,
};

/// What the whole page needs beside the thread, and polling does not.
#[derive(Default)]
pub(crate) struct Beside {
    /// To whom the question may be given; empty when it may not.
    pub(crate) colleagues: Vec<Colleague>,
    /// Earlier questions of the resident, newest first.
    pub(crate) past: Vec<Question>,
    /// What may be put into the answer.
    pub(crate) canned: Vec<CannedResponse>,
    /// Who else asks the same.
    pub(crate) alike: app::groups::Alike,
}

/// The column.
pub(super) fn side(
    visit: &Visit,
    signed_in: &SignedIn,
    thread: &Thread,
    beside: &Beside,
    content: &Snapshot,
    draft: &Draft,
) -> Markup {
    let csrf = &signed_in.session.csrf;
    let may_answer = signed_in.actor.require(Permission::Answer).is_ok();
    html! {
        div.side {
            @if may_answer { (handling(visit, csrf, thread, beside, content, draft)) }
            (alike(visit, csrf, &thread.question, &beside.alike, draft, may_answer))
            (resident(visit, csrf, may_answer, thread, beside, draft))
        }
    }
}

fn handling(
    visit: &Visit,
    csrf: &str,
    thread: &Thread,
    beside: &Beside,
    content: &Snapshot,
    draft: &Draft,
) -> Markup {
    let question = &thread.question;
    let action = |verb: &str| format!("/admin/questions/{}/{verb}", question.id);
    let assign = draft.error("assignee");
    html! {
        section.card aria-labelledby="handling" {
            h2 id="handling" { (visit.say(Desk::Handling)) }
            @if !beside.colleagues.is_empty() {
                form method="post" action=(action("assign")) novalidate {
                    input type="hidden" name="csrf" value=(csrf);
                    div.field.wrong[assign.is_some()] {
                        label for="assignee" { (visit.say(Desk::GiveTo)) }
                        @if let Some(error) = assign { (field_error(visit, "assignee", error)) }
                        select id="assignee" name="assignee" {
                            option value="" { (visit.say(Desk::Nobody)) }
                            @for colleague in &beside.colleagues {
                                option value=(colleague.login) selected[question.assignee.as_ref() == Some(&colleague.login)] { (colleague.name) }
                            }
                        }
                    }
                    button { (visit.say(Desk::Give)) }
                }
            }
            (filing(visit, csrf, &action("category"), question, content, draft))
        }
    }
}

fn filing(
    visit: &Visit,
    csrf: &str,
    action: &str,
    question: &Question,
    content: &Snapshot,
    draft: &Draft,
) -> Markup {
    let error = draft.error("category");
    let suggested = question.suggested.as_ref().filter(|_| question.category.is_empty());
    // A topic may be gone since.
    let suggested = suggested.and_then(|found| Some((found, content.category(&found.path)?)));
    let chosen = match suggested {
        Some((found, _)) if found.safe => &found.path,
        _ => &question.category,
    };
    let described = suggested.map(|_| "category-hint");
    html! {
        form method="post" action=(action) novalidate {
            input type="hidden" name="csrf" value=(csrf);
            div.field.wrong[error.is_some()] {
                label for="category" { (visit.say(Desk::File)) }
                @if let Some(error) = error { (field_error(visit, "category", error)) }
                select id="category" name="category" aria-describedby=[described] {
                    option value="" selected[chosen.is_empty()] { (visit.say(Desk::NoTopic)) }
                    (topics(visit, &content.categories, &mut Vec::new(), chosen))
                }
                @if let Some((found, topic)) = suggested { (suggestion(visit, found, topic)) }
            }
            button { (visit.say(Desk::SaveFile)) }
        }
    }
}

/// The topic that is suggested, and the unit that answers for it.
fn suggestion(visit: &Visit, found: &Suggested, topic: &Category) -> Markup {
    let title = topic.title.get(visit.language);
    let source = topic.source.get(visit.language);
    html! {
        p.muted id="category-hint" {
            (visit.say(if found.safe { Desk::SuggestedSafe } else { Desk::SuggestedMaybe }))
            (path_text(&found.path)) " " span lang=[written_in(title)] { (title) }
            @if !source.is_empty() { " · " (visit.say(Desk::Unit)) span lang=[written_in(source)] { (source) } }
        }
    }
}

/// All topics as choices, `4.1 名称`.
pub(super) fn topics(visit: &Visit, list: &[Category], path: &mut Vec<u8>, chosen: &[u8]) -> Markup {
    html! {
        @for category in list {
            @let own = { path.push(category.number); path.clone() };
            @let title = category.title.get(visit.language);
            option value=(path_text(&own)) selected[own == chosen] lang=[written_in(title)] {
                (path_text(&own)) " " (title)
            }
            (topics(visit, &category.children, path, chosen))
            @let _ = path.pop();
        }
    }
}

/// The mark of a text's language, for what is kept in one of the two.
pub(super) fn written_in(text: &str) -> Option<&'static str> {
    Language::of_text(text).map(|language| language.pick("zh-CN", "en"))
}

/// What is known of the resident.
fn resident(
    visit: &Visit,
    csrf: &str,
    may_answer: bool,
    thread: &Thread,
    beside: &Beside,
    draft: &Draft,
) -> Markup {
    let fact = |name: Text, value: &Markup| html! { dt { (visit.say(name)) } dd { (value) } };
    html! {
        aside.card aria-labelledby="about" {
            h2 id="about" { (visit.fill(Text::Resident, &[thread.question.follower.short()])) }
            @match &thread.follower {
                None => p { (visit.say(Text::FollowerErased)) },
                Some(follower) => {
                    dl {
                        (fact(Text::FirstSeen, &time(visit, follower.first_seen_at)))
                        (fact(Text::LanguageOf, &html! { (visit.say(language_text(follower.language))) }))
                        (fact(Text::Following, &html! { (visit.say(if follower.following { Text::Follows } else { Text::Left })) }))
                        @if let Some(at) = thread.question.promised_at { (fact(Text::PromisedBy, &time(visit, at))) }
                    }
                    @if may_answer && follower.following {
                        (remark(visit, csrf, &thread.question, follower.remark.as_deref(), draft))
                    }
                }
            }
            h3 { (visit.say(Desk::PastQuestions)) }
            @if beside.past.is_empty() { p.muted { (visit.say(Text::None)) } }
            ul.past {
                @for past in &beside.past {
                    li {
                        a href={ "/admin/questions/" (past.id) } { (past.number) } " " (state_tag(visit, past.state))
                        p.muted.preview lang=[written_in(&past.text)] { (past.text.lines().next().unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

fn remark(visit: &Visit, csrf: &str, question: &Question, remark: Option<&str>, draft: &Draft) -> Markup {
    let error = draft.error("remark");
    let value = draft.remark.as_deref().or(remark).unwrap_or_default();
    let described = if error.is_some() { "remark-error remark-hint" } else { "remark-hint" };
    html! {
        form.remark method="post" action={ "/admin/questions/" (question.id) "/remark" } novalidate {
            input type="hidden" name="csrf" value=(csrf);
            div.field.wrong[error.is_some()] {
                label for="remark" { (visit.say(Text::Remark)) }
                @if let Some(error) = error { (field_error(visit, "remark", error)) }
                input id="remark" name="remark" value=(value) autocomplete="off" aria-describedby=(described);
                p.muted id="remark-hint" { (visit.say(Desk::RemarkHint)) }
            }
            button { (visit.say(Desk::SaveRemark)) }
        }
    }
}

const fn language_text(language: Language) -> Text {
    match language {
        Language::Chinese => Text::Chinese,
        Language::English => Text::English,
    }
}
