//! The audit: read, verified, taken out.

use app::{
    AppError,
    audit::{self, Filter, Found, List, Report},
};
use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::failure;
use crate::{
    AdminState,
    view::{self, AuditPage},
    web::{Page, Posted, csv},
};

/// Entries on a page.
const PAGE: usize = 50;
/// Days that are shown when none are asked for.
const DAYS: i32 = 7;
/// Most days that are verified while somebody waits for the page.
pub(crate) const VERIFY_DAYS: i32 = 31;

pub(super) fn router() -> Router<AdminState> {
    Router::new().route("/audit", get(audit)).route("/audit/export", post(export))
}

/// What to show.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    object: String,
    cursor: Option<String>,
    verify: Option<String>,
}

impl Wanted {
    fn of(posted: &Posted) -> Self {
        let text = |name| posted.field(name).to_owned();
        Self {
            from: text("from"),
            to: text("to"),
            who: text("who"),
            action: text("action"),
            object: text("object"),
            ..Self::default()
        }
    }

    /// The filter; days that are not given are the last seven.
    fn filter(&self, page: &Page) -> Result<Filter, AppError> {
        let last = Filter::last(&page.state.app, DAYS);
        let to = day("to", &self.to)?.unwrap_or(last.to);
        let from = day("from", &self.from)?.unwrap_or_else(|| last.from.min(to));
        Ok(Filter {
            from,
            to,
            who: self.who.clone(),
            action: self.action.clone(),
            object: self.object.clone(),
        })
    }
}

fn day(field: &'static str, text: &str) -> Result<Option<Date>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| AppError::Input {
        field,
        zh: "请写成 2026-11-24 这样的日期".to_owned(),
        en: "write a date such as 2026-11-24".to_owned(),
    })
}

async fn audit(page: Page, Query(wanted): Query<Wanted>) -> Response {
    let read = async {
        let filter = wanted.filter(&page)?;
        let list = List { filter: filter.clone(), limit: PAGE, cursor: wanted.cursor.clone() };
        let found = audit::list(&page.state.app, &page.signed_in.actor, list).await?;
        let report = if wanted.verify.is_some() { verified(&page, &filter).await? } else { None };
        Ok((filter, found, report))
    };
    match read.await {
        Ok((filter, found, report)) => {
            let shown = AuditPage { filter, found, report, paged: wanted.cursor.is_some(), error: None };
            view::audit(&page.visit, &page.signed_in, &shown).into_response()
        }
        Err(error) => refused(&page, wanted, &error),
    }
}

/// Nothing when the days are too many.
async fn verified(page: &Page, filter: &Filter) -> Result<Option<Report>, AppError> {
    if (filter.to - filter.from).get_days() >= VERIFY_DAYS {
        return Ok(None);
    }
    audit::verify(&page.state.app, &page.signed_in.actor, filter.from, filter.to).await.map(Some)
}

/// The form again, with what is wrong.
fn refused(page: &Page, wanted: Wanted, error: &AppError) -> Response {
    let AppError::Input { field, .. } = error else { return page.failed(error) };
    let last = Filter::last(&page.state.app, DAYS);
    let filter = Filter {
        from: wanted.from.parse().unwrap_or(last.from),
        to: wanted.to.parse().unwrap_or(last.to),
        who: wanted.who,
        action: wanted.action,
        object: wanted.object,
    };
    let field = if ["from", "to"].contains(field) { field } else { "from" };
    let shown = AuditPage {
        filter,
        found: Found::default(),
        report: None,
        paged: false,
        error: Some((field, failure::refusal(&page.visit, error))),
    };
    (StatusCode::UNPROCESSABLE_ENTITY, view::audit(&page.visit, &page.signed_in, &shown)).into_response()
}

/// A file for spreadsheets.
async fn export(page: Page, posted: Posted) -> Response {
    let wanted = Wanted::of(&posted);
    let taken = async {
        let filter = wanted.filter(&page)?;
        let name = format!("audit-{}-{}", filter.from, filter.to);
        Ok((name, audit::export(&page.state.app, &page.signed_in.actor, filter).await?))
    };
    match taken.await {
        Ok((name, entries)) => match csv(&name, view::audit_rows(&page.visit, &entries)) {
            Ok(file) => file,
            Err(error) => page.failed(&AppError::Table(app::ports::TableError::Invalid(error.to_string()))),
        },
        Err(error) => refused(&page, wanted, &error),
    }
}
