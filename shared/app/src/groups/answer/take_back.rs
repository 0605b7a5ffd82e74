//! An officer takes an answer to all back, in time.

use domain::{
    ids::GroupId,
    staff::{Actor, Permission},
};

use super::GroupAnswer;
use crate::{
    App, AppError,
    groups::act::commit,
    keys,
    retry::retrying,
    rows::{Batch, load},
};

/// Takes it back while nothing has been written to anybody.
///
/// # Errors
/// `Refused` when it is too late; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    group: &GroupId,
    answer: &str,
) -> Result<GroupAnswer, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| async {
        let found = load::<GroupAnswer>(app.table.as_ref(), &keys::group_answer(group, answer)).await?;
        let mut found = found.ok_or(AppError::NotFound("answer"))?;
        if found.value.taken_back {
            return Ok(found.value);
        }
        if found.value.hold_until <= app.clock.now() || found.value.written > 0 || found.value.done {
            return Err(AppError::Refused {
                zh: "已经开始发送，收不回来了：可以再发一条更正",
                en: "sending has begun, so it can't be taken back: send a correction",
            });
        }
        found.value.taken_back = true;
        let mut batch = Batch::new();
        batch.update(&found)?;
        let detail = format!("answer:{answer}");
        commit(app, actor, batch, None, ("took_back", format!("group:{group}"), detail)).await?;
        Ok(found.value)
    })
    .await
}
