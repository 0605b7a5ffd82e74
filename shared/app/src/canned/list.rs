//! Reading canned responses.

use domain::{
    canned::CannedResponse,
    question::Question,
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::{load, parse},
};

/// Rows read at a time.
const PAGE: usize = 200;

/// All of them, by code.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<CannedResponse>, AppError> {
    actor.require(Permission::Read)?;
    let mut query = Query::partition(TableName::Main, keys::CANNED_PARTITION, PAGE);
    let mut found = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            found.push(parse::<CannedResponse>(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(found);
        }
    }
}

/// All of them in the order in which somebody who answers this question is likely to want them: those of its topic first,
/// then by use.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn usable(app: &App, actor: &Actor, question: &Question) -> Result<Vec<CannedResponse>, AppError> {
    let mut found = list(app, actor).await?;
    let is_close = |canned: &CannedResponse| {
        !canned.category.is_empty() && question.category.starts_with(&canned.category)
    };
    found.sort_by_key(|canned| (!is_close(canned), std::cmp::Reverse(canned.used)));
    Ok(found)
}

/// The one with this code.
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn find(app: &App, actor: &Actor, code: &str) -> Result<CannedResponse, AppError> {
    actor.require(Permission::Read)?;
    if code.is_empty() {
        return Err(AppError::NotFound("canned response"));
    }
    let found = load(app.table.as_ref(), &keys::canned(code)).await?;
    Ok(found.ok_or(AppError::NotFound("canned response"))?.value)
}
