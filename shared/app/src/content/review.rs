//! Who may not publish asks a reviewer; a reviewer who won't publish sends the draft back with a reason.

use domain::staff::{Actor, Permission};

use super::draft::{Note, commit, expected, load_working};
use crate::{App, AppError, retry::retrying, rows::Batch};

/// Longest note or reason in bytes of UTF-8.
const LIMIT_BYTES: usize = 600;

/// Asks for a review of the draft as it was read.
///
/// # Errors
/// `Overtaken` when it has changed since; `Input` for a note that is too long; `NotFound`, `Denied`, `Contended`,
/// `Table`.
pub async fn submit(app: &App, actor: &Actor, seen: &str, note: &str) -> Result<(), AppError> {
    actor.require(Permission::EditContent)?;
    let note = within("note", note)?;
    retrying(|| async {
        let mut draft = expected(&mut load_working(app).await?, seen)?;
        draft.value.submitted = Some(said(app, actor, &note));
        draft.value.returned = None;
        let mut batch = Batch::new();
        batch.update(&draft)?;
        commit(app, actor, batch, "submitted_content", "draft", String::new()).await
    })
    .await
}

/// Sends a submitted draft back to its authors.
///
/// # Errors
/// `Overtaken` when it has changed since; `Input` without a reason, or when it is not submitted; `NotFound`, `Denied`,
/// `Contended`, `Table`.
pub async fn send_back(app: &App, actor: &Actor, seen: &str, reason: &str) -> Result<(), AppError> {
    actor.require(Permission::Publish)?;
    let reason = within("reason", reason)?;
    if reason.is_empty() {
        return Err(input(
            "reason",
            "请写退回的原因，让编辑知道怎么改",
            "say why, so that the authors know what to change",
        ));
    }
    retrying(|| async {
        let mut draft = expected(&mut load_working(app).await?, seen)?;
        if draft.value.submitted.take().is_none() {
            return Err(input("reason", "草稿还没有提交审核", "the draft has not been submitted"));
        }
        draft.value.returned = Some(said(app, actor, &reason));
        let mut batch = Batch::new();
        batch.update(&draft)?;
        commit(app, actor, batch, "sent_content_back", "draft", String::new()).await
    })
    .await
}

fn said(app: &App, actor: &Actor, text: &str) -> Note {
    Note { by: actor.login.clone(), at: app.clock.now(), text: text.to_owned() }
}

/// A note of bearable length, its edges cut.
pub(super) fn within(field: &'static str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.len() > LIMIT_BYTES {
        let (zh, en) =
            (format!("最多 {LIMIT_BYTES} 字节，请缩短"), format!("at most {LIMIT_BYTES} bytes: shorten it"));
        return Err(input(field, &zh, &en));
    }
    Ok(text.to_owned())
}

pub(super) fn input(field: &'static str, zh: &str, en: &str) -> AppError {
    AppError::Input { field, zh: zh.to_owned(), en: en.to_owned() }
}
