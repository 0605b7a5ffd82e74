//! The board: every topic, how fresh it is, who keeps it.

use app::{content::Working, staff::SignedIn};
use domain::{
    content::{
        Category,
        edit::{Topic, dashed},
        freshness::{Freshness, RED_LINE_DAYS, RedLine, red_line},
    },
    staff::Permission,
};
use maud::{Markup, html};

use super::{did, theirs};
use crate::{
    text::{Content, span},
    view::{
        components::{Tone, button_form, tag},
        layout,
    },
    web::Visit,
};

/// The page.
pub(crate) fn board(visit: &Visit, signed_in: &SignedIn, working: &Working, done: Option<&str>) -> Markup {
    let title = visit.say(Content::Area);
    let may_edit = signed_in.actor.require(Permission::EditContent).is_ok();
    let board = Board { visit, working, csrf: &signed_in.session.csrf, may_edit };
    let main = html! {
        div.content {
            @if let Some(done) = done { (did(done)) }
            h1 { (title) }
            p.lead { (visit.say(Content::Lead)) }
            (bar(visit, working))
            @if working.draft.is_some() { p { a.button href="/admin/content/review" { (visit.say(Content::SectionReview)) } } }
            (red(visit, working))
            (known_due(visit, working))
            section aria-labelledby="topics" {
                div.heading {
                    h2 id="topics" { (visit.say(Content::Topics)) }
                    @if may_edit { a.button href="/admin/content/topics/new" { (visit.say(Content::AddTopic)) } }
                }
                @if working.snapshot().categories.is_empty() {
                    div.empty {
                        h3 { (visit.say(Content::NoTopics)) }
                        p { (visit.say(Content::NoTopicsHint)) }
                    }
                } @else {
                    (board.list(&working.snapshot().categories, &[]))
                }
            }
            section aria-labelledby="parts" {
                h2 id="parts" { (visit.say(Content::OtherParts)) }
                (parts(visit))
            }
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

fn parts(visit: &Visit) -> Markup {
    html! {
        ul.choices {
            @for (address, text) in [
                ("known", Content::SectionKnown),
                ("account", Content::SectionAccount), ("rules", Content::SectionRules),
                ("emergency", Content::SectionEmergency), ("hours", Content::SectionHours),
                ("review", Content::SectionReview), ("versions", Content::SectionVersions),
            ] {
                li { a href={ "/admin/content/" (address) } { (visit.say(text)) } }
            }
        }
    }
}

/// What is being edited, and whether it waits for somebody.
pub(super) fn bar(visit: &Visit, working: &Working) -> Markup {
    let show = |at| domain::time::show(at, visit.language);
    html! {
        @match &working.draft {
            None => p.muted {
                (visit.fill(Content::LiveVersion, &[&working.live.version.to_string()])) " · " (visit.say(Content::NoDraft))
            },
            Some(draft) => div.notice.quiet {
                @let draft = &draft.value;
                p {
                    (visit.fill(Content::DraftHas, &[
                        &working.changes().len().to_string(), visit.names.of(&draft.changed_by), &show(draft.changed_at)]))
                }
                @if let Some(note) = &draft.submitted {
                    p { (visit.fill(Content::DraftWaits, &[visit.names.of(&note.by)])) " " (theirs(&note.text)) }
                }
                @if let Some(note) = &draft.returned {
                    p { (tag(Tone::Warn, "◔", &visit.fill(Content::DraftReturned, &[visit.names.of(&note.by), ""]))) " " (theirs(&note.text)) }
                }
            },
        }
    }
}

/// The account's own red line: nothing at all was updated.
fn red(visit: &Visit, working: &Working) -> Markup {
    let Some(newest) = working.live.newest_update() else { return html! {} };
    let days = visit.now.duration_since(newest).as_hours() / 24;
    let words = match red_line(newest, visit.now) {
        RedLine::Far => return html! {},
        RedLine::Near { left, .. } => {
            visit.fill(Content::AccountNear, &[&days.to_string(), &left.to_string()])
        }
        RedLine::Crossed => visit.fill(Content::AccountCrossed, &[&days.to_string()]),
    };
    let tone = if days >= RED_LINE_DAYS { Tone::Danger } else { Tone::Warn };
    html! { p.red-line { (tag(tone, "▲", &words)) } }
}

/// Known answers that somebody has to look at again.
fn known_due(visit: &Visit, working: &Working) -> Markup {
    let due = working.live.known_due(visit.now).count();
    html! {
        @if due > 0 {
            p.red-line {
                a href="/admin/content/known" { (tag(Tone::Warn, "◔", &visit.fill(Content::KnownDue, &[&due.to_string()]))) }
            }
        }
    }
}

struct Board<'a> {
    visit: &'a Visit,
    working: &'a Working,
    csrf: &'a str,
    may_edit: bool,
}

impl Board<'_> {
    fn list(&self, list: &[Category], parent: &[u8]) -> Markup {
        html! {
            ul.topics {
                @for category in list {
                    @let path = [parent, &[category.number]].concat();
                    li.topic {
                        (self.row(category, &path))
                        @if !category.children.is_empty() { (self.list(&category.children, &path)) }
                    }
                }
            }
        }
    }

    fn row(&self, category: &Category, path: &[u8]) -> Markup {
        let visit = self.visit;
        let live = self.working.live.category(path);
        let differs = live.is_none_or(|live| Topic::of(live) != Topic::of(category));
        let age = span(visit.now.duration_since(category.updated_at).as_secs(), visit.language);
        let updated = domain::time::show(category.updated_at, visit.language);
        let numbers = dashed(path);
        html! {
            div.topic-row data-id=(numbers) {
                div.what {
                    p.name {
                        b { (category.number) } " "
                        a href={ "/admin/content/topics/" (numbers) } { (theirs(category.title.get(visit.language))) } " "
                        (self.tags(category))
                        @if differs { (tag(Tone::Info, "✎", visit.say(Content::OnlyInDraft))) }
                    }
                    p.muted {
                        (visit.fill(Content::Updated, &[&updated, &age]))
                        @if let Some(hours) = category.fresh_hours { " · " (promise(visit, hours)) }
                        @if let Some(owner) = &category.owner {
                            @let (before, after) = visit.say(Content::OwnerIs).split_once("{}").unwrap_or_default();
                            " · " (before) (theirs(owner)) (after)
                        }
                    }
                }
                @if self.may_edit { (self.buttons(&numbers, live.is_some())) }
            }
        }
    }

    fn tags(&self, category: &Category) -> Markup {
        let visit = self.visit;
        let lacks = |has: bool, yes, no| {
            let (tone, text) = if has { (Tone::Plain, yes) } else { (Tone::Warn, no) };
            tag(tone, "", visit.say(text))
        };
        html! {
            @match category.freshness(visit.now) {
                Freshness::Fresh => (tag(Tone::Ok, "●", visit.say(Content::Fresh))),
                Freshness::Due => (tag(Tone::Warn, "◔", visit.say(Content::Due))),
                Freshness::Stale => (tag(Tone::Danger, "▲", visit.say(Content::Stale))),
            } " "
            @match category.red_line(visit.now) {
                RedLine::Far => {},
                RedLine::Near { left, .. } => (tag(Tone::Danger, "▲", &visit.fill(Content::RedNear, &[&left.to_string()]))),
                RedLine::Crossed => (tag(Tone::Danger, "▲", visit.say(Content::RedCrossed))),
            } " "
            @if category.has_lapsed(visit.now) { (tag(Tone::Warn, "◔", visit.say(Content::Lapsed))) " " }
            @if !category.body.is_empty() {
                (lacks(!category.body.zh.is_empty(), Content::HasChinese, Content::LacksChinese)) " "
                (lacks(!category.body.en.is_empty(), Content::HasEnglish, Content::LacksEnglish)) " "
            }
            @if category.card.is_some() { (tag(Tone::Plain, "", visit.say(Content::HasCard))) " " }
        }
    }

    fn buttons(&self, numbers: &str, is_live: bool) -> Markup {
        let visit = self.visit;
        let at = |verb: &str| format!("/admin/content/topics/{numbers}{verb}");
        html! {
            div.buttons {
                a.button href=(at("")) aria-label=(visit.fill(Content::EditNumber, &[numbers])) { (visit.say(Content::Edit)) }
                @if is_live { (button_form(&at("/confirm"), self.csrf, "", visit.say(Content::Confirm))) }
                details.more {
                    summary { (visit.say(Content::More)) }
                    ul.choices {
                        li { a href={ "/admin/content/topics/new?under=" (numbers) } { (visit.say(Content::AddBelow)) } }
                        li { a href=(at("/move")) { (visit.say(Content::Move)) } }
                        li { a href=(at("/remove")) { (visit.say(Content::Remove)) } }
                    }
                }
            }
        }
    }
}

/// What a topic promises, in days where they are whole.
fn promise(visit: &Visit, hours: u32) -> String {
    let (words, count) = match hours {
        48.. if hours.is_multiple_of(24) => (Content::PromiseDays, hours / 24),
        _ => (Content::Promise, hours),
    };
    visit.fill(words, &[&count.to_string()])
}
