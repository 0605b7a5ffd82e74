//! Deliveries whose end an officer decides.

use app::questions;
use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use domain::ids::{DeliveryId, FollowerId};

use super::{bearer::Caller, json::DeliveryJson, problem::Problem};

/// `POST /deliveries/{follower}/{delivery}/resend`
pub(super) async fn resend(
    caller: Caller,
    Path((follower, delivery)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let done = questions::resend(&caller.app, &caller.actor, &follower, &delivery).await;
    Ok(Json(DeliveryJson::from(done.map_err(|error| caller.failed(&error))?)).into_response())
}

/// `POST /deliveries/{follower}/{delivery}/settle`
pub(super) async fn settle(
    caller: Caller,
    Path((follower, delivery)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (follower, delivery) = (FollowerId::from(follower), DeliveryId::from(delivery));
    let done = questions::settle(&caller.app, &caller.actor, &follower, &delivery).await;
    Ok(Json(DeliveryJson::from(done.map_err(|error| caller.failed(&error))?)).into_response())
}
