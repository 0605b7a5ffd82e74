//! What residents see becomes the draft.

use domain::staff::{Actor, Permission};

use super::save::{Save, attempt};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{MenuDraft, MenuState, load},
};

/// Makes the menu that was seen at the platform last the draft.
///
/// # Errors
/// `NotFound` when none was seen; `Denied`, `Contended`, `Table`.
pub async fn adopt(app: &App, actor: &Actor) -> Result<MenuDraft, AppError> {
    actor.require(Permission::EditContent)?;
    let state = load::<MenuState>(app.table.as_ref(), &keys::menu_state()).await?;
    let live = state.and_then(|state| state.value.live).filter(|live| !live.button.is_empty());
    let save = Save { button: live.ok_or(AppError::NotFound("menu at the platform"))?.button, seen: None };
    retrying(|| attempt(app, actor, &save)).await
}
