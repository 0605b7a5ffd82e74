//! `POST /_sim/play`: a `.chat` file as the body, played by whoever serves the simulator together with a product.

use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use super::wrong;
use crate::simulator::Simulator;

const NO_PLAYER: &str = "这里只有模拟平台，没有值班员，放不了剧本 only the platform is here, without officers: nothing plays transcripts";

pub(super) async fn play(Shared(simulator): Shared<Simulator>, bytes: Bytes) -> Response {
    let Some(play) = simulator.play_hook() else {
        return wrong(StatusCode::NOT_FOUND, NO_PLAYER);
    };
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return wrong(StatusCode::BAD_REQUEST, "剧本须是 UTF-8 文本 a transcript is a text in UTF-8");
    };
    let (status, answer) = play(text.to_owned()).await;
    (status, Json(answer)).into_response()
}
