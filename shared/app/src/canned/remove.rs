//! A canned response goes.

use domain::{
    canned::CannedResponse,
    staff::{Actor, Permission},
};

use super::audited;
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, load},
};

/// Removes the one with this code.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn remove(app: &App, actor: &Actor, code: &str) -> Result<(), AppError> {
    actor.require(Permission::EditContent)?;
    if code.is_empty() {
        return Err(AppError::NotFound("canned response"));
    }
    retrying(|| async {
        let (table, key) = (app.table.as_ref(), keys::canned(code));
        let found = load::<CannedResponse>(table, &key).await?;
        let found = found.ok_or(AppError::NotFound("canned response"))?;
        let mut batch = Batch::new();
        batch.delete_unchanged(key, found.version);
        Ok(audited(table, batch, actor, app.clock.now(), "removed_canned", code).await?)
    })
    .await
}
