//! Keyword rules.

use app::{
    AppError,
    content::{self, Found},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    content::{
        Rule, Snapshot,
        edit::{Edit, Section},
    },
    staff::Permission,
};
use serde::Deserialize;

use super::{
    done, filled, mend, save as save_edit,
    values::{self, Values},
    working,
};
use crate::{
    view::content::{self as view, Form, Trial},
    web::{Page, Posted},
};

/// The sentence to try, and with what.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    done: Option<String>,
    #[serde(rename = "try")]
    text: Option<String>,
    with: Option<String>,
}

/// The list, and the box that tries a sentence.
pub(super) async fn list(page: Page, Query(wanted): Query<Wanted>) -> Response {
    show(&page, wanted, None).await
}

async fn show(page: &Page, wanted: Wanted, refused: Option<(StatusCode, Form)>) -> Response {
    let now = match working(page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let draft = wanted.with.as_deref() != Some("live");
    let text = wanted.text.unwrap_or_default();
    let content = if draft { now.snapshot() } else { &now.live };
    let tried = (!text.trim().is_empty()).then(|| content::try_out(content, &text, page.visit.now));
    let done = done(wanted.done.as_deref()).map(|text| page.visit.say(text));
    let (status, form) =
        refused.unwrap_or_else(|| (StatusCode::OK, filled(&Section::Rules, &now, Values::new())));
    let questions = tried.as_ref().map(|tried| questions(content, &tried.found, page)).unwrap_or_default();
    let trial = Trial { text, draft, tried, questions };
    let rules = &now.snapshot().rules;
    (status, view::rules(&page.visit, &page.signed_in, rules, &form, &trial, done)).into_response()
}

/// The questions of what was found.
fn questions(content: &Snapshot, found: &Found, page: &Page) -> Vec<String> {
    let ids: &[String] = match found {
        Found::Nothing => &[],
        Found::Sure(id) => std::slice::from_ref(id),
        Found::Unsure(ids) => ids,
    };
    let known = ids.iter().filter_map(|id| content.known_answer(id));
    known.map(|known| known.question.get(page.visit.language).to_owned()).collect()
}

/// One rule's editor; `new` is a new one.
pub(super) async fn editing(page: Page, Path(place): Path<String>) -> Response {
    if let Err(denied) = page.signed_in.actor.require(Permission::EditContent) {
        return page.failed(&denied.into());
    }
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let place = match at(&place, &now.snapshot().rules) {
        Ok(place) => place,
        Err(error) => return page.failed(&error),
    };
    let values = match place {
        Some(index) => values::of_rule(&now.snapshot().rules[index]),
        None => Values::from([("exact".to_owned(), "exact".to_owned())]),
    };
    let form = filled(&Section::Rules, &now, values);
    view::rule(&page.visit, &page.signed_in, place.map(|index| index + 1), &form).into_response()
}

/// The place of an address, from 0; `None` for a new rule.
fn at(place: &str, rules: &[Rule]) -> Result<Option<usize>, AppError> {
    if place == "new" {
        return Ok(None);
    }
    let place = place.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
    place.filter(|index| *index < rules.len()).map(Some).ok_or(AppError::NotFound("rule"))
}

/// The rules after a change at one place.
async fn changed(
    page: &Page,
    place: &str,
    change: impl FnOnce(&mut Vec<Rule>, Option<usize>),
) -> Result<Edit, Response> {
    let mut rules = working(page).await?.snapshot().rules.clone();
    let index = at(place, &rules).map_err(|error| page.failed(&error))?;
    change(&mut rules, index);
    Ok(Edit::Rules { rules })
}

/// Saves a rule: at its place, or as the last.
pub(super) async fn save(page: Page, Path(place): Path<String>, posted: Posted) -> Response {
    let to = "/admin/content/rules?done=saved";
    let saved = match values::rule(&posted.0) {
        Err(error) => mend(&page, None, &posted.0, &error).await,
        Ok(rule) => {
            let put = |rules: &mut Vec<Rule>, index: Option<usize>| match index {
                Some(index) => rules[index] = rule,
                None => rules.push(rule),
            };
            match changed(&page, &place, put).await {
                Ok(edit) => save_edit(&page, edit, &posted.0, to).await,
                Err(response) => Ok(response),
            }
        }
    };
    match saved {
        Ok(response) => response,
        Err((status, form)) => {
            let place = place.parse().ok();
            (status, view::rule(&page.visit, &page.signed_in, place, &form)).into_response()
        }
    }
}

/// Puts a rule before the one above it.
pub(super) async fn up(page: Page, Path(place): Path<String>, posted: Posted) -> Response {
    let swap = |rules: &mut Vec<Rule>, index: Option<usize>| {
        if let Some(index) = index.filter(|index| *index > 0) {
            rules.swap(index, index - 1);
        }
    };
    act(&page, &place, &posted.0, swap, "moved").await
}

/// Deletes a rule.
pub(super) async fn remove(page: Page, Path(place): Path<String>, posted: Posted) -> Response {
    let remove = |rules: &mut Vec<Rule>, index: Option<usize>| {
        if let Some(index) = index {
            rules.remove(index);
        }
    };
    act(&page, &place, &posted.0, remove, "removed").await
}

async fn act(
    page: &Page,
    place: &str,
    values: &Values,
    change: impl FnOnce(&mut Vec<Rule>, Option<usize>),
    word: &str,
) -> Response {
    let edit = match changed(page, place, change).await {
        Ok(edit) => edit,
        Err(response) => return response,
    };
    match save_edit(page, edit, values, &format!("/admin/content/rules?done={word}")).await {
        Ok(response) => response,
        Err(refused) => show(page, Wanted::default(), Some(refused)).await,
    }
}
