//! An officer ends a question.

use domain::{
    conversation::{Change, EntryBody},
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};

use super::act::Act;
use crate::{App, AppError, retry::retrying};

/// Ends the question: nothing more happens to it, but its deliveries still go out.
///
/// # Errors
/// `Question(Over)`, `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn end(app: &App, actor: &Actor, question: &QuestionId) -> Result<Question, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| attempt(app, actor, question)).await
}

async fn attempt(app: &App, actor: &Actor, question: &QuestionId) -> Result<Question, AppError> {
    let mut act = Act::begin(app, actor, question).await?;
    act.question.value.end(act.now)?;
    if let Some(mut follower) = act.follower().await? {
        follower.value.closed(question);
        act.batch.update(&follower)?;
    }
    act.enter(|| EntryBody::Change { what: Change::Ended })?;
    act.commit("ended", String::new()).await
}
