//! A question's thread, and everything that officers do there.

mod actions;
mod alike;
mod answer;
mod canned;
mod drafts;
mod neighbours;
pub(super) mod page;
mod pictures;

use axum::{
    Router,
    routing::{get, post},
};

use crate::AdminState;

pub(super) use page::Done;

/// All below `/questions/{question}`.
pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/questions/{question}", get(page::thread))
        .route("/questions/{question}/take", post(actions::take))
        .route("/questions/{question}/release", post(actions::release))
        .route("/questions/{question}/end", post(actions::end))
        .route("/questions/{question}/group", post(alike::group))
        .route("/questions/{question}/put", post(alike::put))
        .route("/questions/{question}/ungroup", post(alike::ungroup))
        .route("/questions/{question}/reuse", post(alike::reuse))
        .route("/questions/{question}/note", post(actions::note))
        .route("/questions/{question}/assign", post(actions::assign))
        .route("/questions/{question}/category", post(actions::categorise))
        .route("/questions/{question}/remark", post(actions::remark))
        .route("/questions/{question}/answer", post(answer::answer))
        .route("/questions/{question}/draft", post(drafts::save))
        .route("/questions/{question}/insert", post(canned::insert))
        .route("/questions/{question}/canned", get(canned::choices).post(canned::used))
        .route("/questions/{question}/previous", get(neighbours::previous))
        .route("/questions/{question}/next", get(neighbours::next))
        .route("/questions/{question}/pictures/{entry}", get(pictures::picture))
}
