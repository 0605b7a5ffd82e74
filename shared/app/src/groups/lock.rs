//! An officer closes a group to what comes, or opens it again.

use domain::{
    group::Group,
    ids::GroupId,
    staff::{Actor, Permission},
};

use super::{
    act::{commit, resolved},
    log::{self, What},
};
use crate::{App, AppError, retry::retrying, rows::Batch};

/// Nothing joins a locked group by itself; officers still put questions into it.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn lock(app: &App, actor: &Actor, group: &GroupId, locked: bool) -> Result<Group, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| async {
        let head = log::head(app).await?;
        let mut found = resolved(app, group).await?;
        if found.value.locked == locked {
            return Ok(found.value);
        }
        found.value.locked = locked;
        let mut batch = Batch::new();
        batch.update(&found)?;
        let what = What::Locked { group: found.value.id.clone(), locked };
        let action = if locked { "locked" } else { "unlocked" };
        commit(
            app,
            actor,
            batch,
            Some((head, what)),
            (action, format!("group:{}", found.value.id), String::new()),
        )
        .await?;
        Ok(found.value)
    })
    .await
}
