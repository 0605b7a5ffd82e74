//! An officer takes a question.

use domain::{
    conversation::{Change, EntryBody},
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};

use super::act::Act;
use crate::{App, AppError, retry::retrying};

/// Assigns the question to the actor; taking what one has already changes nothing.
///
/// # Errors
/// `Question(TakenBy)` when somebody else has it, `Question(Over)`, `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn take(app: &App, actor: &Actor, question: &QuestionId) -> Result<Question, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| attempt(app, actor, question)).await
}

async fn attempt(app: &App, actor: &Actor, question: &QuestionId) -> Result<Question, AppError> {
    let mut act = Act::begin(app, actor, question).await?;
    act.question.value.take(&actor.login)?;
    if act.is_unchanged() {
        return Ok(act.question.value);
    }
    act.enter(|| EntryBody::Change { what: Change::Taken })?;
    act.commit("took", String::new()).await
}
