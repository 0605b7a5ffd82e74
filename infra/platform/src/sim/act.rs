//! `POST /_sim/act` and `POST /_sim/reset`.

use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use super::{body, clock, wrong};
use crate::act::{Act, Impossible};
use crate::simulator::Simulator;

pub(super) async fn act(Shared(simulator): Shared<Simulator>, bytes: Bytes) -> Response {
    let value = match body(&bytes) {
        Ok(value) => value,
        Err(response) => return *response,
    };
    let act: Act = match serde_json::from_value(value) {
        Ok(act) => act,
        Err(error) => return wrong(StatusCode::BAD_REQUEST, format!("persona and act are needed: {error}")),
    };
    match simulator.act(act).await {
        Ok(report) => Json(report).into_response(),
        Err(error @ Impossible::Wrong(_)) => wrong(StatusCode::BAD_REQUEST, error.to_string()),
        Err(error @ Impossible::Now(_)) => wrong(StatusCode::CONFLICT, error.to_string()),
    }
}

/// Forgets everything, sets the clock to real time (or to `clock`), runs the hook; a recording begins anew.
pub(super) async fn reset(Shared(simulator): Shared<Simulator>, bytes: Bytes) -> Response {
    let value = match body(&bytes) {
        Ok(value) => value,
        Err(response) => return *response,
    };
    let start = match value["clock"].as_str().map(clock::moment) {
        None => None,
        Some(Ok(start)) => Some(start),
        Some(Err(error)) => return wrong(StatusCode::BAD_REQUEST, error),
    };
    let recorded = simulator.drop_recording().await;
    simulator.state().reset(&simulator.account().app_id);
    match start {
        Some(start) => simulator.clock().set(start),
        None => simulator.clock().reset(),
    }
    let mut answer = json!({ "ok": true });
    if let Some(hook) = simulator.reset_hook() {
        match hook().await {
            Ok(Value::Object(more)) => {
                for (name, value) in more {
                    answer[name] = value;
                }
            }
            Ok(_) => {}
            Err(error) => {
                let failed = json!({ "ok": false, "error": error });
                return (StatusCode::INTERNAL_SERVER_ERROR, Json(failed)).into_response();
            }
        }
    }
    // A recording begins with a reset: this one.
    if recorded {
        simulator.start_recording().await;
    }
    Json(answer).into_response()
}
