//! Known answers: the list, the list of next content, the editor.

use std::collections::BTreeMap;

use app::{known::Counts, staff::SignedIn};
use domain::{
    content::{
        Snapshot,
        check::{MAX_ANSWER_BYTES, MAX_QUESTION_BYTES},
        edit::Section,
        known::KnownAnswer,
    },
    group::Group,
    language::Language,
    staff::Permission,
};
use maud::{Markup, html};

use super::{
    fields::{Field, Form, area, conflict, counted, hidden, line, save},
    page, theirs,
};
use crate::{
    text::Content,
    view::components::{Tone, segment, tag},
    web::Visit,
};

/// What the list shows.
pub(crate) struct KnownList<'a> {
    /// The content as it is edited.
    pub(crate) content: &'a Snapshot,
    /// What became of each, by id.
    pub(crate) counts: &'a BTreeMap<String, Counts>,
    /// What should be one.
    pub(crate) next: &'a [Group],
    /// The form of words that mean the same.
    pub(crate) form: &'a Form,
}

/// The list.
pub(crate) fn known_list(
    visit: &Visit,
    signed_in: &SignedIn,
    list: &KnownList<'_>,
    done: Option<&str>,
) -> Markup {
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    let csrf = &signed_in.session.csrf;
    let known = &list.content.known;
    let body = html! {
        (conflict(visit, list.form))
        p.lead { (visit.say(Content::KnownLead)) }
        section aria-labelledby="known" {
            div.heading {
                h2 id="known" { (visit.say(Content::SectionKnown)) }
                @if may_edit { a.button href="/admin/content/known/new" { (visit.say(Content::AddKnown)) } }
            }
            @if known.is_empty() {
                div.empty {
                    h3 { (visit.say(Content::NoKnown)) }
                    p { (visit.say(Content::NoKnownHint)) }
                }
            } @else {
                ul.topics { @for one in known { li.topic { (row(visit, csrf, may_edit, list, one)) } } }
            }
        }
        (next(visit, may_edit, list.next))
        @if may_edit { (synonyms(visit, csrf, list.form)) }
    };
    page(visit, signed_in, visit.say(Content::SectionKnown), Some(list.form), done, &body)
}

fn row(visit: &Visit, csrf: &str, may_edit: bool, list: &KnownList<'_>, known: &KnownAnswer) -> Markup {
    let question = known.question.get(visit.language);
    let at = |verb: &str| format!("/admin/content/known/{}{verb}", segment(&known.id));
    let counts = list.counts.get(&known.id).cloned().unwrap_or_default();
    let [offered, solved, person] = [counts.offered, counts.solved, counts.person].map(|n| n.to_string());
    html! {
        div.topic-row {
            div.what {
                p.name { b { (theirs(question)) } }
                p.muted {
                    @if let Some(owner) = &known.owner {
                        @let (before, after) = visit.say(Content::OwnerIs).split_once("{}").unwrap_or_default();
                        (before) (theirs(owner)) (after) " · "
                    }
                    (visit.fill(Content::KnownCounts, &[&offered, &solved, &person]))
                }
                p { (tags(visit, known)) }
            }
            @if may_edit {
                div.buttons {
                    a.button href=(at("")) aria-label=(visit.fill(Content::EditNumber, &[question])) { (visit.say(Content::Edit)) }
                    form method="post" action=(at("/remove")) {
                        input type="hidden" name="csrf" value=(csrf);
                        input type="hidden" name="seen" value=(Section::Known(known.id.clone()).fingerprint(list.content));
                        button aria-label=(visit.fill(Content::RemoveKnown, &[question])) { (visit.say(Content::Remove)) }
                    }
                }
            }
        }
    }
}

fn tags(visit: &Visit, known: &KnownAnswer) -> Markup {
    let review = known.review_on.to_string();
    html! {
        @if known.is_due(visit.now) { (tag(Tone::Danger, "▲", &visit.fill(Content::ReviewDue, &[&review]))) }
        @else { (tag(Tone::Plain, "", &visit.fill(Content::ReviewBy, &[&review]))) }
        " "
        @if let Some(last) = known.expires_on {
            @let last = last.to_string();
            @if known.has_expired(visit.now) { (tag(Tone::Warn, "◔", &visit.fill(Content::KnownOver, &[&last]))) }
            @else { (tag(Tone::Plain, "", &visit.fill(Content::KnownUntil, &[&last]))) }
            " "
        }
        @if !known.answer.has(Language::English) { (tag(Tone::Warn, "", visit.say(Content::LacksEnglish))) }
    }
}

/// What several residents asked and nothing answers.
fn next(visit: &Visit, may_edit: bool, groups: &[Group]) -> Markup {
    html! {
        section aria-labelledby="next" {
            h2 id="next" { (visit.say(Content::NextContent)) }
            p.muted { (visit.say(Content::NextContentLead)) }
            @if groups.is_empty() { p { (visit.say(Content::NoNextContent)) } }
            @else {
                ul.topics {
                    @for group in groups {
                        li.topic {
                            div.topic-row {
                                div.what {
                                    p.name { a href={ "/admin/groups/" (group.id) } { (theirs(&group.title)) } }
                                    p.muted { (visit.fill(Content::AskedBy, &[&group.askers.to_string()])) }
                                }
                                @if may_edit {
                                    div.buttons {
                                        a.button href={ "/admin/content/known/new?group=" (group.id) }
                                            aria-label=(visit.fill(Content::WriteItAbout, &[&group.title])) { (visit.say(Content::WriteIt)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn synonyms(visit: &Visit, csrf: &str, form: &Form) -> Markup {
    html! {
        section aria-labelledby="same" {
            h2 id="same" { (visit.say(Content::Synonyms)) }
            form.wide method="post" action="/admin/content/synonyms" novalidate {
                (hidden(csrf, form))
                (area(visit, form, &Field::new("synonyms", Content::Synonyms).hint(Content::SynonymsHint), 5))
                (save(visit, form))
            }
        }
    }
}

/// One's editor. `from_group`: the words of a new one come from a group.
pub(crate) fn known(
    visit: &Visit,
    signed_in: &SignedIn,
    id: &str,
    is_new: bool,
    from_group: bool,
    form: &Form,
) -> Markup {
    let title =
        if is_new { visit.say(Content::NewKnown).to_owned() } else { visit.fill(Content::PartKnown, &[id]) };
    let field = |name, label| Field::new(name, label);
    let body = html! {
        (conflict(visit, form))
        @if from_group { div.notice.quiet role="note" { p { (visit.say(Content::FromGroup)) } } }
        form.wide method="post" action={ "/admin/content/known/" (segment(id)) } novalidate {
            (hidden(&signed_in.session.csrf, form))
            (counted(visit, form, &field("question.zh", Content::QuestionZh), 2, MAX_QUESTION_BYTES))
            (counted(visit, form, &field("question.en", Content::QuestionEn), 2, MAX_QUESTION_BYTES))
            (area(visit, form, &field("variants", Content::Variants).hint(Content::VariantsHint), 5))
            (counted(visit, form, &field("answer.zh", Content::AnswerZh), 6, MAX_ANSWER_BYTES))
            (counted(visit, form, &field("answer.en", Content::AnswerEn), 6, MAX_ANSWER_BYTES))
            (line(visit, form, &field("owner", Content::Owner)))
            (line(visit, form, &field("review_on", Content::ReviewOn).hint(Content::ReviewOnHint)))
            (line(visit, form, &field("expires_on", Content::ExpiresOn).hint(Content::ExpiresOnHint)))
            (line(visit, form, &field("category", Content::KnownTopic)))
            (save(visit, form))
        }
    };
    page(visit, signed_in, &title, Some(form), None, &body)
}
