//! What the inspector shows of a call: masked, with the window before and after.

use http::StatusCode;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::answer::Answer;
use super::call::Call;
use crate::clock::beijing;
use crate::simulator::Simulator;
use crate::state::window_json;

/// How much of a body the inspector keeps.
const SHOWN_BYTES: usize = 16 << 10;
const SECRET_FIELDS: [&str; 4] = ["secret", "appsecret", "access_token", "refresh_token"];

/// A call on its way.
pub(crate) struct Trace {
    entry: Value,
    touser: Option<String>,
    era: u64,
}

impl Trace {
    pub(crate) fn begin(simulator: &Simulator, call: &Call) -> Self {
        let touser = call.touser().map(str::to_owned);
        let (persona, before) = window(simulator, touser.as_deref());
        let query: serde_json::Map<_, _> =
            call.query.iter().map(|(name, value)| (name.clone(), masked(name, value))).collect();
        let files: Vec<_> = call
            .parts
            .iter()
            .map(|part| json!({ "name": part.name, "filename": part.filename, "bytes": part.bytes.len() }))
            .collect();
        let entry = json!({
            "kind": "api",
            "at": beijing(simulator.clock().now_ms()),
            "route": call.path,
            "method": call.method.as_str(),
            "query": query,
            "request": masked_body(call),
            "files": files,
            "persona": persona,
            "window_before": before,
        });
        let era = simulator.state().era;
        Trace { entry, touser, era }
    }

    /// Notes how it ended; no status: the caller never got the answer.
    pub(crate) fn end(
        &mut self,
        simulator: &Simulator,
        outcome: Option<&Result<Answer, Value>>,
        status: Option<StatusCode>,
        started: Instant,
    ) {
        let (_, after) = window(simulator, self.touser.as_deref());
        let (answer, errcode) = match outcome {
            Some(Ok(Answer::Json(value))) => {
                (masked_json(value), value["errcode"].as_i64().unwrap_or(0).into())
            }
            Some(Ok(Answer::File { content_type, filename, bytes })) => {
                let shown = json!({ "file": filename, "content_type": content_type, "bytes": bytes.len() });
                (shown, 0.into())
            }
            Some(Err(refused)) => (refused.clone(), refused["errcode"].clone()),
            None => (Value::Null, Value::Null),
        };
        let entry = &mut self.entry;
        entry["answer"] = answer;
        entry["errcode"] = errcode;
        entry["status"] = status.map_or(Value::Null, |status| status.as_u16().into());
        entry["answered"] = status.is_some().into();
        entry["latency_ms"] = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX).into();
        entry["window_after"] = after;
        let mut state = simulator.state();
        if state.era == self.era {
            state.wire.push(std::mem::take(entry));
        }
    }
}

fn window(simulator: &Simulator, openid: Option<&str>) -> (Value, Value) {
    let now_ms = simulator.clock().now_ms();
    let mut state = simulator.state();
    match openid.and_then(|openid| state.personas.by_openid(openid)) {
        Some(persona) => (persona.name.clone().into(), window_json(persona.grants.window(now_ms))),
        None => (Value::Null, Value::Null),
    }
}

fn masked(name: &str, value: &str) -> Value {
    if SECRET_FIELDS.contains(&name) { "***".into() } else { value.into() }
}

/// The body without secrets, cut to what can be read.
pub(crate) fn masked_body(call: &Call) -> String {
    let text = match &call.json {
        Some(json) => masked_json(json).to_string(),
        // What can't be read can't be masked.
        None if call.path.ends_with("token") || call.path.ends_with("/v2") => "(no JSON)".to_owned(),
        None => call.text.clone(),
    };
    match text.char_indices().nth(SHOWN_BYTES) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn masked_json(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let secret = SECRET_FIELDS.contains(&name.as_str());
                (name.clone(), if secret { "***".into() } else { value.clone() })
            })
            .collect(),
        other => other.clone(),
    }
}
