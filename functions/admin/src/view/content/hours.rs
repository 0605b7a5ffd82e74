//! Working hours, holidays, make-up days.

use app::staff::SignedIn;
use domain::{
    content::{check::DAYS, holidays::Doubt},
    working_time::Schedule,
};
use maud::{Markup, html};

use super::{
    fields::{Field, Form, area, conflict, hidden, line, save},
    page, theirs,
};
use crate::{text::Content, web::Visit};

/// The week, and the years.
pub(crate) fn hours(
    visit: &Visit,
    signed_in: &SignedIn,
    schedule: &Schedule,
    form: &Form,
    done: Option<&str>,
) -> Markup {
    const NAMES: [Content; 7] = [
        Content::Monday,
        Content::Tuesday,
        Content::Wednesday,
        Content::Thursday,
        Content::Friday,
        Content::Saturday,
        Content::Sunday,
    ];
    let this_year = domain::time::beijing(visit.now).year();
    let body = html! {
        (conflict(visit, form))
        p.lead { (visit.say(Content::HoursLead)) }
        section aria-labelledby="weekly" {
            h2 id="weekly" { (visit.say(Content::Weekly)) }
            p.muted { (visit.say(Content::ShiftHint)) }
            form.wide method="post" action="/admin/content/hours" novalidate {
                (hidden(&signed_in.session.csrf, form))
                @for (day, name) in DAYS.into_iter().zip(NAMES) { (line(visit, form, &Field::new(day, name))) }
                (save(visit, form))
            }
        }
        section aria-labelledby="years" {
            h2 id="years" { (visit.say(Content::Years)) }
            ul.topics {
                @for year in this_year..=this_year + 1 { li.topic { (year_row(visit, schedule, year)) } }
            }
        }
    };
    page(visit, signed_in, visit.say(Content::SectionHours), Some(form), done, &body)
}

fn year_row(visit: &Visit, schedule: &Schedule, year: i16) -> Markup {
    let holidays = schedule.holidays.iter().filter(|day| day.year() == year).count();
    let worked = schedule.make_up_days.iter().filter(|day| day.year() == year).count();
    let name = year.to_string();
    html! {
        div.topic-row {
            div.what {
                p.name { b { (visit.fill(Content::YearOf, &[&name])) } }
                p.muted {
                    @if holidays == 0 { (visit.say(Content::YearEmpty)) }
                    @else { (visit.fill(Content::YearHas, &[&holidays.to_string(), &worked.to_string()])) }
                }
            }
            div.buttons { a.button href={ "/admin/content/hours/" (year) } { (visit.fill(Content::FillIn, &[&name])) } }
        }
    }
}

/// One year's days: what was read of a pasted text is filled in, to be looked at and saved.
pub(crate) fn days_off(
    visit: &Visit,
    signed_in: &SignedIn,
    year: i16,
    form: &Form,
    doubts: &[Doubt],
    read: Option<(usize, usize)>,
) -> Markup {
    let done =
        read.map(|(off, worked)| visit.fill(Content::Imported, &[&off.to_string(), &worked.to_string()]));
    let action = format!("/admin/content/hours/{year}");
    let body = html! {
        (conflict(visit, form))
        form.wide method="post" action=(action) novalidate {
            (hidden(&signed_in.session.csrf, form))
            h2 { (visit.say(Content::ImportTitle)) }
            @if !doubts.is_empty() {
                ul.doubts {
                    @for doubt in doubts {
                        li { (visit.language.pick(&doubt.zh, &doubt.en)) @if !doubt.at.is_empty() { ": " q { (theirs(&doubt.at)) } } }
                    }
                }
            }
            (area(visit, form, &Field::new("notice", Content::ImportLabel).hint(Content::ImportHint), 6))
            div.buttons { button name="then" value="import" { (visit.say(Content::Import)) } }
            (area(visit, form, &Field::new("holidays", Content::Holidays).hint(Content::DateHint), 8))
            (area(visit, form, &Field::new("make_up_days", Content::MakeUpDays).hint(Content::DateHint), 4))
            (save(visit, form))
        }
    };
    let title = visit.fill(Content::YearTitle, &[&year.to_string()]);
    page(visit, signed_in, &title, Some(form), done.as_deref(), &body)
}
