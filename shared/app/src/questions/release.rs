//! An officer gives a question back.

use domain::{
    conversation::{Change, EntryBody},
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};

use super::act::Act;
use crate::{App, AppError, retry::retrying};

/// Takes the actor off the question, so that it waits for somebody again unless it has an answer.
///
/// # Errors
/// `Question(TakenBy)` when somebody else has it, `Question(Over)`, `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn release(app: &App, actor: &Actor, question: &QuestionId) -> Result<Question, AppError> {
    actor.require(Permission::Answer)?;
    retrying(|| attempt(app, actor, question)).await
}

async fn attempt(app: &App, actor: &Actor, question: &QuestionId) -> Result<Question, AppError> {
    let mut act = Act::begin(app, actor, question).await?;
    act.question.value.release(&actor.login)?;
    if act.is_unchanged() {
        return Ok(act.question.value);
    }
    act.enter(|| EntryBody::Change { what: Change::Released })?;
    act.commit("released", String::new()).await
}
