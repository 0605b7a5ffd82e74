//! Health: each check with what was found, why it matters and what to do.

use app::{
    WayOut,
    health::{Due, Fact, Finding, Status, Topics},
    staff::SignedIn,
};
use domain::time::show;
use maud::{Markup, html};

use super::{super::layout, back};
use crate::{
    text::{Health, span},
    view::components::{Tone, tag},
    web::Visit,
};

/// The page.
pub(crate) fn health(visit: &Visit, signed_in: &SignedIn, findings: &[Finding]) -> Markup {
    let title = visit.say(Health::Title);
    let count = |status| findings.iter().filter(|finding| finding.status == status).count().to_string();
    let counts = [Status::Ok, Status::Warn, Status::Fail, Status::Skip].map(count);
    let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
    let main = html! {
        (back(visit))
        h1 { (title) }
        p { b { (visit.fill(Health::Summary, &counts)) } }
        p.muted { (visit.say(Health::Intro)) }
        ul.facts { @for finding in findings { (item(visit, finding)) } }
    };
    layout::page(visit, Some(signed_in), title, &main)
}

fn item(visit: &Visit, finding: &Finding) -> Markup {
    let (tone, mark, word) = match finding.status {
        Status::Ok => (Tone::Ok, "✓", Health::Fine),
        Status::Warn => (Tone::Warn, "◔", Health::Warning),
        Status::Fail => (Tone::Danger, "▲", Health::Failed),
        Status::Skip => (Tone::Plain, "–", Health::Skipped),
    };
    let [name, why, fix] = words(&finding.fact);
    let is_fine = matches!(finding.status, Status::Ok | Status::Skip);
    html! {
        li.card id=(finding.id) {
            h2 { (tag(tone, mark, visit.say(word))) " " (visit.say(name)) " " span.muted { (finding.id) } }
            p { (found(visit, &finding.fact)) }
            @if !is_fine {
                dl {
                    dt { (visit.say(Health::Why)) }
                    dd { (visit.say(why)) }
                    dt { (visit.say(Health::WhatToDo)) }
                    dd { (visit.say(fix)) }
                }
            }
        }
    }
}

/// What it is, why it matters, what to do.
const fn words(fact: &Fact) -> [Health; 3] {
    match fact {
        Fact::Content(_) => [Health::Content, Health::ContentWhy, Health::ContentFix],
        Fact::Windows(_) => [Health::Windows, Health::WindowsWhy, Health::WindowsFix],
        Fact::Due(_) => [Health::Due, Health::DueWhy, Health::DueFix],
        Fact::Dead(_) => [Health::Dead, Health::DeadWhy, Health::DeadFix],
        Fact::Courier(_) => [Health::Courier, Health::CourierWhy, Health::CourierFix],
        Fact::Alarms(_) => [Health::Alarms, Health::AlarmsWhy, Health::AlarmsFix],
        Fact::Asked(_) => [Health::Asked, Health::AskedWhy, Health::AskedFix],
        Fact::Clock(_) => [Health::Clock, Health::ClockWhy, Health::ClockFix],
        Fact::Channels(..) => [Health::Channels, Health::ChannelsWhy, Health::ChannelsFix],
        Fact::Administrators(_) => {
            [Health::Administrators, Health::AdministratorsWhy, Health::AdministratorsFix]
        }
        Fact::Version(_) => [Health::Version, Health::VersionWhy, Health::VersionWhy],
    }
}

/// What was found, in one line.
pub(crate) fn found(visit: &Visit, fact: &Fact) -> String {
    let time = |seconds: i64| span(seconds, visit.language);
    match fact {
        Fact::Content(Topics { topics: 0, .. }) => visit.say(Health::ContentNone).to_owned(),
        Fact::Content(Topics { topics, stale, known_due, oldest_s, .. }) => {
            let [topics, stale, due] = [topics, stale, known_due].map(usize::to_string);
            visit.fill(Health::ContentIs, &[&topics, &stale, &time(*oldest_s), &due])
        }
        Fact::Windows(0) => visit.say(Health::WindowsNone).to_owned(),
        Fact::Windows(count) => visit.fill(Health::WindowsIs, &[&count.to_string()]),
        Fact::Due(Due { count: 0, .. }) => visit.say(Health::DueNone).to_owned(),
        Fact::Due(due) => visit.fill(Health::DueIs, &[&due.count.to_string(), &time(due.waits_s)]),
        Fact::Dead(0) => visit.say(Health::DeadNone).to_owned(),
        Fact::Dead(count) => visit.fill(Health::DeadIs, &[&count.to_string()]),
        Fact::Courier(WayOut::Open) => visit.say(Health::CourierOpen).to_owned(),
        Fact::Courier(WayOut::Off) => visit.say(Health::CourierOff).to_owned(),
        Fact::Courier(WayOut::CourierSilent(None)) => visit.say(Health::CourierNever).to_owned(),
        Fact::Courier(WayOut::CourierSilent(Some(at))) => {
            visit.fill(Health::CourierSilent, &[&show(*at, visit.language)])
        }
        Fact::Alarms(alarms) => match alarms.iter().map(|alarm| alarm.at).max() {
            None => visit.say(Health::AlarmsNone).to_owned(),
            Some(last) => {
                let count = alarms.len().to_string();
                visit.fill(Health::AlarmsIs, &[&count, &show(last, visit.language)])
            }
        },
        Fact::Asked(None) => visit.say(Health::AskedNever).to_owned(),
        Fact::Asked(Some(at)) => visit.fill(Health::AskedIs, &[&show(*at, visit.language)]),
        Fact::Clock(0) => visit.say(Health::ClockRight).to_owned(),
        Fact::Clock(ahead) => visit.fill(Health::ClockIs, &[&time(*ahead)]),
        Fact::Channels(0, _) => visit.say(Health::ChannelsNone).to_owned(),
        Fact::Channels(set, failed) => {
            visit.fill(Health::ChannelsIs, &[&set.to_string(), &failed.to_string()])
        }
        Fact::Administrators(count) => visit.fill(Health::AdministratorsIs, &[&count.to_string()]),
        Fact::Version(version) => visit.fill(Health::VersionIs, &[version]),
    }
}
