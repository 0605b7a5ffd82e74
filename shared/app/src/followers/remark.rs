//! An officer gives a resident a name to know them by.

use domain::{
    audit::{Event, Source},
    follower::Follower,
    ids::FollowerId,
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Audit, Batch, Stored, load, put_remark},
};

/// Longest remark, in characters: as long as the platform's own.
pub const REMARK_LIMIT_CHARS: usize = 30;

/// Sets the remark; a blank one takes it away.
///
/// # Errors
/// `Input` when it is too long or has a line break; `NotFound` also when they have left; `Denied`, `Contended`, `Table`.
pub async fn remark(app: &App, actor: &Actor, follower: &FollowerId, text: &str) -> Result<(), AppError> {
    actor.require(Permission::Answer)?;
    let text = text.trim();
    if text.chars().count() > REMARK_LIMIT_CHARS || text.chars().any(char::is_control) {
        return Err(AppError::Input {
            field: "remark",
            zh: format!("备注名请写一行，最多 {REMARK_LIMIT_CHARS} 个字"),
            en: format!("write the remark in one line of at most {REMARK_LIMIT_CHARS} characters"),
        });
    }
    retrying(|| attempt(app, actor, follower, text)).await
}

async fn attempt(app: &App, actor: &Actor, follower: &FollowerId, text: &str) -> Result<(), AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let found: Option<Stored<Follower>> = load(table, &keys::follower(follower)).await?;
    let mut row = found.filter(|row| row.value.following).ok_or(AppError::NotFound("follower"))?;
    let remark = Some(text.to_owned()).filter(|text| !text.is_empty());
    if row.value.remark == remark {
        return Ok(());
    }
    let detail = if remark.is_some() { "set" } else { "removed" };
    let before = std::mem::replace(&mut row.value.remark, remark);
    let mut batch = Batch::new();
    batch.update(&row)?;
    put_remark(&mut batch, before.as_deref(), &row.value)?;
    let event = Event {
        at: now,
        actor: actor.login.to_string(),
        action: "remarked".to_owned(),
        object: format!("follower:{follower}"),
        detail: detail.to_owned(),
    };
    Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
    Ok(batch.commit(table).await?)
}
