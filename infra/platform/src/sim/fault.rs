//! `/_sim/fault`: list, switch on, clear.

use axum::Json;
use axum::extract::{Query, State as Shared};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{body, wrong};
use crate::recording::Event;
use crate::simulator::Simulator;
use crate::state::faults::{Fault, names};

#[derive(Deserialize)]
pub(super) struct Which {
    fault: Option<String>,
}

pub(super) async fn list(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(shown(&simulator))
}

pub(super) async fn add(Shared(simulator): Shared<Simulator>, bytes: Bytes) -> Response {
    let value = match body(&bytes) {
        Ok(value) => value,
        Err(response) => return *response,
    };
    let fault: Fault = match serde_json::from_value(value) {
        Ok(fault) => fault,
        Err(error) => return wrong(StatusCode::BAD_REQUEST, format!("the fault can't be read: {error}")),
    };
    let mut recording = simulator.recording().await;
    let now_ms = simulator.clock().now_ms();
    let expires_tokens = fault.fault == "token_expired";
    let (name, noted) = (fault.fault.clone(), fault.clone());
    {
        let mut state = simulator.state();
        if state.faults.add(fault).is_err() {
            let error = format!("unknown fault {name:?}");
            let known: Vec<_> = names().collect();
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": error, "faults": known })))
                .into_response();
        }
        if expires_tokens {
            state.tokens.expire_all(now_ms);
        }
    }
    if let Some(recording) = recording.as_mut() {
        recording.note(now_ms, Event::Faults(vec![noted]));
    }
    Json(shown(&simulator)).into_response()
}

/// Clears all faults, or the one named.
pub(super) async fn clear(Shared(simulator): Shared<Simulator>, Query(which): Query<Which>) -> Json<Value> {
    let mut recording = simulator.recording().await;
    let now_ms = simulator.clock().now_ms();
    let cleared = {
        let mut state = simulator.state();
        let named = |on: &&Fault| which.fault.as_ref().is_some_and(|name| on.fault == *name);
        let off = state.faults.list().iter().filter(named).map(|on| Fault { times: Some(0), ..on.clone() });
        let off: Vec<_> = off.collect();
        state.faults.clear(which.fault.as_deref());
        if which.fault.is_some() { Event::Faults(off) } else { Event::FaultsCleared }
    };
    if let Some(recording) = recording.as_mut() {
        recording.note(now_ms, cleared);
    }
    Json(shown(&simulator))
}

fn shown(simulator: &Simulator) -> Value {
    let state = simulator.state();
    json!({ "on": state.faults.list(), "known": names().collect::<Vec<_>>() })
}
