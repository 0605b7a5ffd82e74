//! Reading answers: errors, and values whose types the platform doesn't keep to.

use crate::errcode::ApiError;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Success of a call that gives nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// Reads JSON: an error where `errcode` is present and not 0, else the value.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let value = value(body)?;
    serde_json::from_value(value).map_err(ApiError::unreadable)
}

/// The answer's JSON object, errors turned into [`ApiError`].
fn value(body: &[u8]) -> Result<Value, ApiError> {
    let value = parse(body).map_err(ApiError::unreadable)?;
    if !value.is_object() {
        return Err(ApiError::unreadable("no object"));
    }
    error(&value).map_or(Ok(value), Err)
}

/// The body as a JSON object, `None` when it isn't one (a file may begin with a brace), errors as errors.
pub(super) fn object(body: &[u8]) -> Result<Option<Value>, ApiError> {
    match parse(body).ok().filter(Value::is_object) {
        Some(value) => error(&value).map_or(Ok(Some(value)), Err),
        None => Ok(None),
    }
}

fn parse(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|_| serde_json::from_str(&lenient(body)))
}

fn error(value: &Value) -> Option<ApiError> {
    let code = match value.get("errcode")? {
        Value::Null => return None,
        code => number(code)?,
    };
    if code == 0 {
        return None;
    }
    let mut error = ApiError::new(code, value.get("errmsg").and_then(Value::as_str).unwrap_or_default());
    error.msg_id = value.get("msg_id").and_then(as_text);
    Some(error)
}

/// Some calls used to return raw control characters inside strings, and bytes that are no UTF-8.
fn lenient(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let spaced = |c: char| if c.is_control() { ' ' } else { c };
    text.trim_start_matches('\u{feff}').chars().map(spaced).collect()
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Text that may come as a number (ids), absent or null as empty.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(as_text(&Value::deserialize(deserializer)?).unwrap_or_default())
}

/// Text that may come as a number; empty, absent and null are `None`.
pub(super) fn some_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    text(deserializer).map(|text| Some(text).filter(|text| !text.is_empty()))
}

/// A whole number that may come as text; anything else is 0.
pub(super) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(number(&Value::deserialize(deserializer)?).unwrap_or(0))
}

/// A whole number that may come as text; absent, null and anything else is `None`.
pub(super) fn some_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(number(&Value::deserialize(deserializer)?))
}

/// Whole numbers that may come as text; null is no numbers.
pub(super) fn integers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let values = Option::<Vec<Value>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(values.iter().filter_map(number).collect())
}

/// A flag that comes as 0/1, text or a boolean.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value.as_bool().unwrap_or_else(|| number(&value).is_some_and(|n| n != 0)))
}

/// Implements [`super::Request::parse`] for an answer in JSON.
macro_rules! json_answer {
    ($answer:ty) => {
        type Answer = $answer;

        fn parse(
            _content_type: Option<&str>,
            body: &[u8],
        ) -> Result<Self::Answer, $crate::errcode::ApiError> {
            $crate::client::answer::read(body)
        }
    };
}
pub(super) use json_answer;

/// Implements [`super::Request`] for a type that is its own JSON body.
macro_rules! post {
    ($request:ty, $path:literal, $answer:ty) => {
        impl $crate::client::Request for $request {
            $crate::client::answer::json_answer!($answer);

            fn call(&self) -> $crate::client::Call {
                $crate::client::Call::post($path, self)
            }
        }
    };
}
pub(super) use post;

/// Implements [`super::Request`] for a GET without parameters.
macro_rules! get {
    ($request:ty, $path:literal, $answer:ty) => {
        impl $crate::client::Request for $request {
            $crate::client::answer::json_answer!($answer);

            fn call(&self) -> $crate::client::Call {
                $crate::client::Call::get($path, Vec::new())
            }
        }
    };
}
pub(super) use get;
