//! One act on several questions.

use std::collections::BTreeSet;

use domain::{
    ids::{GroupId, Login, QuestionId},
    staff::{Actor, Permission},
};

use super::{assign, end};
use crate::{
    App, AppError,
    groups::{To, move_to},
};

/// Most questions of one act.
pub const BULK_LIMIT: usize = 100;

/// What is done to each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkAct {
    /// Given to a colleague.
    Assign(Login),
    /// Ended.
    End,
    /// Put into a group.
    Group(GroupId),
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// Questions to which it was done, or that were so already.
    pub done: Vec<QuestionId>,
    /// Questions to which it was not done, and why.
    pub refused: Vec<(QuestionId, AppError)>,
}

/// Does it to each question by itself, with its own transaction and audit entry: what can't be done to one does not
/// keep the others from it. When the store fails, the rest is not tried.
///
/// # Errors
/// `Input` when there is no question or more than [`BULK_LIMIT`], or nobody of that name may answer; `Denied`.
pub async fn bulk(
    app: &App,
    actor: &Actor,
    act: &BulkAct,
    questions: &[QuestionId],
) -> Result<Bulk, AppError> {
    actor.require(match act {
        BulkAct::Assign(_) => Permission::Assign,
        BulkAct::End | BulkAct::Group(_) => Permission::Answer,
    })?;
    check_bulk(questions)?;
    let (mut bulk, mut failed) = (Bulk::default(), None);
    for question in questions.iter().collect::<BTreeSet<_>>() {
        let done = match (&failed, act) {
            (Some(error), _) => Err(AppError::clone(error)),
            _ if !is_id(question) => Err(AppError::NotFound("question")),
            (None, BulkAct::Assign(to)) => assign(app, actor, question, to).await,
            (None, BulkAct::End) => end(app, actor, question).await,
            (None, BulkAct::Group(group)) => move_to(app, actor, question, &To::Group(group.clone())).await,
        };
        match done {
            Ok(_) => bulk.done.push(question.clone()),
            // This is about the act, not about the question.
            Err(error @ (AppError::Input { .. } | AppError::Denied(_))) if bulk.done.is_empty() => {
                return Err(error);
            }
            Err(error) => {
                // A row that can't be read is about that one only.
                if let AppError::Table(reason) = &error {
                    tracing::error!(%error, %question, "nothing was done to a question of several");
                    failed = failed
                        .or_else(|| reason.is_transient().then(|| AppError::from(reason.without_doubt())));
                }
                bulk.refused.push((question.clone(), error));
            }
        }
    }
    Ok(bulk)
}

/// Whether a text can be a question's id at all.
#[must_use]
pub fn is_id(question: &QuestionId) -> bool {
    let id = question.as_str();
    (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether so many may be handled in one act.
pub(crate) fn check_bulk(questions: &[QuestionId]) -> Result<(), AppError> {
    if (1..=BULK_LIMIT).contains(&questions.len()) {
        return Ok(());
    }
    Err(AppError::Input {
        field: "questions",
        zh: format!("请先勾选问题，一次最多 {BULK_LIMIT} 个"),
        en: format!("choose questions first, at most {BULK_LIMIT} at a time"),
    })
}
