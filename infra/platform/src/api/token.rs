//! token and stable_token ("获取接口调用凭据", "获取稳定版接口调用凭据").

use serde_json::{Value, json};

use super::Context;
use super::answer::{Answer, Refusal};
use super::call::Call;
use crate::random;

pub(crate) fn classic(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    credentials(context, call, call.param("appid"), call.param("secret"), call.param("grant_type"))?;
    let (token, seconds) = context.state.tokens.classic(random::access_token(), context.now_ms);
    Ok(answer(&token, seconds))
}

pub(crate) fn stable(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let word = |name| call.field(name).as_str().filter(|word| !word.is_empty());
    credentials(context, call, word("appid"), word("secret"), word("grant_type"))?;
    let forced = call.field("force_refresh") == &Value::Bool(true);
    let (tokens, now_ms, fresh) = (&mut context.state.tokens, context.now_ms, random::access_token());
    let (token, seconds) =
        if forced { tokens.forced(fresh, now_ms).map_err(|_| 45009)? } else { tokens.stable(fresh, now_ms) };
    Ok(answer(&token, seconds))
}

fn answer(token: &str, seconds: i64) -> Answer {
    Answer::Json(json!({ "access_token": token, "expires_in": seconds }))
}

fn credentials(
    context: &Context<'_>,
    call: &Call,
    app_id: Option<&str>,
    secret: Option<&str>,
    grant_type: Option<&str>,
) -> Result<(), Refusal> {
    identity(context, call, app_id, secret)?;
    if grant_type == Some("client_credential") { Ok(()) } else { Err(40002.into()) }
}

/// Checks appid, address and secret: 41002, 41004, 40013, 40164, 40125.
pub(crate) fn identity(
    context: &Context<'_>,
    call: &Call,
    app_id: Option<&str>,
    secret: Option<&str>,
) -> Result<(), Refusal> {
    let (app_id, secret) = (app_id.ok_or(41002)?, secret.ok_or(41004)?);
    if app_id != context.account.app_id {
        return Err(40013.into());
    }
    let address = call.peer.to_string();
    if context.account.ip_whitelist && !context.account.whitelisted.contains(&address) {
        return Err(not_whitelisted(&address));
    }
    if secret == context.account.app_secret { Ok(()) } else { Err(40125.into()) }
}

/// 40164 with the address in the form of today's errmsg.
pub(crate) fn not_whitelisted(address: &str) -> Refusal {
    Refusal::because(40164, format!("invalid ip {address} ipv6 ::ffff:{address}, not in whitelist"))
}
