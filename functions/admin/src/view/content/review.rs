//! What publishing would change, what is wrong, and who does what.

use app::{
    content::{Policy, Working},
    staff::SignedIn,
};
use domain::{
    content::{
        Snapshot,
        check::{Finding, Level, Place, numbers},
    },
    staff::Permission,
};
use maud::{Markup, html};

use super::{
    board::bar,
    diff,
    fields::{Field, Form, area},
    page, theirs,
};
use crate::{
    text::Content,
    view::components::{Tone, segment, tag},
    web::Visit,
};

/// Why nothing was done: the form with what was typed.
pub(crate) struct Refused {
    /// What was typed, and what is wrong.
    pub(crate) form: Form,
    /// The draft or the live version has changed since.
    pub(crate) moved: bool,
}

/// The page.
pub(crate) fn review(
    visit: &Visit,
    signed_in: &SignedIn,
    working: &Working,
    policy: Policy,
    refused: &Refused,
    done: Option<&str>,
) -> Markup {
    let changes = working.changes();
    let body = html! {
        @if refused.moved {
            div.notice.refused role="alert" tabindex="-1" id="error-summary" { p { (visit.say(Content::DraftMoved)) } }
        }
        (bar(visit, working))
        section aria-labelledby="findings" {
            h2 id="findings" { (visit.say(Content::Findings)) }
            (findings(visit, working))
        }
        section aria-labelledby="changes" {
            h2 id="changes" { (visit.say(Content::Changes)) }
            @if changes.is_empty() {
                p { (visit.say(Content::NoChanges)) }
            } @else {
                p.muted { (visit.fill(Content::ReviewLead, &[&working.live.version.to_string()])) }
                (diff::table(visit, &changes))
            }
        }
        @if working.draft.is_some() { (acts(visit, signed_in, working, refused)) }
        (rule(visit, signed_in, policy))
    };
    page(visit, signed_in, visit.say(Content::SectionReview), Some(&refused.form), done, &body)
}

fn findings(visit: &Visit, working: &Working) -> Markup {
    let found = working.findings();
    html! {
        @if found.is_empty() { p { (tag(Tone::Ok, "✓", visit.say(Content::FindingsFine))) } }
        ul.findings {
            @for finding in &found {
                li {
                    @match finding.level {
                        Level::Error => (tag(Tone::Danger, "▲", visit.say(Content::FindingError))),
                        Level::Warning => (tag(Tone::Warn, "◔", visit.say(Content::FindingWarning))),
                    }
                    " " (place(visit, working.snapshot(), finding)) ": "
                    (theirs(visit.language.pick(&finding.zh, &finding.en)))
                }
            }
        }
    }
}

/// Where it is, as a link to the form that mends it.
fn place(visit: &Visit, content: &Snapshot, finding: &Finding) -> Markup {
    let (address, name) = match &finding.place {
        Place::Category(at) => {
            let numbers = numbers(content, at);
            (format!("topics/{numbers}"), visit.fill(Content::PartTopic, &[&numbers]))
        }
        Place::Rule(place) => {
            let place = (place + 1).to_string();
            (format!("rules/{place}"), visit.fill(Content::PartRule, &[&place]))
        }
        Place::Known(place) => {
            let id = content.known.get(*place).map_or("", |known| known.id.as_str());
            (format!("known/{}", segment(id)), visit.fill(Content::PartKnown, &[id]))
        }
        Place::Synonyms | Place::Whole => ("known".to_owned(), visit.say(Content::SectionKnown).to_owned()),
        Place::Account => ("account".to_owned(), visit.say(Content::SectionAccount).to_owned()),
        Place::Emergency => ("emergency".to_owned(), visit.say(Content::SectionEmergency).to_owned()),
        Place::Hours => ("hours".to_owned(), visit.say(Content::SectionHours).to_owned()),
        Place::Menu(_) => ("review".to_owned(), visit.say(Content::PartMenu).to_owned()),
    };
    html! {
        a href={ "/admin/content/" (address) } { (name) }
        " · " (diff::field(visit, finding.field))
    }
}

fn acts(visit: &Visit, signed_in: &SignedIn, working: &Working, refused: &Refused) -> Markup {
    let may = |permission| signed_in.actor.require(permission).is_ok();
    let waits = working.draft.as_ref().is_some_and(|draft| draft.value.submitted.is_some());
    let (publish, edit) = (may(Permission::Publish), may(Permission::EditContent));
    let form = |verb: &str, fields: Markup, class: &str, label: Content| {
        html! {
            form.wide method="post" action={ "/admin/content/review/" (verb) } novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                input type="hidden" name="live" value=(working.live.version);
                input type="hidden" name="draft" value=(working.state());
                (fields)
                button class=(class) { (visit.say(label)) }
            }
        }
    };
    let text = |field: &Field<'_>| area(visit, &refused.form, field, 2);
    html! {
        @if publish {
            (form("publish", text(&Field::new("why", Content::Why).hint(Content::WhyHint)), "primary", Content::Publish))
        }
        @if edit && !waits {
            @let class = if publish { "" } else { "primary" };
            (form("submit", text(&Field::new("note", Content::SubmitNote)), class, Content::Submit))
        }
        @if publish && waits { (form("send-back", text(&Field::new("reason", Content::Reason)), "", Content::SendBack)) }
        @if edit {
            details.more {
                summary { (visit.say(Content::Discard)) }
                p { (visit.say(Content::DiscardHint)) }
                (form("discard", html! {}, "danger", Content::Discard))
            }
        }
    }
}

/// Whether authors may publish their own.
fn rule(visit: &Visit, signed_in: &SignedIn, policy: Policy) -> Markup {
    let (now, turn, value) = if policy.four_eyes {
        (Content::PolicyOn, Content::TurnOff, "no")
    } else {
        (Content::PolicyOff, Content::TurnOn, "yes")
    };
    html! {
        section aria-labelledby="policy" {
            h2 id="policy" { (visit.say(Content::PolicyTitle)) }
            p { (visit.say(now)) }
            @if signed_in.actor.require(Permission::ManageSettings).is_ok() {
                form method="post" action="/admin/content/review/policy" {
                    input type="hidden" name="csrf" value=(signed_in.session.csrf);
                    input type="hidden" name="four_eyes" value=(value);
                    button { (visit.say(turn)) }
                }
            }
        }
    }
}
