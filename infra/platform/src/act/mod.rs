//! What a resident can do with the phone: each act changes the platform's state as it would for real, sends the
//! callbacks it causes, and tells what came of them.

mod menu;
mod plan;
mod raw;
mod samples;
mod say;
pub(crate) mod words;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::callback::Callback;
use crate::callback::deliver::Delivered;
use crate::recording::Event;
use crate::simulator::Simulator;
use crate::state::persona::Entry;

/// All acts, for the error that lists them.
const ACTS: &str = "follow, unfollow, text, photo, voice, video, location, link, sticker, menu, scan, view, tap, \
                    raw_event, raw_message";

fn yes() -> bool {
    true
}

/// The body of `POST /_sim/act`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Act {
    pub(crate) persona: String,
    pub(crate) act: String,
    /// Answer when everything is delivered (default) or at once.
    #[serde(default = "yes")]
    wait: bool,
    pub(crate) text: Option<String>,
    /// bizmsgmenuid of a text that a tapped link sends.
    pub(crate) menu_id: Option<String>,
    pub(crate) recognition: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    pub(crate) key: Option<String>,
    pub(crate) scene: Option<Value>,
    pub(crate) scan_result: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) base64: Option<String>,
    #[serde(default)]
    pub(crate) exif: bool,
    pub(crate) event: Option<String>,
    pub(crate) msgtype: Option<String>,
    #[serde(default)]
    pub(crate) fields: Map<String, Value>,
    /// raw_message: the whole inner XML, byte for byte.
    pub(crate) xml: Option<String>,
}

/// Why an act can't be done.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Impossible {
    /// The request is wrong: 400.
    #[error("{0}")]
    Wrong(String),
    /// A phone could not do that now: 409.
    #[error("{0}")]
    Now(String),
}

impl Simulator {
    /// Does an act and reports.
    ///
    /// # Errors
    /// [`Impossible`] when the act is unknown, lacks something, or a phone could not do it now.
    pub(crate) async fn act(&self, act: Act) -> Result<Value, Impossible> {
        let callbacks = self.prepare(&act).await?;
        let msg_id = callbacks.iter().rev().find_map(|callback| callback.msg_id);
        let msg_id = msg_id.map_or(Value::Null, |id| id.to_string().into());
        if !act.wait {
            let simulator = self.clone();
            tokio::spawn(async move { simulator.deliver_all(callbacks).await });
            return Ok(json!({ "msg_id": msg_id }));
        }
        let delivered = self.deliver_all(callbacks).await;
        let shown: Vec<_> = delivered.shown.iter().map(|(seq, entry)| numbered(*seq, entry)).collect();
        let mut report = json!({
            "msg_id": msg_id,
            "deliveries": delivered.deliveries,
            "reply": delivered.reply,
            "shown": shown,
            "held": delivered.held,
        });
        if let Some(error) = delivered.error {
            report["error"] = error.into();
        }
        Ok(report)
    }

    /// Changes the state as the act does, and records it.
    async fn prepare(&self, act: &Act) -> Result<Vec<Callback>, Impossible> {
        let mut recording = self.recording().await;
        let now_ms = self.clock().now_ms();
        let mut state = self.state();
        let callbacks = plan::plan(self.account(), &mut state, self.public_base(), act, now_ms)?;
        if let Some(recording) = recording.as_mut() {
            let written = words::written(act, state.menu.as_ref());
            recording.note(now_ms, Event::Act { persona: act.persona.clone(), written });
        }
        Ok(callbacks)
    }

    /// One after the other, as the platform sends what one act causes.
    async fn deliver_all(&self, callbacks: Vec<Callback>) -> Delivered {
        let mut all = Delivered::default();
        for callback in callbacks {
            let one = self.deliver(callback).await;
            all.deliveries.extend(one.deliveries);
            all.shown.extend(one.shown);
            all.reply = one.reply.or(all.reply);
            all.held |= one.held;
            all.error = all.error.or(one.error);
        }
        all
    }
}

/// An entry with its number, as JSON.
pub(crate) fn numbered(seq: u64, entry: &Entry) -> Value {
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    value["seq"] = seq.into();
    value
}
