//! The way through a list, question by question.

use app::questions::{self, Towards};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::ids::QuestionId;

use crate::web::Page;

/// Who waits longer.
pub(super) async fn previous(page: Page, Path(question): Path<String>) -> Response {
    go(&page, &question.into(), Towards::Older).await
}

/// Who waits less.
pub(super) async fn next(page: Page, Path(question): Path<String>) -> Response {
    go(&page, &question.into(), Towards::Newer).await
}

/// There, or to the list when that was its end.
async fn go(page: &Page, question: &QuestionId, towards: Towards) -> Response {
    match questions::neighbour(&page.state.app, &page.signed_in.actor, question, towards).await {
        Ok(Some(found)) => Redirect::to(&format!("/admin/questions/{found}")).into_response(),
        Ok(None) => Redirect::to("/admin/inbox").into_response(),
        Err(error) => page.failed(&error),
    }
}
