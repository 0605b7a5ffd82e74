//! What is stuck, and seeing to it.

use app::{
    AppError,
    stuck::{self, CallbackKind},
};
use axum::{
    Router,
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::ids::{DeliveryId, FollowerId, MessageKey};
use jiff::Timestamp;
use serde::Deserialize;

use crate::{AdminState, text::Stuck, view, web::Page};

pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/stuck", get(overview))
        .route("/stuck/release", post(release))
        .route("/stuck/deliveries/{follower}/{delivery}/resend", post(resend))
        .route("/stuck/deliveries/{follower}/{delivery}/settle", post(settle))
        .route("/stuck/jobs/{at}/{id}/rerun", post(rerun))
        .route("/stuck/jobs/{at}/{id}/forget", post(forget))
        .route("/stuck/files/{follower}/{message}/fetch", post(fetch))
        .route("/stuck/files/{follower}/{message}/forget", post(let_be))
        .route("/stuck/callbacks/{kind}/{id}", get(callback))
        .route("/stuck/callbacks/{kind}/{id}/dismiss", post(dismiss))
}

/// What has just been done, as the address says after a form.
const DONE: [(&str, Stuck); 7] = [
    ("release", Stuck::DidRelease),
    ("resend", Stuck::DidResend),
    ("settle", Stuck::DidSettle),
    ("rerun", Stuck::DidRerun),
    ("forget", Stuck::DidRemove),
    ("fetch", Stuck::DidFetch),
    ("dismiss", Stuck::DidDismiss),
];

/// What to show.
#[derive(Deserialize)]
struct Wanted {
    done: Option<String>,
}

async fn overview(mut page: Page, Query(wanted): Query<Wanted>) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let read = async { Ok((stuck::overview(app, actor).await?, stuck::count(app, actor).await?)) };
    match read.await {
        Ok((shown, count)) => {
            page.state.stuck.set(count);
            page.visit.stuck = count;
            let done = wanted.done.and_then(|word| DONE.iter().find(|(own, _)| *own == word));
            view::stuck(&page.visit, &page.signed_in, &shown, done.map(|(_, text)| *text)).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

fn after(page: &Page, done: Result<(), AppError>, word: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/admin/stuck?done={word}")).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn release(page: Page) -> Response {
    let done = stuck::release(&page.state.app, &page.signed_in.actor).await;
    after(&page, done.map(drop), "release")
}

async fn resend(page: Page, Path((follower, delivery)): Path<(String, String)>) -> Response {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let done = stuck::resend(&page.state.app, &page.signed_in.actor, &follower, &delivery).await;
    after(&page, done.map(drop), "resend")
}

async fn settle(page: Page, Path((follower, delivery)): Path<(String, String)>) -> Response {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let done = stuck::settle(&page.state.app, &page.signed_in.actor, &follower, &delivery).await;
    after(&page, done.map(drop), "settle")
}

/// The moment in a job's address, in milliseconds.
pub(crate) fn moment(text: &str) -> Result<Timestamp, AppError> {
    let found = text.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    found.ok_or(AppError::NotFound("dead job"))
}

async fn rerun(page: Page, Path((at, id)): Path<(String, String)>) -> Response {
    let done = async { stuck::rerun_job(&page.state.app, &page.signed_in.actor, moment(&at)?, &id).await };
    after(&page, done.await, "rerun")
}

async fn forget(page: Page, Path((at, id)): Path<(String, String)>) -> Response {
    let done = async { stuck::forget_job(&page.state.app, &page.signed_in.actor, moment(&at)?, &id).await };
    after(&page, done.await, "forget")
}

async fn fetch(page: Page, Path((follower, message)): Path<(String, String)>) -> Response {
    let (follower, message) = (FollowerId::from(follower), MessageKey::from(message));
    let done = stuck::fetch_again(&page.state.app, &page.signed_in.actor, &follower, &message).await;
    after(&page, done, "fetch")
}

async fn let_be(page: Page, Path((follower, message)): Path<(String, String)>) -> Response {
    let (follower, message) = (FollowerId::from(follower), MessageKey::from(message));
    let done = stuck::forget_file(&page.state.app, &page.signed_in.actor, &follower, &message).await;
    after(&page, done, "forget")
}

async fn callback(page: Page, Path((kind, id)): Path<(String, String)>) -> Response {
    let opened = async {
        let kind = CallbackKind::parse(&kind).ok_or(AppError::NotFound("callback"))?;
        stuck::open_callback(&page.state.app, &page.signed_in.actor, kind, &id).await
    };
    match opened.await {
        Ok(kept) => view::stuck_callback(&page.visit, &page.signed_in, &kept).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn dismiss(page: Page, Path((kind, id)): Path<(String, String)>) -> Response {
    let done = async {
        let kind = CallbackKind::parse(&kind).ok_or(AppError::NotFound("callback"))?;
        stuck::dismiss_callback(&page.state.app, &page.signed_in.actor, kind, &id).await
    };
    after(&page, done.await, "dismiss")
}
