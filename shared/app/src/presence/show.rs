//! An officer has a thread open.

use domain::{
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};
use jiff::SignedDuration;

use super::{Open, OpenThread, PRESENCE_LIFE};
use crate::{
    App, AppError, keys,
    rows::{Batch, load},
};

/// A sign of life that holds at least this long is not written again.
const FRESH: SignedDuration = SignedDuration::from_secs(12);
/// Most threads of one officer that are remembered.
const MOST: usize = 20;

/// Notes that the actor has the thread open, and whether they write an answer; it holds for [`PRESENCE_LIFE`].
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn show(app: &App, actor: &Actor, question: &QuestionId, writes: bool) -> Result<(), AppError> {
    actor.require(Permission::Read)?;
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let found = load::<Open>(table, &keys::presence(&actor.login)).await?;
    let mut threads = found.map(|row| row.value.threads).unwrap_or_default();
    threads.retain(|open| open.is_live(now));
    let known = threads.iter().position(|open| open.question == *question);
    if let Some(known) = known {
        if threads[known].writes == writes && threads[known].until > now + FRESH {
            return Ok(());
        }
        threads.remove(known);
    }
    if known.is_none() {
        load::<Question>(table, &keys::question(question)).await?.ok_or(AppError::NotFound("question"))?;
    }
    if threads.len() == MOST {
        threads.remove(0);
    }
    let until = now + PRESENCE_LIFE;
    threads.push(OpenThread { question: question.clone(), writes, until });
    let row = Open { login: actor.login.clone(), name: actor.name.clone(), threads, expires_at: until };
    let mut batch = Batch::new();
    batch.replace(&row)?;
    Ok(batch.commit(table).await?)
}
