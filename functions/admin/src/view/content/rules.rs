//! Keyword rules, and the box that tries a sentence.

use app::{
    content::{Found, Tried},
    staff::SignedIn,
};
use domain::{
    content::{Rule, check::MAX_TEXT_BYTES, edit::dashed},
    intent::Intent,
    staff::Permission,
};
use maud::{Markup, html};

use super::{
    fields::{Field, Form, area, choice, conflict, counted, hidden, line, options, save},
    page, preview, theirs,
};
use crate::{
    text::Content,
    view::{
        bubble::{Side, bubble, words},
        components::{Tone, tag},
    },
    web::Visit,
};

/// A sentence that was tried.
pub(crate) struct Trial {
    /// The sentence; empty when none was.
    pub(crate) text: String,
    /// With the draft, not with what is live.
    pub(crate) draft: bool,
    /// What it triggers.
    pub(crate) tried: Option<Tried>,
    /// The questions of the known answers that it would be offered.
    pub(crate) questions: Vec<String>,
}

/// The list.
pub(crate) fn rules(
    visit: &Visit,
    signed_in: &SignedIn,
    list: &[Rule],
    form: &Form,
    trial: &Trial,
    done: Option<&str>,
) -> Markup {
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    let csrf = &signed_in.session.csrf;
    let body = html! {
        (conflict(visit, form))
        p.lead { (visit.say(Content::RulesLead)) }
        (trying(visit, trial))
        section aria-labelledby="rules" {
            div.heading {
                h2 id="rules" { (visit.say(Content::SectionRules)) }
                @if may_edit { a.button href="/admin/content/rules/new" { (visit.say(Content::AddRule)) } }
            }
            @if list.is_empty() {
                div.empty {
                    h3 { (visit.say(Content::NoRules)) }
                    p { (visit.say(Content::NoRulesHint)) }
                }
            }
            ol.rules {
                @for (place, rule) in (1..).zip(list) {
                    li { (row(visit, csrf, may_edit, form, place, rule)) }
                }
            }
        }
    };
    page(visit, signed_in, visit.say(Content::SectionRules), Some(form), done, &body)
}

fn row(visit: &Visit, csrf: &str, may_edit: bool, form: &Form, place: usize, rule: &Rule) -> Markup {
    let at = |verb: &str| format!("/admin/content/rules/{place}{verb}");
    let number = place.to_string();
    html! {
        div.topic-row {
            div.what {
                p.name { b { (place) } " " (theirs(&rule.words.join(" · "))) }
                p.muted {
                    (visit.say(if rule.exact { Content::MatchExact } else { Content::MatchInside })) " · "
                    @if rule.category.is_empty() { (visit.say(Content::SaysReply)) }
                    @else { (visit.fill(Content::IsTopic, &[&dashed(&rule.category)])) }
                }
            }
            @if may_edit {
                div.buttons {
                    a.button href=(at("")) aria-label=(visit.fill(Content::EditNumber, &[&number])) { (visit.say(Content::Edit)) }
                    @for (verb, text) in [("/up", Content::Earlier), ("/remove", Content::Remove)] {
                        @if verb != "/up" || place > 1 {
                            form method="post" action=(at(verb)) {
                                (hidden(csrf, form))
                                button { (visit.say(text)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The box, and what the sentence would trigger.
fn trying(visit: &Visit, trial: &Trial) -> Markup {
    html! {
        section.card.try aria-labelledby="try-title" {
            h2 id="try-title" { (visit.say(Content::TryTitle)) }
            form method="get" action="/admin/content/rules" {
                div.field {
                    label for="try" { (visit.say(Content::TryLabel)) }
                    input id="try" name="try" value=(trial.text) autocomplete="off";
                }
                div.buttons {
                    button name="with" value="draft" { (visit.say(Content::Try)) }
                    button name="with" value="live" { (visit.say(Content::TryLive)) }
                }
            }
            @if let Some(tried) = &trial.tried {
                div.tried role="status" {
                    p { b { (found(visit, trial).unwrap_or_else(|| meaning(visit, &tried.intent))) } " " (tag(Tone::Plain, "", visit.say(if trial.draft { Content::TryIn } else { Content::TryLive }))) }
                    @if let Some(answer) = &tried.answer {
                        @let body = html! {
                            @if let Some(card) = &answer.card { (preview::card_shown(visit, card)) }
                            (words(&preview::visible(&answer.text)))
                        };
                        (bubble(Side::Ours, &html! { (visit.say(Content::PreviewTitle)) }, &body, &preview::count(visit, answer.text.len())))
                    }
                }
            }
        }
    }
}

/// The known answers that are offered, if any.
fn found(visit: &Visit, trial: &Trial) -> Option<String> {
    match &trial.tried.as_ref()?.found {
        Found::Nothing => None,
        Found::Sure(_) => Some(visit.fill(Content::TryKnown, &[&trial.questions.join("")])),
        Found::Unsure(_) => Some(visit.fill(Content::TryListed, &[&trial.questions.join(" · ")])),
    }
}

/// What a sentence is understood as, in words.
fn meaning(visit: &Visit, intent: &Intent) -> String {
    match intent {
        Intent::Topic(path) => visit.fill(Content::IsTopic, &[&dashed(path)]),
        Intent::Rule(place) => visit.fill(Content::IsRule, &[&(place + 1).to_string()]),
        other => visit
            .say(match other {
                Intent::NoSuchNumber(..) => Content::IsNoNumber,
                Intent::List(_) => Content::IsList,
                Intent::Speak(_) => Content::IsSpeak,
                Intent::Person => Content::IsPerson,
                Intent::Progress | Intent::Query(_) => Content::IsProgress,
                Intent::Withdraw(_) => Content::IsWithdraw,
                Intent::Courtesy => Content::IsCourtesy,
                Intent::Ask { urgent: true } | Intent::EmergencyNumbers => Content::IsEmergency,
                Intent::Ask { urgent: false } => Content::IsAsk,
                _ => Content::IsNothing,
            })
            .to_owned(),
    }
}

/// One rule's editor; `place` from 1, `None` for a new one.
pub(crate) fn rule(visit: &Visit, signed_in: &SignedIn, place: Option<usize>, form: &Form) -> Markup {
    let (title, action) = match place {
        Some(place) => {
            (visit.fill(Content::RuleNumber, &[&place.to_string()]), format!("/admin/content/rules/{place}"))
        }
        None => (visit.say(Content::NewRule).to_owned(), "/admin/content/rules/new".to_owned()),
    };
    let matches = options(visit, &[("exact", Content::MatchExact), ("", Content::MatchInside)]);
    let body = html! {
        (conflict(visit, form))
        form.wide method="post" action=(action) novalidate {
            (hidden(&signed_in.session.csrf, form))
            (area(visit, form, &Field::new("words", Content::RuleWords), 5))
            (choice(visit, form, &Field::new("exact", Content::RuleMatch), &matches))
            (line(visit, form, &Field::new("category", Content::RuleShows).hint(Content::RuleShowsHint)))
            (counted(visit, form, &Field::new("reply.zh", Content::ReplyZh), 4, MAX_TEXT_BYTES))
            (counted(visit, form, &Field::new("reply.en", Content::ReplyEn), 4, MAX_TEXT_BYTES))
            (save(visit, form))
        }
    };
    page(visit, signed_in, &title, Some(form), None, &body)
}
