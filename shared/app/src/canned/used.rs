//! A canned response was put into an answer.

use domain::{
    canned::CannedResponse,
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, load},
};

/// Counts one more use; of one that is gone nothing is counted.
///
/// # Errors
/// `Denied`, `Contended`, `Table`.
pub async fn used(app: &App, actor: &Actor, code: &str) -> Result<(), AppError> {
    actor.require(Permission::Answer)?;
    if code.is_empty() {
        return Ok(());
    }
    retrying(|| async {
        let table = app.table.as_ref();
        let Some(mut found) = load::<CannedResponse>(table, &keys::canned(code)).await? else {
            return Ok(());
        };
        found.value.used += 1;
        let mut batch = Batch::new();
        batch.update(&found)?;
        Ok(batch.commit(table).await?)
    })
    .await
}
