//! QR scenes ("生成带参数的二维码"): temporary up to 30 days, permanent for good.

use serde_json::Value;

const LONGEST_S: i64 = 2_592_000;
const DEFAULT_S: i64 = 60;
const SCENE_CHARS: usize = 64;
const PERMANENT_IDS: i64 = 100_000;

/// A code that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QrCode {
    pub(crate) ticket: String,
    pub(crate) scene: String,
    /// `None`: permanent.
    pub(crate) expires_ms: Option<i64>,
}

/// What a request for a code asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) scene: String,
    /// Life in seconds, `None` for permanent codes.
    pub(crate) life_s: Option<i64>,
}

/// Reads the body of qrcode/create.
///
/// # Errors
/// 40052 for the action name, 40053 for the scene, 40035 for the life.
pub(crate) fn wanted(body: &Value) -> Result<Wanted, i64> {
    let scene = &body["action_info"]["scene"];
    let action = body["action_name"].as_str().unwrap_or_default();
    let life = match body.get("expire_seconds") {
        None | Some(Value::Null) => DEFAULT_S,
        Some(life) => life.as_i64().filter(|life| (1..=LONGEST_S).contains(life)).ok_or(40035)?,
    };
    let (scene, permanent) = match action {
        "QR_SCENE" => (number(scene, i64::from(u32::MAX))?, false),
        "QR_LIMIT_SCENE" => (number(scene, PERMANENT_IDS)?, true),
        "QR_STR_SCENE" => (word(scene)?, false),
        "QR_LIMIT_STR_SCENE" => (word(scene)?, true),
        _ => return Err(40052),
    };
    Ok(Wanted { scene, life_s: (!permanent).then_some(life) })
}

fn number(scene: &Value, largest: i64) -> Result<String, i64> {
    let id = scene["scene_id"].as_i64().filter(|id| (1..=largest).contains(id));
    id.map(|id| id.to_string()).ok_or(40053)
}

fn word(scene: &Value) -> Result<String, i64> {
    let word = scene["scene_str"].as_str().filter(|word| (1..=SCENE_CHARS).contains(&word.chars().count()));
    word.map(str::to_owned).ok_or(40053)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_four_actions_and_their_scenes() {
        let temporary =
            json!({ "action_name": "QR_STR_SCENE", "action_info": { "scene": { "scene_str": "hall" } } });
        assert_eq!(wanted(&temporary), Ok(Wanted { scene: "hall".into(), life_s: Some(60) }));
        let permanent =
            json!({ "action_name": "QR_LIMIT_SCENE", "action_info": { "scene": { "scene_id": 7 } } });
        assert_eq!(wanted(&permanent), Ok(Wanted { scene: "7".into(), life_s: None }));
        let too_high =
            json!({ "action_name": "QR_LIMIT_SCENE", "action_info": { "scene": { "scene_id": 100_001 } } });
        assert_eq!(wanted(&too_high), Err(40053));
        assert_eq!(wanted(&json!({ "action_name": "QR" })), Err(40052));
        let too_long = json!({ "expire_seconds": 2_592_001, "action_name": "QR_SCENE", "action_info": { "scene": { "scene_id": 7 } } });
        assert_eq!(wanted(&too_long), Err(40035));
    }
}
