//! Working hours and days off.

use app::AppError;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::content::{
    edit::{Edit, Section},
    holidays,
};

use super::{
    board::Done,
    done, filled, mend, save, typed,
    values::{self, tidy},
    working,
};
use crate::{
    view::content as view,
    web::{Page, Posted},
};

/// The week, and the years.
pub(super) async fn week(page: Page, query: Query<Done>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let schedule = &now.snapshot().schedule;
    let form = filled(&Section::Hours, &now, values::of_week(schedule));
    let done = done(query.done.as_deref()).map(|text| page.visit.say(text));
    view::hours(&page.visit, &page.signed_in, schedule, &form, done).into_response()
}

/// Saves the week.
pub(super) async fn save_week(page: Page, posted: Posted) -> Response {
    let saved = match values::week(&posted.0) {
        Ok(weekly) => {
            save(&page, Edit::Weekly { weekly }, &posted.0, "/admin/content/hours?done=saved").await
        }
        Err(error) => mend(&page, None, &posted.0, &error).await,
    };
    let (status, form) = match saved {
        Ok(response) => return response,
        Err(refused) => refused,
    };
    match working(&page).await {
        Ok(now) => {
            let schedule = &now.snapshot().schedule;
            (status, view::hours(&page.visit, &page.signed_in, schedule, &form, None)).into_response()
        }
        Err(response) => response,
    }
}

/// The year of an address: one that officers may have to do with.
fn wanted(year: &str) -> Result<i16, AppError> {
    year.parse().ok().filter(|year| (2020..=2100).contains(year)).ok_or(AppError::NotFound("year"))
}

/// One year's days.
pub(super) async fn year(page: Page, Path(year): Path<String>) -> Response {
    let year = match wanted(&year) {
        Ok(year) => year,
        Err(error) => return page.failed(&error),
    };
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let form = filled(&Section::Hours, &now, values::of_year(&now.snapshot().schedule, year));
    view::days_off(&page.visit, &page.signed_in, year, &form, &[], None).into_response()
}

/// Saves them, or reads a pasted notice into the fields.
pub(super) async fn save_year(page: Page, Path(year): Path<String>, posted: Posted) -> Response {
    let year = match wanted(&year) {
        Ok(year) => year,
        Err(error) => return page.failed(&error),
    };
    if posted.field("then") == "import" {
        return import(&page, year, &posted);
    }
    let days = values::days(&posted.0, "holidays", year)
        .and_then(|holidays| Ok((holidays, values::days(&posted.0, "make_up_days", year)?)));
    let saved = match days {
        Ok((holidays, make_up_days)) => {
            let edit = Edit::Year { year, holidays, make_up_days };
            save(&page, edit, &posted.0, "/admin/content/hours?done=saved").await
        }
        Err(error) => mend(&page, None, &posted.0, &error).await,
    };
    match saved {
        Ok(response) => response,
        Err((status, form)) => {
            (status, view::days_off(&page.visit, &page.signed_in, year, &form, &[], None)).into_response()
        }
    }
}

/// Nothing is saved: what was read stands in the fields, to be looked at.
fn import(page: &Page, year: i16, posted: &Posted) -> Response {
    let mut form = typed(&posted.0);
    match holidays::read(year, &tidy(&posted.0, "notice")) {
        Ok(read) => {
            let lines = |days: &std::collections::BTreeSet<jiff::civil::Date>| {
                days.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
            };
            form.values.insert("holidays".to_owned(), lines(&read.holidays));
            form.values.insert("make_up_days".to_owned(), lines(&read.make_up_days));
            let counts = (read.holidays.len(), read.make_up_days.len());
            view::days_off(&page.visit, &page.signed_in, year, &form, &[], Some(counts)).into_response()
        }
        Err(doubts) => {
            form.error = doubts
                .first()
                .map(|first| ("notice", page.visit.language.pick(&first.zh, &first.en).to_owned()));
            let shown = view::days_off(&page.visit, &page.signed_in, year, &form, &doubts, None);
            (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response()
        }
    }
}
