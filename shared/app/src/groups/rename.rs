//! An officer says what a group asks.

use domain::{
    group::Group,
    ids::GroupId,
    staff::{Actor, Permission},
};

use super::act::{commit, resolved};
use crate::{App, AppError, retry::retrying, rows::Batch};

/// Longest title, in characters.
pub const MAX_TITLE_CHARS: usize = 60;

/// Gives a group a title of the officer's own.
///
/// # Errors
/// `Input` when it is blank or too long; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn rename(app: &App, actor: &Actor, group: &GroupId, title: &str) -> Result<Group, AppError> {
    actor.require(Permission::Answer)?;
    let title = title.trim();
    if title.is_empty() || title.chars().count() > MAX_TITLE_CHARS || title.contains(['\r', '\n']) {
        return Err(AppError::Input {
            field: "title",
            zh: format!("请用一行写标题，1 至 {MAX_TITLE_CHARS} 字"),
            en: format!("write the title in one line, 1 to {MAX_TITLE_CHARS} characters"),
        });
    }
    retrying(|| async {
        let mut found = resolved(app, group).await?;
        if found.value.title == title && found.value.titled_by.is_none() {
            return Ok(found.value);
        }
        title.clone_into(&mut found.value.title);
        found.value.titled_by = None;
        let mut batch = Batch::new();
        batch.update(&found)?;
        let object = format!("group:{}", found.value.id);
        commit(app, actor, batch, None, ("renamed", object, String::new())).await?;
        Ok(found.value)
    })
    .await
}
