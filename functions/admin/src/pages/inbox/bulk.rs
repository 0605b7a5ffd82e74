//! One act on the questions that were ticked. What came of it stands in the address of the list, so that it can be read
//! again; ending is confirmed on a page of its own.

use app::{
    AppError,
    groups::{self, Together},
    ports::TableError,
    questions::{self, Bulk, BulkAct},
};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::{GroupId, Login, QuestionId};
use serde::Deserialize;

use super::{asked, load};
use crate::{
    pages::failure::refusal,
    text::{ListText, Text},
    view::{self, BulkNotice, InboxPage, Named, Refused, Tab, inbox_address, segment},
    web::{Page, Posted},
};

/// Acts, as their buttons and addresses name them, and what is said when they are done.
const ACTS: [(&str, ListText); 3] =
    [("assign", ListText::DidAssign), ("end", ListText::DidEnd), ("group", ListText::DidGroup)];
/// Why something was not done, in addresses and in words.
const WHY: [(&str, ListText); 5] = [
    ("over", ListText::WhyOver),
    ("erased", ListText::WhyErased),
    ("gone", ListText::WhyGone),
    ("unsure", ListText::WhyUnsure),
    ("busy", ListText::WhyBusy),
];

/// `POST /inbox/bulk`: the boxes that were ticked, and the button that was pressed.
pub(super) async fn act(page: Page, posted: Posted) -> Response {
    let chosen: Vec<QuestionId> = posted.ticked("q-").map(QuestionId::from).collect();
    let back = posted.field("back");
    let (word, act) = match posted.field("then") {
        "assign" => ("assign", BulkAct::Assign(Login::from(posted.field("colleague")))),
        "end" if !chosen.is_empty() => return to_confirm(&chosen, back),
        "end" | "end-now" => ("end", BulkAct::End),
        "group" => return together(page, &posted, chosen).await,
        _ => {
            let text = page.visit.say(Text::BadForm);
            let shown = view::message(&page.visit, Some(&page.signed_in), Text::BadFormTitle, text);
            return (StatusCode::BAD_REQUEST, shown).into_response();
        }
    };
    match questions::bulk(&page.state.app, &page.signed_in.actor, &act, &chosen).await {
        Ok(done) => to_list(&page, back, &told(word, &done)),
        Err(error @ AppError::Input { .. }) => again(page, &posted, chosen, &error).await,
        Err(error) => page.failed(&error),
    }
}

fn to_list(page: &Page, back: &str, told: &str) -> Response {
    match list(back) {
        Ok(list) => Redirect::to(&format!("{list}&done={told}")).into_response(),
        Err(error) => page.failed(&error),
    }
}

/// Puts what was chosen into one group.
async fn together(page: Page, posted: &Posted, chosen: Vec<QuestionId>) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let act = async {
        let into = match posted.field("into").trim() {
            "" => None,
            typed => Some(groups::find(app, actor, typed).await?),
        };
        groups::together(app, actor, &chosen, into.as_ref()).await
    };
    match act.await {
        Ok(done) => to_list(&page, posted.field("back"), &told_of(&done)),
        Err(error @ AppError::Input { .. }) => again(page, posted, chosen, &error).await,
        Err(error) => page.failed(&error),
    }
}

/// What came of putting questions together, as a part of an address: `group.5.in-ID.out-ID-ID.erased-ID`.
pub(in crate::pages) fn told_of(done: &Together) -> String {
    let mut told = told("group", &done.bulk);
    told.push_str(&format!(".in-{}", segment(done.group.as_str())));
    if !done.out_of_others.is_empty() {
        let ids: String = done.out_of_others.iter().map(|id| format!("-{}", segment(id.as_str()))).collect();
        told.push_str(&format!(".out{ids}"));
    }
    told
}

/// The list from which the form came, written by us.
fn list(back: &str) -> Result<String, AppError> {
    let (wanted, asking) = asked(back);
    let tab = wanted.state.as_deref().and_then(Tab::parse).unwrap_or_default();
    Ok(inbox_address(tab, &asking.filter()?, wanted.cursor.as_deref()))
}

fn to_confirm(chosen: &[QuestionId], back: &str) -> Response {
    let ids: Vec<&str> = chosen.iter().map(QuestionId::as_str).collect();
    let ids = segment(&ids.join("."));
    Redirect::to(&format!("/admin/inbox/end?questions={ids}&back={}", segment(back))).into_response()
}

/// What is to be ended, and the list to go back to.
#[derive(Deserialize)]
pub(super) struct Ending {
    #[serde(default)]
    questions: String,
    #[serde(default)]
    back: String,
}

/// `GET /inbox/end`: asks whether these questions are to be ended.
pub(super) async fn confirm(page: Page, Query(ending): Query<Ending>) -> Response {
    let ids = ids(ending.questions.split('.'), questions::BULK_LIMIT);
    let read = async {
        let found = questions::load_questions(&page.state.app, &page.signed_in.actor, &ids).await?;
        let list = list(&ending.back)?;
        if found.is_empty() { Err(AppError::NotFound("question")) } else { Ok((found, list)) }
    };
    match read.await {
        Ok((found, list)) => view::confirm_end(&page.visit, &page.signed_in, &found, &list).into_response(),
        Err(error) => page.failed(&error),
    }
}

/// The ids of an address, at most so many.
fn ids<'a>(words: impl Iterator<Item = &'a str>, most: usize) -> Vec<QuestionId> {
    words.map(QuestionId::from).filter(questions::is_id).take(most).collect()
}

/// What came of it, as a part of an address: `assign.5.over-ID-ID.busy-ID`.
fn told(act: &str, done: &Bulk) -> String {
    let mut told = format!("{act}.{}", done.done.len());
    for (why, _) in WHY {
        let of_kind = done.refused.iter().filter(|(_, error)| kind(error) == why);
        let ids: String = of_kind.map(|(id, _)| format!("-{}", segment(id.as_str()))).collect();
        if !ids.is_empty() {
            told.push_str(&format!(".{why}{ids}"));
        }
    }
    told
}

fn kind(error: &AppError) -> &'static str {
    match error {
        AppError::Question(_) => "over",
        AppError::Refused { .. } => "erased",
        AppError::NotFound(_) => "gone",
        AppError::Table(TableError::OutcomeUnknown(_)) => "unsure",
        _ => "busy",
    }
}

/// Reads what [`told`] or [`told_of`] wrote; nothing when it is something else.
pub(in crate::pages) async fn outcome(page: &Page, told: &str) -> Result<Option<BulkNotice>, AppError> {
    let mut parts = told.split('.');
    let act = parts.next().and_then(|word| ACTS.iter().find(|(own, _)| *own == word));
    let count = parts.next().and_then(|count| count.parse::<usize>().ok());
    let (Some((_, did)), Some(count)) = (act, count) else { return Ok(None) };
    let mut notice =
        BulkNotice { did: *did, count, group: None, out_of_others: Vec::new(), refused: Vec::new() };
    for part in parts {
        let mut words = part.split('-');
        let word = words.next().unwrap_or_default();
        if word == "in" {
            notice.group = ids(words, 1).pop().map(|id| GroupId::from(id.as_str()));
            continue;
        }
        let why = WHY.iter().find(|(own, _)| *own == word);
        if why.is_none() && word != "out" {
            continue;
        }
        let left = questions::BULK_LIMIT.saturating_sub(notice.refused.len() + notice.out_of_others.len());
        let ids = ids(words, left);
        let found = questions::load_questions(&page.state.app, &page.signed_in.actor, &ids).await?;
        let named = ids.into_iter().map(|id| {
            let number = found.iter().find(|question| question.id == id).map(|found| found.number.clone());
            Named { id, number }
        });
        match why {
            Some((_, why)) => notice.refused.extend(named.map(|question| Refused { question, why: *why })),
            None => notice.out_of_others.extend(named),
        }
    }
    Ok(Some(notice))
}

/// The list with what was ticked and what is wrong.
async fn again(mut page: Page, posted: &Posted, chosen: Vec<QuestionId>, error: &AppError) -> Response {
    let (wanted, asking) = asked(posted.field("back"));
    let shown = match load(&page, &wanted, &asking).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    let field = match error {
        AppError::Input { field: "assignee", .. } => "colleague",
        AppError::Input { field: "into", .. } => "into",
        _ => "list",
    };
    let error = Some((field, refusal(&page.visit, error)));
    let address = inbox_address(shown.tab, &shown.filter, shown.cursor.as_deref());
    page.visit.address = address.trim_start_matches("/admin").to_owned();
    let shown = InboxPage { chosen, into: posted.field("into").to_owned(), error, ..shown };
    (StatusCode::UNPROCESSABLE_ENTITY, view::inbox(&page.visit, &page.signed_in, &shown)).into_response()
}
