//! S8: the audit.

use app::{
    audit::{Filter, Found, Listed, Report, Verified},
    staff::SignedIn,
};
use domain::{
    audit::{Fault, Source},
    language::Language,
    time::beijing,
};
use maud::{Markup, html};

use super::{
    components::{error_summary, field_error, segment, time},
    layout,
};
use crate::{
    pages::VERIFY_DAYS,
    text::{ACTIONS, Audit, Text},
    web::Visit,
};

/// What the page shows.
pub(crate) struct AuditPage {
    /// What was asked for.
    pub(crate) filter: Filter,
    /// The entries.
    pub(crate) found: Found,
    /// What a verification found, if one was asked for.
    pub(crate) report: Option<Report>,
    /// Not the first page.
    pub(crate) paged: bool,
    /// What is wrong with which field.
    pub(crate) error: Option<(&'static str, String)>,
}

/// The page.
pub(crate) fn audit(visit: &Visit, signed_in: &SignedIn, page: &AuditPage) -> Markup {
    let words = visit.say(Audit::Title);
    let title = match page.error {
        Some(_) => format!("{}{words}", visit.say(Text::ErrorPrefix)),
        None => words.to_owned(),
    };
    let main = html! {
        h1 { (words) }
        p.muted { (visit.say(Audit::Intro)) }
        @if let Some((field, what)) = &page.error { (error_summary(visit, field, what)) }
        (filters(visit, page))
        @if let Some(report) = &page.report { (verdict(visit, report)) }
        @if page.error.is_none() { (list(visit, page)) (tools(visit, signed_in, page)) }
    };
    layout::page(visit, Some(signed_in), &title, &main)
}

fn filters(visit: &Visit, page: &AuditPage) -> Markup {
    let filter = &page.filter;
    let wrong = |name: &str| page.error.as_ref().filter(|(field, _)| *field == name);
    let date = |name: &str, label: Audit, value: String| {
        html! {
            div.field.wrong[wrong(name).is_some()] {
                label for=(name) { (visit.say(label)) }
                @if let Some((_, what)) = wrong(name) { (field_error(visit, name, what)) }
                input type="date" id=(name) name=(name) value=(value)
                    aria-describedby=[wrong(name).map(|_| format!("{name}-error"))];
            }
        }
    };
    let known = ACTIONS.iter().any(|(code, _)| *code == filter.action) || filter.action.is_empty();
    html! {
        form.filters.card method="get" action="/admin/audit" {
            (date("from", Audit::From, filter.from.to_string()))
            (date("to", Audit::To, filter.to.to_string()))
            div.field {
                label for="who" { (visit.say(Audit::Who)) }
                input id="who" name="who" value=(filter.who) autocapitalize="none" spellcheck="false";
            }
            div.field {
                label for="action" { (visit.say(Audit::Action)) }
                select id="action" name="action" {
                    option value="" { (visit.say(Audit::AllActions)) }
                    @if !known { option value=(filter.action) selected { (filter.action) } }
                    @for (code, name) in ACTIONS {
                        option value=(code) selected[code == filter.action] { (visit.say(name)) }
                    }
                }
            }
            div.field {
                label for="object" { (visit.say(Audit::Object)) }
                input id="object" name="object" value=(filter.object) spellcheck="false";
            }
            button.primary { (visit.say(Audit::Show)) }
        }
    }
}

fn list(visit: &Visit, page: &AuditPage) -> Markup {
    let entries = &page.found.entries;
    html! {
        @if entries.is_empty() && page.found.next.is_none() {
            div.empty.card {
                h2 { (visit.say(Audit::NoEntries)) }
                p { (visit.say(Audit::NoEntriesHint)) }
            }
        } @else if !entries.is_empty() {
            table.stack {
                caption.hidden { (visit.say(Audit::Title)) }
                thead { tr {
                    @for head in [Audit::Time, Audit::Who, Audit::Action, Audit::Object, Audit::Detail, Audit::Place] {
                        th scope="col" { (visit.say(head)) }
                    }
                } }
                tbody { @for listed in entries { (row(visit, page, listed)) } }
            }
        }
        div.foot {
            @if page.paged { a.button href={ "/admin/audit?" (query(&page.filter)) } { (visit.say(Audit::Latest)) } }
            @if let Some(next) = &page.found.next {
                @let words = if entries.is_empty() { Audit::LookFurther } else { Audit::Earlier };
                a.button rel="next" href={ "/admin/audit?" (query(&page.filter)) "&cursor=" (segment(next)) } { (visit.say(words)) }
            }
        }
    }
}

fn row(visit: &Visit, page: &AuditPage, listed: &Listed) -> Markup {
    let event = &listed.entry.event;
    let only = Filter { action: event.action.clone(), ..page.filter.clone() };
    let cell = |label: Audit, value: Markup| html! { td data-label=(visit.say(label)) { (value) } };
    html! {
        tr {
            (cell(Audit::Time, time(visit, event.at)))
            (cell(Audit::Who, html! { (event.actor) }))
            (cell(Audit::Action, html! { a href={ "/admin/audit?" (query(&only)) } { (action(visit, &event.action)) } }))
            (cell(Audit::Object, object(&event.object)))
            (cell(Audit::Detail, html! { span lang=[language_of(&event.detail)] { (event.detail) } }))
            (cell(Audit::Place, html! { (visit.say(source(listed.chain.source))) " " (listed.entry.seq) }))
        }
    }
}

fn language_of(text: &str) -> Option<&'static str> {
    Language::of_text(text).map(|language| language.pick("zh-CN", "en"))
}

/// What an act is called; one that we have no words for by its code.
fn action(visit: &Visit, code: &str) -> String {
    let known = ACTIONS.iter().find(|(own, _)| *own == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| visit.say(*name).to_owned())
}

fn object(object: &str) -> Markup {
    html! {
        @match object.strip_prefix("question:") {
            Some(id) => a href={ "/admin/questions/" (segment(id)) } { (object) },
            None => (object),
        }
    }
}

const fn source(source: Source) -> Audit {
    match source {
        Source::Admin => Audit::SourceAdmin,
        Source::Webhook => Audit::SourceWebhook,
        Source::Worker => Audit::SourceWorker,
        Source::Cli => Audit::SourceCli,
    }
}

/// The filter as the query of an address.
fn query(filter: &Filter) -> String {
    let mut query = format!("from={}&to={}", filter.from, filter.to);
    for (name, text) in [("who", &filter.who), ("action", &filter.action), ("object", &filter.object)] {
        if !text.is_empty() {
            query.push_str(&format!("&{name}={}", segment(text)));
        }
    }
    query
}

/// Verifying these days, and taking these entries out.
fn tools(visit: &Visit, signed_in: &SignedIn, page: &AuditPage) -> Markup {
    let filter = &page.filter;
    let short = (filter.to - filter.from).get_days() < VERIFY_DAYS;
    html! {
        div.tools-row {
            section.card {
                h2 { (visit.say(Audit::Verify)) }
                @if short {
                    p { (visit.say(Audit::VerifyHint)) }
                    p { a.button href={ "/admin/audit?" (query(filter)) "&verify=1" } { (visit.say(Audit::Verify)) } }
                } @else {
                    p { (visit.say(Audit::VerifyTooLong)) }
                }
            }
            section.card {
                h2 { (visit.say(Audit::Export)) }
                p { (visit.say(Audit::ExportHint)) }
                form method="post" action="/admin/audit/export" {
                    input type="hidden" name="csrf" value=(signed_in.session.csrf);
                    @for (name, value) in [
                        ("from", filter.from.to_string()), ("to", filter.to.to_string()), ("who", filter.who.clone()),
                        ("action", filter.action.clone()), ("object", filter.object.clone()),
                    ] { input type="hidden" name=(name) value=(value); }
                    button { (visit.say(Audit::Export)) }
                }
            }
        }
    }
}

fn verdict(visit: &Visit, report: &Report) -> Markup {
    let last = report.last_witness.map(|at| domain::time::show(at, visit.language));
    html! {
        @if report.is_whole() {
            div.notice.done role="status" {
                p { span aria-hidden="true" { "✓ " }
                    (visit.fill(Audit::Whole, &[&report.entries().to_string(), &report.witnessed().to_string()])) }
                p { (match last { Some(at) => visit.fill(Audit::LastWitness, &[&at]), None => visit.say(Audit::NoWitness).to_owned() }) }
            }
        } @else {
            div.notice.refused role="alert" tabindex="-1" id="error-summary" {
                h2 { (visit.say(Audit::Broken)) }
                ul {
                    @for broken in report.broken() { @if let Some(fault) = broken.fault { li { (fault_words(visit, broken, fault)) } } }
                    @for name in &report.unreadable { li { (visit.fill(Audit::UnreadableWitness, &[name])) } }
                }
                p { (visit.say(Audit::BrokenHint)) }
            }
        }
    }
}

fn fault_words(visit: &Visit, broken: &Verified, fault: Fault) -> String {
    let chain = broken.chain.to_string();
    match fault {
        Fault::Changed { seq } => visit.fill(Audit::FaultChanged, &[&chain, &seq.to_string()]),
        Fault::Missing { seq } => visit.fill(Audit::FaultMissing, &[&chain, &seq.to_string()]),
        Fault::Head => visit.fill(Audit::FaultHead, &[&chain]),
        Fault::Replaced { seq, at } => {
            let at = domain::time::show(at, visit.language);
            visit.fill(Audit::FaultReplaced, &[&chain, &seq.to_string(), &at])
        }
    }
}

/// The entries as rows of a file, their heads first.
pub(crate) fn audit_rows(visit: &Visit, entries: &[Listed]) -> Vec<Vec<String>> {
    let heads =
        [Audit::Time, Audit::Who, Audit::Action, Audit::Object, Audit::Detail, Audit::Where, Audit::Place];
    let mut rows = vec![heads.map(|head| visit.say(head).to_owned()).to_vec()];
    rows[0].push("SHA-256".to_owned());
    rows.extend(entries.iter().map(|listed| {
        let event = &listed.entry.event;
        vec![
            beijing(event.at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
            event.actor.clone(),
            action(visit, &event.action),
            event.object.clone(),
            event.detail.clone(),
            visit.say(source(listed.chain.source)).to_owned(),
            format!("{}:{}", listed.chain, listed.entry.seq),
            listed.entry.hash.clone(),
        ]
    }));
    rows
}
