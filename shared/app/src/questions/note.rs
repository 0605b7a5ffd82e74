//! An officer writes an internal note.

use domain::{
    conversation::EntryBody,
    ids::{EntryId, QuestionId},
    staff::{Actor, Permission},
};

use super::act::Act;
use crate::{App, AppError, retry::retrying};

/// Longest note, in bytes of UTF-8.
pub const NOTE_LIMIT_BYTES: usize = 8_000;

/// Adds a note that only officers see; notes may be added to ended questions too.
///
/// # Errors
/// `Input` when the text is blank or longer than [`NOTE_LIMIT_BYTES`]; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn note(app: &App, actor: &Actor, question: &QuestionId, text: &str) -> Result<EntryId, AppError> {
    actor.require(Permission::Answer)?;
    let text = tidy(text);
    if text.is_empty() {
        return Err(AppError::Input {
            field: "text",
            zh: "请写下备注内容".to_owned(),
            en: "write the note first".to_owned(),
        });
    }
    if text.len() > NOTE_LIMIT_BYTES {
        return Err(AppError::Input {
            field: "text",
            zh: format!("备注有 {} 字节，最多 {NOTE_LIMIT_BYTES} 字节：请分成几条备注", text.len()),
            en: format!(
                "the note has {} bytes of at most {NOTE_LIMIT_BYTES}: split it into several",
                text.len()
            ),
        });
    }
    retrying(|| attempt(app, actor, question, &text)).await
}

async fn attempt(app: &App, actor: &Actor, question: &QuestionId, text: &str) -> Result<EntryId, AppError> {
    let mut act = Act::begin(app, actor, question).await?;
    let id = act.enter(|| EntryBody::Note { text: text.to_owned() })?;
    act.commit("noted", format!("entry:{id}")).await?;
    Ok(id)
}

/// A text as written in a browser's box: its line ends made one byte, blank edges cut.
pub(crate) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}
