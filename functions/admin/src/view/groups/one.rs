//! One group: its questions, what officers do with it, its answers.

use std::collections::BTreeMap;

use app::{groups::answer::GroupAnswer, staff::SignedIn};
use domain::{canned::Variable, group::Group, ids::QuestionId, question::Question, staff::Permission};
use maud::{Markup, html};

use super::{counts, locked, title};
use crate::{
    text::{Content, Groups, Text},
    view::{
        BulkNotice, bulk_notice,
        components::{button_form, error_summary, field_error, language_tag, state_tag},
        layout,
        people::titled,
    },
    web::Visit,
};

/// What was written for all and could not be sent yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) signed: bool,
    pub(crate) end: bool,
}

/// What the page shows.
pub(crate) struct GroupPage {
    /// Which.
    pub(crate) group: Group,
    /// Its questions, the first that was asked first.
    pub(crate) questions: Vec<Question>,
    /// The words that each has in common with the one that it was found alike.
    pub(crate) words: BTreeMap<QuestionId, Vec<String>>,
    /// Its answers, the newest first.
    pub(crate) answers: Vec<GroupAnswer>,
    /// What was written.
    pub(crate) written: Written,
    /// What was just done.
    pub(crate) done: Option<Groups>,
    /// What came of putting questions in.
    pub(crate) put: Option<BulkNotice>,
    /// What is wrong, and at which field.
    pub(crate) error: Option<(&'static str, String)>,
}

/// The page.
pub(crate) fn group(visit: &Visit, signed_in: &SignedIn, page: &GroupPage) -> Markup {
    let group = &page.group;
    let may_act = signed_in.actor.require(Permission::Answer).is_ok();
    let words = format!("{} · {}", group.id.short(), visit.say(Groups::Title));
    let sending = page.answers.iter().any(|answer| !answer.taken_back && !answer.done);
    let main = html! {
        p.back { a href="/admin/groups" { span aria-hidden="true" { "←" } (visit.say(Groups::Title)) } }
        @if let Some((field, what)) = &page.error { (error_summary(visit, field, what)) }
        @if let Some(done) = page.done { div.notice.done role="status" { span aria-hidden="true" { "✓ " } (visit.say(done)) } }
        @if let Some(put) = &page.put { (bulk_notice(visit, put)) }
        h1 { (group.id.short()) " " (title(visit, group)) " " (locked(visit, group)) }
        p.muted { (counts(visit, group)) }
        @if sending {
            div data-poll={ "/admin/groups/" (group.id) "?part=1" } data-every="2" { (answers(visit, signed_in, page)) }
        } @else { (answers(visit, signed_in, page)) }
        @if may_act { (writing(visit, signed_in, page)) }
        (members(visit, signed_in, page, may_act))
        @if may_act { (handling(visit, signed_in, page)) }
    };
    layout::page(visit, Some(signed_in), &titled(visit, &words, page.error.is_some()), &main)
}

/// What polling replaces: how far the answers have come.
pub(crate) fn answers(visit: &Visit, signed_in: &SignedIn, page: &GroupPage) -> Markup {
    let csrf = &signed_in.session.csrf;
    html! {
        div id="answers" {
            @if !page.answers.is_empty() {
                section aria-labelledby="answers-title" {
                    h2 id="answers-title" { (visit.say(Groups::Answers)) }
                    ul.cards { @for answer in &page.answers { (answered(visit, csrf, answer)) } }
                    @if signed_in.actor.require(Permission::EditContent).is_ok() {
                        p { a.button href={ "/admin/content/known/new?group=" (page.group.id) } { (visit.say(Content::WriteIt)) } }
                    }
                }
            }
        }
    }
}

fn answered(visit: &Visit, csrf: &str, answer: &GroupAnswer) -> Markup {
    let [written, skipped] = [answer.written, answer.skipped].map(|number| number.to_string());
    let at = domain::time::show(answer.sent_at, visit.language);
    let held = answer.hold_until > visit.now;
    html! {
        li.card {
            p.muted { (visit.fill(Groups::Sent, &[visit.names.of(&answer.by), &at])) }
            @if !answer.text.zh.is_empty() { p lang="zh-CN" { (answer.text.zh) } }
            @if !answer.text.en.is_empty() { p lang="en" { (answer.text.en) } }
            p role="status" {
                @if answer.taken_back { (visit.say(Groups::TakenBack)) }
                @else if answer.done { (visit.fill(Groups::Done, &[&written, &skipped])) }
                @else if held { (visit.say(Groups::Held)) }
                @else { (visit.fill(Groups::Spreading, &[&written, &skipped])) }
            }
            @if held && !answer.taken_back {
                (button_form(&format!("/admin/groups/{}/answers/{}/take-back", answer.group, crate::view::segment(&answer.id)), csrf, "", visit.say(Groups::TakeBack)))
            }
        }
    }
}

fn writing(visit: &Visit, signed_in: &SignedIn, page: &GroupPage) -> Markup {
    let written = &page.written;
    html! {
        section.card aria-labelledby="answer" {
            h2 id="answer" { (visit.say(Groups::Answer)) }
            form method="post" action={ "/admin/groups/" (page.group.id) "/check" } novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                p.muted id="variables" {
                    (visit.say(Groups::AnswerHint))
                    @for variable in Variable::ALL { " " code lang="zh-CN" { (variable.mark()) } }
                }
                (area(visit, page, "zh", "zh-CN", Groups::Chinese, &written.zh))
                (area(visit, page, "en", "en", Groups::English, &written.en))
                (choice("signed", written.signed, visit.say(Groups::Sign)))
                (choice("end", written.end, visit.say(Groups::End)))
                button.primary { (visit.say(Groups::Check)) }
            }
        }
    }
}

fn choice(name: &str, chosen: bool, label: &str) -> Markup {
    html! {
        div.box { input type="checkbox" id=(name) name=(name) value="1" checked[chosen]; label for=(name) { (label) } }
    }
}

fn area(visit: &Visit, page: &GroupPage, name: &str, lang: &str, label: Groups, text: &str) -> Markup {
    let wrong = page.error.as_ref().filter(|(field, _)| *field == name).map(|(_, what)| what);
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(name) { (visit.say(label)) }
            @if let Some(what) = wrong { (field_error(visit, name, what)) }
            textarea id=(name) name=(name) lang=(lang) rows="4" aria-describedby="variables" { (text) }
        }
    }
}

fn members(visit: &Visit, signed_in: &SignedIn, page: &GroupPage, may_act: bool) -> Markup {
    html! {
        section aria-labelledby="members" {
            h2 id="members" { (visit.say(Groups::Members)) }
            ul.members { @for question in &page.questions {
                li.card {
                    div.what {
                        p.words lang=(question.language.pick("zh-CN", "en")) {
                            @if question.text.is_empty() { (visit.say(Text::WithoutWords)) } @else { (question.text.replace('\n', " / ")) }
                        }
                        p.facts {
                            (state_tag(visit, question.state)) " "
                            a href={ "/admin/questions/" (question.id) } { (question.number) } " "
                            (visit.fill(Text::Resident, &[question.follower.short()])) " " (language_tag(visit, question.language))
                        }
                        p.muted { (why(visit, page, question)) }
                    }
                    @if may_act {
                        form method="post" action={ "/admin/groups/" (page.group.id) "/out" } {
                            input type="hidden" name="csrf" value=(signed_in.session.csrf);
                            input type="hidden" name="question" value=(question.id);
                            button { (visit.say(Groups::TakeOut)) span.hidden { " " (question.number) } }
                        }
                    }
                }
            } }
            @if may_act {
                p { a.button href={ "/admin/groups/" (page.group.id) "/more" } { (visit.say(Groups::More)) } }
            }
        }
    }
}

/// Why a question is here.
fn why(visit: &Visit, page: &GroupPage, question: &Question) -> String {
    match &question.membership {
        Some(membership) if membership.settled => visit.say(Groups::ByOfficer).to_owned(),
        Some(membership) => match &membership.similar {
            Some(similar) if membership.group != domain::ids::GroupId::of(&question.id) => {
                let alike = visit.fill(Groups::Why, &[&similar.percent.to_string()]);
                match page.words.get(&question.id).filter(|words| !words.is_empty()) {
                    Some(words) => {
                        format!("{alike} · {}", visit.fill(Groups::Words, &[&words.join("、")]))
                    }
                    None => alike,
                }
            }
            _ if page.group.id == domain::ids::GroupId::of(&question.id) => {
                visit.say(Groups::First).to_owned()
            }
            _ => String::new(),
        },
        None => String::new(),
    }
}

fn handling(visit: &Visit, signed_in: &SignedIn, page: &GroupPage) -> Markup {
    let csrf = &signed_in.session.csrf;
    let wrong = |name: &str| page.error.as_ref().filter(|(field, _)| *field == name).map(|(_, what)| what);
    let action = |verb: &str| format!("/admin/groups/{}/{verb}", page.group.id);
    html! {
        section.card {
            form method="post" action=(action("title")) novalidate {
                input type="hidden" name="csrf" value=(csrf);
                div.field.wrong[wrong("title").is_some()] {
                    label for="title" { (visit.say(Groups::Rename)) }
                    p.muted id="title-hint" { (visit.say(Groups::RenameHint)) }
                    @if let Some(what) = wrong("title") { (field_error(visit, "title", what)) }
                    input id="title" name="title" value=(page.group.title) aria-describedby="title-hint" autocomplete="off";
                }
                button { (visit.say(Groups::SaveTitle)) }
            }
            @if page.group.locked { (button_form(&action("unlock"), csrf, "", visit.say(Groups::Unlock))) }
            @else { (button_form(&action("lock"), csrf, "", visit.say(Groups::Lock))) }
            form method="post" action=(action("merge")) novalidate {
                input type="hidden" name="csrf" value=(csrf);
                h2 { (visit.say(Groups::Merge)) }
                div.field.wrong[wrong("into").is_some()] {
                    label for="into" { (visit.say(Groups::MergeInto)) }
                    p.muted id="into-hint" { (visit.say(Groups::MergeHint)) }
                    @if let Some(what) = wrong("into") { (field_error(visit, "into", what)) }
                    input id="into" name="into" aria-describedby="into-hint" autocomplete="off";
                }
                button { (visit.say(Groups::DoMerge)) }
            }
        }
    }
}
