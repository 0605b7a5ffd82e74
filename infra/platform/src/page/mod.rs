//! The page: a resident's phone, the console beside it, an inspector of the wire.

pub(crate) mod outbox;

use axum::Router;

use crate::simulator::Simulator;

pub(crate) fn router() -> Router<Simulator> {
    Router::new()
}
