//! What an officer has written so far.

use domain::{
    ids::QuestionId,
    staff::{Actor, Permission},
};

use super::{DRAFT_LIFE, Draft};
use crate::{App, AppError, keys, rows::load};

/// The actor's own draft, if there is one.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn find(app: &App, actor: &Actor, question: &QuestionId) -> Result<Option<Draft>, AppError> {
    actor.require(Permission::Answer)?;
    let found = load::<Draft>(app.table.as_ref(), &keys::draft(question, &actor.login)).await?;
    let now = app.clock.now();
    Ok(found.map(|row| row.value).filter(|draft| now < draft.saved_at + DRAFT_LIFE))
}
