//! `/_sim/recording`: start, stop, and the `.chat` file so far.

use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::{body, wrong};
use crate::clock::beijing;
use crate::recording::Recording;
use crate::simulator::Simulator;

/// `{"on":true}` begins a recording, `{"on":false}` ends it.
pub(super) async fn post(Shared(simulator): Shared<Simulator>, bytes: Bytes) -> Response {
    let value = match body(&bytes) {
        Ok(value) => value,
        Err(response) => return *response,
    };
    match value["on"].as_bool() {
        Some(true) => simulator.start_recording().await,
        Some(false) => {
            if let Some(recording) = simulator.recording().await.as_mut() {
                recording.stop();
            }
        }
        None => return wrong(StatusCode::BAD_REQUEST, "give on: true or false"),
    }
    Json(status(simulator.recording().await.as_ref())).into_response()
}

/// The file as text; for who asks for JSON, whether one is being made.
pub(super) async fn get(Shared(simulator): Shared<Simulator>, headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let recording = simulator.recording().await;
    if accept.contains("application/json") {
        return Json(status(recording.as_ref())).into_response();
    }
    let Some(recording) = recording.as_ref() else {
        return wrong(StatusCode::NOT_FOUND, "还没有录制 nothing was recorded yet: POST {\"on\":true}");
    };
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, recording.text()).into_response()
}

fn status(recording: Option<&Recording>) -> Value {
    json!({
        "on": recording.is_some_and(Recording::is_on),
        "since": recording.map(|recording| beijing(recording.began_ms())),
        "steps": recording.map_or(0, Recording::steps),
    })
}
