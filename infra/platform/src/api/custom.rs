//! message/custom/send and typing: field checks, then the window ("客服消息").

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::{Context, message};
use crate::clock::beijing;
use crate::phone;
use crate::state::grants::NoGrant;
use crate::state::persona::Entry;
use crate::state::{Sent, State};

const TYPING_MS: i64 = 15_000;
const RECENT_MS: i64 = 30_000;

pub(crate) fn send(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let body = call.json.as_ref().ok_or(47001)?;
    let openid = call.touser().unwrap_or_default();
    if context.state.personas.by_openid(openid).is_none() {
        return Err(40003.into());
    }
    let payload = message::check(context, body)?;
    if body["customservice"]["kf_account"].as_str().is_some_and(|account| !account.is_empty()) {
        // No agents are simulated, so any kf_account is unknown.
        return Err(61452.into());
    }
    let now_ms = context.now_ms;
    let persona = context.state.personas.by_openid(openid).ok_or(40003)?;
    if !persona.follows() {
        return Err(45015.into());
    }
    let left = persona.grants.consume(now_ms).map_err(|none| match none {
        NoGrant::Closed => 45015,
        NoGrant::UsedUp => 45047,
    })?;
    persona.typing_until_ms = 0;
    persona.last_exchange_ms = Some(now_ms);
    persona.add(Entry {
        at_ms: now_ms,
        from: "account",
        via: "custom",
        msgtype: payload.msgtype,
        html_safe_parts: phone::parts(&payload.text),
        text: payload.text,
        picture: payload.picture,
        quota_left: Some(left),
    });
    Ok(Answer::ok())
}

/// Notes in the outbox what was sent, taken or refused.
pub(crate) fn note(state: &mut State, body: &Value, errcode: i64, error: Option<String>, now_ms: i64) {
    let openid = body["touser"].as_str().unwrap_or_default();
    let msgtype = body["msgtype"].as_str().unwrap_or_default();
    let object = &body[msgtype];
    let persona = state.personas.by_openid(openid);
    let quota_left = persona.as_ref().map(|persona| persona.grants.window(now_ms).map_or(0, |w| w.left));
    let text = object["content"]
        .as_str()
        .or_else(|| object["head_content"].as_str())
        .or_else(|| object["title"].as_str());
    let sent = Sent {
        at: beijing(now_ms),
        persona: persona.map(|persona| persona.name.clone()).unwrap_or_default(),
        openid: openid.to_owned(),
        via: "custom",
        msgtype: msgtype.to_owned(),
        text: text.unwrap_or_default().to_owned(),
        body: object.clone(),
        errcode,
        error,
        quota_left,
    };
    state.outbox.push(sent);
}

pub(crate) fn typing(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let now_ms = context.now_ms;
    let command = call.field("command").as_str().unwrap_or_default();
    let start = match command {
        "Typing" => true,
        "CancelTyping" => false,
        _ => return Err(45072.into()),
    };
    let persona = context.state.personas.by_openid(call.touser().unwrap_or_default()).ok_or(40003)?;
    if !persona.follows() || persona.grants.check(now_ms) == Err(NoGrant::Closed) {
        return Err(45015.into());
    }
    if persona.last_exchange_ms.is_none_or(|last| now_ms - last > RECENT_MS) {
        return Err(45080.into());
    }
    if start && persona.typing_until_ms > now_ms {
        return Err(45081.into());
    }
    persona.typing_until_ms = if start { now_ms + TYPING_MS } else { 0 };
    Ok(Answer::Json(json!({ "errcode": 0, "errmsg": "ok" })))
}
