//! “Checked, nothing changed”: a topic counts as updated now, in a new version that says the same.

use std::collections::BTreeSet;

use domain::{
    content::edit::dashed,
    staff::{Actor, Permission},
};

use super::{
    draft::{commit, load_working},
    put_next,
    versions::Publication,
};
use crate::{App, AppError, retry::retrying, rows::Batch};

/// Confirms a topic as it is live. A draft keeps what it says, and counts the topic as confirmed too.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn confirm(app: &App, actor: &Actor, path: &[u8]) -> Result<u64, AppError> {
    actor.require(Permission::EditContent)?;
    retrying(|| attempt(app, actor, path)).await
}

async fn attempt(app: &App, actor: &Actor, path: &[u8]) -> Result<u64, AppError> {
    let mut working = load_working(app).await?;
    let now = app.clock.now();
    working.live.category_mut(path).ok_or(AppError::NotFound("topic"))?.updated_at = now;
    let mut batch = Batch::new();
    let live = working.live.version;
    put_next(&mut batch, &mut working.live, live, working.current)?;
    let version = working.live.version;
    batch.insert(&Publication {
        version,
        by: actor.login.clone(),
        name: actor.name.clone(),
        at: now,
        why: String::new(),
        authors: BTreeSet::new(),
        restored: None,
        confirmed: Some(dashed(path)),
    })?;
    if let Some(mut draft) = working.draft {
        if draft.value.base == live {
            draft.value.base = version;
        }
        if let Some(category) = draft.value.snapshot.category_mut(path) {
            category.updated_at = now;
        }
        batch.update(&draft)?;
    }
    commit(app, actor, batch, "confirmed_content", &format!("topic:{}", dashed(path)), format!("v{version}"))
        .await?;
    Ok(version)
}
