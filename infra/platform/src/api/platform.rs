//! Calls about the platform itself: addresses, the callback check, quotas, rids, QR scenes.

use serde_json::json;

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::{Context, routes, token};
use crate::random;
use crate::state::qr::{QrCode, wanted};

/// Stands for "no daily limit" in quota/get.
const UNLIMITED: u32 = 10_000_000;

pub(crate) fn callback_ip(_: &mut Context<'_>, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::Json(json!({ "ip_list": ["127.0.0.1", "127.0.0.0/8"] })))
}

pub(crate) fn callback_check(_: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let action = call.field("action").as_str().unwrap_or_default();
    if !matches!(action, "dns" | "ping" | "all") {
        return Err(40202.into());
    }
    let operator = call.field("check_operator").as_str().unwrap_or("DEFAULT");
    if !matches!(operator, "CHINANET" | "UNICOM" | "CAP" | "DEFAULT") {
        return Err(40203.into());
    }
    let mut answer = json!({});
    if action != "ping" {
        answer["dns"] = json!([{ "ip": "127.0.0.1", "real_operator": operator }]);
    }
    if action != "dns" {
        let ping =
            json!({ "ip": "127.0.0.1", "from_operator": operator, "package_loss": "0%", "time": "0.100ms" });
        answer["ping"] = json!([ping]);
    }
    Ok(Answer::Json(answer))
}

pub(crate) fn clear_quota(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    if call.field("appid").as_str() != Some(&context.account.app_id) {
        return Err(40013.into());
    }
    cleared(context)
}

pub(crate) fn clear_quota_by_secret(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    token::identity(context, call, call.field("appid").as_str(), call.field("appsecret").as_str())?;
    cleared(context)
}

fn cleared(context: &mut Context<'_>) -> Result<Answer, Refusal> {
    if context.state.quota.clear(context.now_ms) { Ok(Answer::ok()) } else { Err(48006.into()) }
}

pub(crate) fn quota(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let path = call.field("cgi_path").as_str().unwrap_or_default();
    let route = routes::find(path).ok_or(76021)?;
    let limit = route.limits(context.account.test_account).per_day.unwrap_or(UNLIMITED);
    let used = context.state.quota.used(route.path, context.now_ms);
    let quota = json!({ "daily_limit": limit, "used": used, "remain": limit.saturating_sub(used) });
    Ok(Answer::Json(json!({ "errcode": 0, "errmsg": "ok", "quota": quota })))
}

pub(crate) fn rid(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let rid = call.field("rid").as_str().unwrap_or_default();
    let request = context.state.rids.get(rid, context.now_ms).ok_or(40035)?;
    Ok(Answer::Json(json!({ "errcode": 0, "errmsg": "ok", "request": request })))
}

pub(crate) fn qr_code(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let wanted = wanted(call.json.as_ref().unwrap_or(&serde_json::Value::Null))?;
    let ticket = random::media_id();
    let expires_ms = wanted.life_s.map(|life| context.now_ms + life * 1_000);
    context.state.codes.push(QrCode { ticket: ticket.clone(), scene: wanted.scene, expires_ms });
    let mut answer = json!({ "ticket": ticket, "url": format!("{}/_sim/qr/{ticket}", context.public_base) });
    if let Some(life) = wanted.life_s {
        answer["expire_seconds"] = life.into();
    }
    Ok(Answer::Json(answer))
}
