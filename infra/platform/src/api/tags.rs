//! Tags and who carries them ("用户标签管理").

use serde_json::{Value, json};

use super::Context;
use super::answer::{Answer, Refusal};
use super::call::Call;
use crate::state::tags::TAGS_A_FOLLOWER;

const LIST: usize = 50;

pub(crate) fn create(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let name = call.field("tag")["name"].as_str().unwrap_or_default();
    let id = context.state.tags.create(name)?;
    Ok(Answer::Json(json!({ "tag": { "id": id, "name": name } })))
}

pub(crate) fn get(context: &mut Context<'_>, _: &Call) -> Result<Answer, Refusal> {
    let state = &context.state;
    let count = |id| state.personas.iter().filter(|persona| persona.tags.contains(&id)).count();
    let tags: Vec<_> =
        state.tags.all().map(|(id, name)| json!({ "id": id, "name": name, "count": count(id) })).collect();
    Ok(Answer::Json(json!({ "tags": tags })))
}

pub(crate) fn tag(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (openids, tag) = members(context, call)?;
    for openid in &openids {
        let persona = context.state.personas.by_openid(openid).ok_or(40003)?;
        if !persona.tags.contains(&tag) && persona.tags.len() >= TAGS_A_FOLLOWER {
            return Err(45059.into());
        }
    }
    for openid in &openids {
        if let Some(persona) = context.state.personas.by_openid(openid)
            && !persona.tags.contains(&tag)
        {
            persona.tags.push(tag);
        }
    }
    Ok(Answer::ok())
}

pub(crate) fn untag(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (openids, tag) = members(context, call)?;
    for openid in &openids {
        let persona = context.state.personas.by_openid(openid).ok_or(40003)?;
        persona.tags.retain(|carried| *carried != tag);
    }
    Ok(Answer::ok())
}

pub(crate) fn of_follower(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let openid = call.field("openid").as_str().unwrap_or_default();
    let persona = context.state.personas.by_openid(openid).ok_or(40003)?;
    Ok(Answer::Json(json!({ "tagid_list": persona.tags })))
}

pub(crate) fn followers(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let tag = tag_id(call.field("tagid")).filter(|id| context.state.tags.exists(*id)).ok_or(45159)?;
    let last = call.field("next_openid").as_str().unwrap_or_default();
    let carriers: Vec<_> = context
        .state
        .personas
        .followers()
        .into_iter()
        .filter(|persona| persona.tags.contains(&tag))
        .map(|persona| persona.openid.as_str())
        .skip_while(|openid| !last.is_empty() && *openid != last)
        .skip(usize::from(!last.is_empty()))
        .collect();
    let Some(next) = carriers.last() else {
        return Ok(Answer::Json(json!({ "count": 0, "next_openid": "" })));
    };
    Ok(Answer::Json(json!({ "count": carriers.len(), "data": { "openid": carriers }, "next_openid": next })))
}

/// Tag ids come as numbers or as strings.
pub(crate) fn tag_id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn members(context: &Context<'_>, call: &Call) -> Result<(Vec<String>, i64), Refusal> {
    let list = call.field("openid_list").as_array().ok_or(40035)?;
    if list.is_empty() || list.len() > LIST {
        return Err(40032.into());
    }
    let tag = tag_id(call.field("tagid")).filter(|id| context.state.tags.exists(*id)).ok_or(45159)?;
    let openids = list.iter().map(|openid| openid.as_str().map(str::to_owned).ok_or(40003));
    Ok((openids.collect::<Result<_, i64>>()?, tag))
}
