//! user/get, user/info, user/info/batchget, user/info/updateremark ("获取用户基本信息").
//!
//! Nickname, portrait, sex and region have been empty since 27 December 2021.

use serde_json::{Value, json};

use super::Context;
use super::answer::{Answer, Refusal};
use super::call::Call;
use crate::state::persona::Persona;

const PAGE: usize = 10_000;
const BATCH: usize = 100;
const REMARK_CHARS: usize = 30;

pub(crate) fn list(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let followers = context.state.personas.followers();
    let start = match call.param("next_openid") {
        None => 0,
        Some(last) => followers.iter().position(|follower| follower.openid == last).ok_or(40003)? + 1,
    };
    let page: Vec<_> =
        followers[start..].iter().take(PAGE).map(|follower| follower.openid.as_str()).collect();
    let total = followers.len();
    let Some(last) = page.last() else {
        return Ok(Answer::Json(json!({ "total": total, "count": 0, "next_openid": "" })));
    };
    let answer =
        json!({ "total": total, "count": page.len(), "data": { "openid": page }, "next_openid": last });
    Ok(Answer::Json(answer))
}

pub(crate) fn info(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let openid = call.param("openid").unwrap_or_default();
    let persona = context.state.personas.by_openid(openid).ok_or(40003)?;
    Ok(Answer::Json(profile(persona)))
}

pub(crate) fn batch(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let wanted = call.field("user_list").as_array().ok_or(40035)?;
    if wanted.is_empty() || wanted.len() > BATCH {
        return Err(40032.into());
    }
    let mut found = Vec::with_capacity(wanted.len());
    for one in wanted {
        let openid = one["openid"].as_str().unwrap_or_default();
        found.push(profile(context.state.personas.by_openid(openid).ok_or(40003)?));
    }
    Ok(Answer::Json(json!({ "user_info_list": found })))
}

pub(crate) fn remark(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let remark = call.field("remark").as_str().unwrap_or_default();
    if remark.chars().count() >= REMARK_CHARS {
        return Err(40035.into());
    }
    let openid = call.field("openid").as_str().unwrap_or_default();
    let persona = context.state.personas.by_openid(openid).ok_or(40003)?;
    persona.remark = remark.to_owned();
    Ok(Answer::ok())
}

fn profile(persona: &Persona) -> Value {
    if !persona.follows() {
        return json!({ "subscribe": 0, "openid": persona.openid });
    }
    let scene = persona.followed_by.scene.as_deref();
    let number = scene.and_then(|scene| scene.parse::<u32>().ok());
    let mut profile = json!({
        "subscribe": 1,
        "openid": persona.openid,
        "nickname": "", "sex": 0, "city": "", "province": "", "country": "", "headimgurl": "",
        "subscribe_time": persona.followed_ms / 1_000,
        "remark": persona.remark,
        "groupid": 0,
        "tagid_list": persona.tags,
        "subscribe_scene": if scene.is_some() { "ADD_SCENE_QR_CODE" } else { "ADD_SCENE_SEARCH" },
        "qr_scene": number.unwrap_or(0),
        "qr_scene_str": scene.filter(|_| number.is_none()).unwrap_or_default(),
    });
    if let Some(language) = persona.language {
        profile["language"] = language.into();
    }
    profile
}
