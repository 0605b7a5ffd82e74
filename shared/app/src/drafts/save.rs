//! An officer's draft is kept.

use domain::{
    ids::QuestionId,
    staff::{Actor, Permission},
};

use super::Draft;
use crate::{
    App, AppError, keys,
    rows::{Batch, load},
};

/// Longest draft, in bytes of UTF-8: longer than an answer may be, so that one can be cut.
pub const DRAFT_LIMIT_BYTES: usize = 16_000;

/// Keeps what the actor has written so far, in place of what was kept before; a blank text forgets it.
///
/// # Errors
/// `Input` when it is longer than [`DRAFT_LIMIT_BYTES`]; `NotFound`, `Denied`, `Table`.
pub async fn save(app: &App, actor: &Actor, question: &QuestionId, text: &str) -> Result<(), AppError> {
    actor.require(Permission::Answer)?;
    if text.len() > DRAFT_LIMIT_BYTES {
        return Err(AppError::Input {
            field: "text",
            zh: format!("草稿最多 {DRAFT_LIMIT_BYTES} 字节：请删短一些再存"),
            en: format!("a draft has at most {DRAFT_LIMIT_BYTES} bytes: cut it and save again"),
        });
    }
    let table = app.table.as_ref();
    let mut batch = Batch::new();
    if text.trim().is_empty() {
        batch.delete(keys::draft(question, &actor.login));
    } else {
        let asked = load::<domain::question::Question>(table, &keys::question(question)).await?;
        asked.ok_or(AppError::NotFound("question"))?;
        batch.replace(&Draft {
            question: question.clone(),
            login: actor.login.clone(),
            text: text.to_owned(),
            saved_at: app.clock.now(),
        })?;
    }
    Ok(batch.commit(table).await?)
}
