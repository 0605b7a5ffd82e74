//! Jobs that were given up.

use domain::{
    audit::Source,
    staff::{Actor, Permission},
};
use jiff::Timestamp;

use super::act::commit;
use crate::{
    App, AppError, dead, keys,
    retry::retrying,
    rows::{Batch, DeadJob, Stored, load},
};

/// Runs a job again.
///
/// # Errors
/// `NotFound` when it was run already; `Input` when its body can't be read; `Denied`, `Queue`, `Contended`, `Table`.
pub async fn rerun_job(app: &App, actor: &Actor, at: Timestamp, id: &str) -> Result<(), AppError> {
    actor.require(Permission::Operate)?;
    dead::rerun(app, Source::Admin, actor.login.as_str(), at, id).await
}

/// Takes a job off the list whose body can't be read, so that it can't be run again.
///
/// # Errors
/// `NotFound`; `Input` when it can be run again; `Denied`, `Contended`, `Table`.
pub async fn forget_job(app: &App, actor: &Actor, at: Timestamp, id: &str) -> Result<(), AppError> {
    actor.require(Permission::Operate)?;
    retrying(|| async {
        let found: Option<Stored<DeadJob>> = load(app.table.as_ref(), &keys::dead(at, id)).await?;
        let found = found.ok_or(AppError::NotFound("dead job"))?;
        if found.value.task().is_some() {
            return Err(AppError::Input {
                field: "job",
                zh: "这条任务可以重新执行，不能删除".to_owned(),
                en: "this job can be run again, so it can't be removed".to_owned(),
            });
        }
        let mut batch = Batch::new();
        batch.delete_unchanged(keys::dead(at, id), found.version);
        commit(app, actor, batch, ("forgot_job", format!("job:{id}"), found.value.why)).await
    })
    .await
}
