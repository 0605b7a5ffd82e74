//! A question among those that ask the same.

use app::{
    AppError, drafts,
    groups::{self, To, answer},
};
use axum::{extract::Path, response::Response};
use domain::ids::{GroupId, QuestionId};

use super::{
    actions::after,
    page::{Done, refused},
};
use crate::{
    view::Draft,
    web::{Page, Posted},
};

/// An officer puts the question into the group that is suggested.
pub(super) async fn group(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let to = To::Group(GroupId::from(posted.field("group")));
    moved(&page, &QuestionId::from(question), &to).await
}

/// An officer puts the question into a group, by its number or by that of one of its questions.
pub(super) async fn put(page: Page, Path(question): Path<String>, posted: Posted) -> Response {
    let question = QuestionId::from(question);
    let typed = posted.field("into");
    match groups::find(&page.state.app, &page.signed_in.actor, typed).await {
        Ok(group) => moved(&page, &question, &To::Group(group)).await,
        Err(error) => refused(&page, &question, Draft::of_group(typed), &error).await,
    }
}

/// An officer takes the question out of its group.
pub(super) async fn ungroup(page: Page, Path(question): Path<String>) -> Response {
    moved(&page, &QuestionId::from(question), &To::Alone).await
}

async fn moved(page: &Page, question: &QuestionId, to: &To) -> Response {
    let done = groups::move_to(&page.state.app, &page.signed_in.actor, question, to).await;
    after(page, question, done.map(drop), Done::Group).await
}

/// What the group was last told becomes the officer's draft.
pub(super) async fn reuse(page: Page, Path(question): Path<String>) -> Response {
    let question = QuestionId::from(question);
    let done = keep(&page, &question).await;
    after(&page, &question, done, Done::Reuse).await
}

async fn keep(page: &Page, question: &QuestionId) -> Result<(), AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let text = answer::for_one(app, actor, question).await?.ok_or(AppError::NotFound("answer"))?;
    drafts::save(app, actor, question, &text).await
}
