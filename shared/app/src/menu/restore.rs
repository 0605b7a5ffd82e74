//! An earlier version becomes the draft.

use domain::staff::{Actor, Permission};

use super::save::{Save, attempt};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{MenuDraft, MenuVersion, load},
};

/// Makes a version the draft; publishing it is another step.
///
/// # Errors
/// `NotFound` when there is no such version or it has no buttons; `Denied`, `Contended`, `Table`.
pub async fn restore(app: &App, actor: &Actor, version: u64) -> Result<MenuDraft, AppError> {
    actor.require(Permission::EditContent)?;
    let found = load::<MenuVersion>(app.table.as_ref(), &keys::menu_version(version)).await?;
    let found = found.filter(|row| !row.value.button.is_empty()).ok_or(AppError::NotFound("menu version"))?;
    let save = Save { button: found.value.button, seen: None };
    retrying(|| attempt(app, actor, &save)).await
}
