//! Taking the audit out: an act that is audited itself.

use domain::{
    audit::{Event, Source},
    staff::{Actor, Permission},
};

use super::{Filter, List, Listed, MAX_PAGE, list, list::check_days};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{Audit, Batch},
};

/// Most entries of one export: what fits into one answer of the console.
pub const EXPORT_LIMIT: usize = 15_000;

/// All entries that a filter lets through, newest first, after it has been audited who takes them.
///
/// # Errors
/// `Input` when there are more than [`EXPORT_LIMIT`] or the dates are not acceptable; `Denied`, `NotRecent`,
/// `Contended`, `Table`.
pub async fn export(app: &App, actor: &Actor, filter: Filter) -> Result<Vec<Listed>, AppError> {
    actor.require(Permission::ReadAudit)?;
    check_days(&filter)?;
    actor.require_recent(app.clock.now())?;
    let mut entries = Vec::new();
    let mut cursor = None;
    loop {
        let page = list(app, actor, List { filter: filter.clone(), limit: MAX_PAGE, cursor }).await?;
        entries.extend(page.entries);
        if entries.len() > EXPORT_LIMIT {
            return Err(AppError::Input {
                field: "from",
                zh: format!("超过 {EXPORT_LIMIT} 条，一次导不完：请缩小日期范围或增加条件"),
                en: format!(
                    "more than {EXPORT_LIMIT} entries are too many at once: choose fewer days or narrow it down"
                ),
            });
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    retrying(|| audit(app, actor, &filter, entries.len())).await?;
    Ok(entries)
}

async fn audit(app: &App, actor: &Actor, filter: &Filter, count: usize) -> Result<(), AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let narrowed = [("who", &filter.who), ("action", &filter.action), ("object", &filter.object)];
    let narrowed = narrowed.iter().filter(|(_, text)| !text.is_empty());
    let narrowed: String = narrowed.map(|(name, text)| format!(" {name}={text}")).collect();
    let event = Event {
        at: now,
        actor: actor.login.to_string(),
        action: "exported_audit".to_owned(),
        object: format!("audit:{}..{}", filter.from, filter.to),
        detail: format!("{count} entries{narrowed}"),
    };
    let mut batch = Batch::new();
    Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
    Ok(batch.commit(table).await?)
}
