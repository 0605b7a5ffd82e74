//! What an officer decides about an answer whose end is not known, or that was refused.

use app::{AppError, questions};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    delivery::Delivery,
    ids::{DeliveryId, FollowerId},
};

use super::thread::Done;
use crate::web::Page;

/// Send it again.
pub(super) async fn resend(page: Page, Path((follower, delivery)): Path<(String, String)>) -> Response {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let done = questions::resend(&page.state.app, &page.signed_in.actor, &follower, &delivery).await;
    after(&page, done, Done::Resend)
}

/// It arrived after all, or need not arrive any more.
pub(super) async fn settle(page: Page, Path((follower, delivery)): Path<(String, String)>) -> Response {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let done = questions::settle(&page.state.app, &page.signed_in.actor, &follower, &delivery).await;
    after(&page, done, Done::Settle)
}

fn after(page: &Page, done: Result<Delivery, AppError>, what: Done) -> Response {
    match done {
        Ok(Delivery { question: Some(question), .. }) => {
            Redirect::to(&what.address(&question)).into_response()
        }
        Ok(_) => Redirect::to("/admin/inbox").into_response(),
        Err(error) => page.failed(&error),
    }
}
