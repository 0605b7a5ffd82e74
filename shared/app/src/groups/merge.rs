//! An officer puts all of one group into another.

use domain::{
    group::Group,
    ids::GroupId,
    staff::{Actor, Permission},
};

use super::{
    act::{commit, resolved},
    log::{self, What},
    read::of,
    rows::move_line,
};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{Batch, Stored},
};

/// Puts `from` into `into`: its members stay where they stand and count there. Of two that are one already nothing
/// changes.
///
/// # Errors
/// `NotFound` when one is no group of two or more; `Denied`, `Contended`, `Table`.
pub async fn merge(app: &App, actor: &Actor, from: &GroupId, into: &GroupId) -> Result<Group, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| async {
        let head = log::head(app).await?;
        let (mut source, mut target) = (resolved(app, from).await?, resolved(app, into).await?);
        if source.value.id == target.value.id {
            return Ok(target.value);
        }
        target.value.settled = true;
        let mut batch = Batch::new();
        put_into(app, &mut batch, &mut source, &mut target).await?;
        let (from, into) = (source.value.id.clone(), target.value.id.clone());
        let (object, detail) = (format!("group:{into}"), format!("group:{from}"));
        let what = What::Merged { from, into };
        commit(app, actor, batch, Some((head, what)), ("merged", object, detail)).await?;
        Ok(target.value)
    })
    .await
}

/// Writes both rows and the list's lines.
pub(super) async fn put_into(
    app: &App,
    batch: &mut Batch,
    source: &mut Stored<Group>,
    target: &mut Stored<Group>,
) -> Result<(), AppError> {
    let (mine, theirs) = (of(app, &target.value).await?, of(app, &source.value).await?);
    let before = (source.value.clone(), target.value.clone());
    target.value.absorb(&mut source.value);
    target.value.askers = mine.askers().union(&theirs.askers()).count() as u32;
    batch.update(source)?;
    batch.update(target)?;
    move_line(batch, Some(&before.0), &source.value)?;
    Ok(move_line(batch, Some(&before.1), &target.value)?)
}
