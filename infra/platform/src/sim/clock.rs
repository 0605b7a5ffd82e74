//! `GET` and `POST /_sim/clock`: read and move the simulated time.

use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{body, wrong};
use crate::clock::{VirtualClock, beijing, from_ms, next_working_morning};
use crate::recording::Event;
use crate::simulator::Simulator;

const USE: &str = "give one of set (2026-11-24T10:05+08:00), advance (30s, 10m, 9h, 2d), advance_ms, \
                   next (\"working_morning\"), reset (true)";

pub(super) async fn get(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(shown(simulator.clock()))
}

pub(super) async fn post(Shared(simulator): Shared<Simulator>, bytes: Bytes) -> Response {
    let value = match body(&bytes) {
        Ok(value) => value,
        Err(response) => return *response,
    };
    let mut recording = simulator.recording().await;
    let before_ms = simulator.clock().now_ms();
    let by_ms = match turn(simulator.clock(), &value) {
        Ok(by_ms) => by_ms,
        Err(error) => return wrong(StatusCode::BAD_REQUEST, error),
    };
    if let Some(recording) = recording.as_mut() {
        recording.note(before_ms, Event::Clock { by_ms, to_ms: simulator.clock().now_ms() });
    }
    Json(shown(simulator.clock())).into_response()
}

fn shown(clock: &VirtualClock) -> Value {
    json!({ "now": beijing(clock.now_ms()), "offset_ms": clock.offset_ms() })
}

/// Moves the clock; tells by how much when it was moved on.
fn turn(clock: &VirtualClock, wanted: &Value) -> Result<Option<i64>, String> {
    if let Some(text) = wanted["set"].as_str() {
        clock.set(moment(text)?);
    } else if let Some(ms) = wanted["advance_ms"].as_i64() {
        clock.advance(ms);
        return Ok(Some(ms).filter(|ms| *ms > 0));
    } else if let Some(text) = wanted["advance"].as_str() {
        let ms = duration_ms(text)?;
        clock.advance(ms);
        return Ok(Some(ms).filter(|ms| *ms > 0));
    } else if wanted["next"] == "working_morning" {
        clock.set(from_ms(next_working_morning(clock.now_ms())));
    } else if wanted["reset"] == true {
        clock.reset();
    } else {
        return Err(USE.to_owned());
    }
    Ok(None)
}

/// `2026-11-24T10:05+08:00`, seconds optional.
pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| format!("{text:?} is no time with its zone, as 2026-11-24T10:05+08:00"))
}

fn duration_ms(text: &str) -> Result<i64, String> {
    let wrong = || format!("{text:?} is no duration, as 30s, 10m, 9h or 2d");
    let (last, unit) = text.char_indices().last().ok_or_else(wrong)?;
    let number: i64 = text[..last].parse().map_err(|_| wrong())?;
    let unit_ms = match unit {
        's' => 1_000,
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => return Err(wrong()),
    };
    number.checked_mul(unit_ms).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(duration_ms("9h"), Ok(32_400_000));
        assert_eq!(duration_ms("-10m"), Ok(-600_000));
        for wrong in ["", "9", "h", "9w", "九h", "99999999999999999d"] {
            assert!(duration_ms(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_clock_is_set_to_minutes_and_moved() {
        let clock = VirtualClock::new();
        turn(&clock, &json!({ "set": "2026-11-24T10:05+08:00" })).unwrap();
        assert!(beijing(clock.now_ms()).starts_with("2026-11-24T10:05:0"));
        turn(&clock, &json!({ "advance": "9h" })).unwrap();
        assert!(beijing(clock.now_ms()).starts_with("2026-11-24T19:05:0"));
        turn(&clock, &json!({ "next": "working_morning" })).unwrap();
        assert!(beijing(clock.now_ms()).starts_with("2026-11-25T08:30:0"));
        turn(&clock, &json!({ "reset": true })).unwrap();
        assert_eq!(clock.offset_ms(), 0);
        assert!(turn(&clock, &json!({ "set": "yesterday" })).is_err());
        assert!(turn(&clock, &json!({})).unwrap_err().contains("advance"));
    }
}
