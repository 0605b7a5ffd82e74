//! `GET /_sim/phone/{persona}` and `GET /_sim/personas`: what the page draws.

use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::act::numbered;
use crate::clock::beijing;
use crate::simulator::Simulator;
use crate::state::window_json;

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

pub(super) async fn phone(
    Shared(simulator): Shared<Simulator>,
    Path(name): Path<String>,
    Query(After { after }): Query<After>,
) -> Json<Value> {
    let now_ms = simulator.clock().now_ms();
    let state = simulator.state();
    let era = state.era;
    let menu = state.menu.as_ref().map(|menu| json!({ "button": menu.buttons }));
    let Some(persona) = state.personas.find(&name) else {
        return Json(json!({
            "persona": name, "label": name, "label_en": name, "follows": false, "font": "normal", "menu": menu,
            "window": null, "typing": false, "items": [], "next": 0, "era": era, "now": beijing(now_ms),
        }));
    };
    let items: Vec<_> = persona.entries.after(after).map(|(seq, entry)| numbered(seq, entry)).collect();
    Json(json!({
        "persona": persona.name,
        "label": persona.label,
        "label_en": persona.label_en,
        "openid": persona.openid,
        "follows": persona.follows(),
        "font": persona.font,
        "menu": menu,
        "window": window_json(persona.grants.window(now_ms)),
        "typing": persona.typing_until_ms > now_ms,
        "items": items,
        "next": persona.entries.last(),
        "era": era,
        "now": beijing(now_ms),
    }))
}

pub(super) async fn personas(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    let state = simulator.state();
    let personas: Vec<_> = state
        .personas
        .iter()
        .map(|persona| {
            json!({
                "name": persona.name, "label": persona.label, "label_en": persona.label_en,
                "openid": persona.openid, "follows": persona.follows(), "font": persona.font,
                "next": persona.entries.last(),
            })
        })
        .collect();
    Json(json!({ "personas": personas, "era": state.era }))
}
