//! The versions: who, when, why, what; and the way back.

use app::{content::Published, staff::SignedIn};
use domain::{content::diff::Change, staff::Permission};
use maud::{Markup, html};

use super::{
    diff,
    fields::{Field, Form, area},
    page, theirs,
};
use crate::{
    text::Content,
    view::components::{Tone, tag},
    web::Visit,
};

/// The list; `older`: where the next page begins.
pub(crate) fn versions(
    visit: &Visit,
    signed_in: &SignedIn,
    list: &[Published],
    live: u64,
    older: Option<u64>,
) -> Markup {
    let body = html! {
        @if list.is_empty() { div.empty { h2 { (visit.say(Content::NoVersions)) } } }
        ul.topics {
            @for one in list {
                li.topic {
                    div.topic-row {
                        div.what {
                            p.name {
                                a href={ "/admin/content/versions/" (one.version) } { (visit.fill(Content::VersionTitle, &[&one.version.to_string()])) } " "
                                @if one.version == live { (tag(Tone::Ok, "●", visit.say(Content::VersionLive))) }
                            }
                            (origin(visit, one))
                        }
                    }
                }
            }
        }
        @if let Some(before) = older {
            p { a.button rel="next" href={ "/admin/content/versions?before=" (before) } { (visit.say(Content::Older)) } }
        }
    };
    page(visit, signed_in, visit.say(Content::SectionVersions), None, None, &body)
}

/// How it came to be.
fn origin(visit: &Visit, one: &Published) -> Markup {
    let Some(row) = &one.publication else {
        return html! { p.muted { (visit.say(Content::ByCommand)) } };
    };
    let at = domain::time::show(row.at, visit.language);
    let authors: Vec<&str> = row.authors.iter().map(|login| visit.names.of(login)).collect();
    html! {
        p.muted {
            (visit.fill(Content::ByPerson, &[visit.names.of(&row.by), &at]))
            @if !authors.is_empty() { " · " (visit.fill(Content::EditedBy, &[&authors.join(", ")])) }
            @if let Some(version) = row.restored { " · " (visit.fill(Content::RestoredFrom, &[&version.to_string()])) }
            @if let Some(topic) = &row.confirmed { " · " (visit.fill(Content::ConfirmedTopic, &[topic])) }
        }
        @if !row.why.is_empty() { p { (theirs(&row.why)) } }
    }
}

/// One version, compared with the one before it.
pub(crate) fn version(
    visit: &Visit,
    signed_in: &SignedIn,
    one: &Published,
    live: u64,
    changes: &[Change],
    form: &Form,
    done: Option<&str>,
) -> Markup {
    let number = one.version.to_string();
    let title = visit.fill(Content::VersionTitle, &[&number]);
    let may_restore = one.version != live && signed_in.actor.require(Permission::Publish).is_ok();
    let body = html! {
        (origin(visit, one))
        @if changes.is_empty() {
            p { (visit.say(Content::NoDifference)) }
        } @else {
            p.muted { (visit.say(Content::VersionLead)) }
            (diff::table(visit, changes))
        }
        @if may_restore {
            form.wide method="post" action={ "/admin/content/versions/" (number) } novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                input type="hidden" name="live" value=(live);
                p { (visit.fill(Content::RestoreHint, &[&number])) }
                (area(visit, form, &Field::new("why", Content::Why).hint(Content::WhyHint), 2))
                button { (visit.say(Content::Restore)) }
            }
        }
    };
    page(visit, signed_in, &title, Some(form), done, &body)
}
