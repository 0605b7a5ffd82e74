//! The audit: read, verified, taken out as JSON pages.

use app::audit::{self, Filter, List};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    bearer::Caller,
    body::Asked,
    problem::{INPUT, Problem},
};
use crate::pages::VERIFY_DAYS;

/// Entries on a page when the caller names no limit.
const PAGE: usize = 50;
/// Days when the caller names none.
const DAYS: i32 = 7;

/// What to list.
#[derive(Deserialize)]
pub(super) struct Wanted {
    from: Option<Date>,
    to: Option<Date>,
    #[serde(default)]
    who: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    object: String,
    limit: Option<usize>,
    cursor: Option<String>,
}

impl Wanted {
    fn filter(&self, caller: &Caller) -> Filter {
        let last = Filter::last(&caller.app, DAYS);
        let to = self.to.unwrap_or(last.to);
        Filter {
            from: self.from.unwrap_or_else(|| last.from.min(to)),
            to,
            who: self.who.clone(),
            action: self.action.clone(),
            object: self.object.clone(),
        }
    }
}

/// `GET /audit`
pub(super) async fn list(caller: Caller, Asked(wanted): Asked<Wanted>) -> Result<Response, Problem> {
    let filter = wanted.filter(&caller);
    let limit = wanted.limit.unwrap_or(PAGE);
    let list = List { filter, limit, cursor: wanted.cursor };
    let page = audit::list(&caller.app, &caller.actor, list).await.map_err(|error| caller.failed(&error))?;
    let items: Vec<Value> = page
        .entries
        .into_iter()
        .map(|listed| {
            let (chain, entry) = (listed.chain.to_string(), listed.entry);
            json!({
                "chain": chain, "seq": entry.seq, "at": entry.event.at, "actor": entry.event.actor,
                "action": entry.event.action, "object": entry.event.object, "detail": entry.event.detail,
                "hash": entry.hash,
            })
        })
        .collect();
    Ok(Json(json!({ "items": items, "next": page.next })).into_response())
}

/// `GET /audit/verification`
pub(super) async fn verify(caller: Caller, Asked(wanted): Asked<Wanted>) -> Result<Response, Problem> {
    let filter = wanted.filter(&caller);
    if (filter.to - filter.from).get_days() >= VERIFY_DAYS {
        let zh = format!("一次最多核对 {VERIFY_DAYS} 天");
        let en = format!("at most {VERIFY_DAYS} days at a time");
        return Err(Problem::new(INPUT, &caller.headers, &zh, &en).about("from"));
    }
    let report = audit::verify(&caller.app, &caller.actor, filter.from, filter.to).await;
    let report = report.map_err(|error| caller.failed(&error))?;
    let broken: Vec<Value> = report
        .broken()
        .map(|broken| json!({ "chain": broken.chain.to_string(), "entries": broken.entries }))
        .collect();
    Ok(Json(json!({
        "whole": report.is_whole(), "from": report.from, "to": report.to, "entries": report.entries(),
        "witnessed": report.witnessed(), "last_witness": report.last_witness, "broken": broken,
        "unreadable": report.unreadable,
    }))
    .into_response())
}
