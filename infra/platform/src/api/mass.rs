//! message/mass/*: jobs are accepted at once and finish with MASSSENDJOBFINISH a moment later ("群发消息").

use serde_json::{Value, json};
use wechat::signature;

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::message::{self, Payload};
use super::tags::tag_id;
use super::{Context, Later};
use crate::account::Kind;
use crate::clock::{beijing, beijing_month};
use crate::phone;
use crate::state::mass::{Audience, JobState, PER_FOLLOWER_MONTH, Refused};
use crate::state::media::MediaKind;
use crate::state::persona::{Entry, Persona};
use crate::state::{Sent, State};

const CLIENT_ID_BYTES: usize = 64;
const OPENIDS: usize = 10_000;

/// What a job will do when it finishes.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) msg_id: u64,
    recipients: Vec<String>,
    payload: Payload,
    body: Value,
}

/// The counts of MASSSENDJOBFINISH.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) total: usize,
    pub(crate) filtered: usize,
    pub(crate) sent: usize,
}

pub(crate) fn send_all(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    if context.account.test_account {
        return Err(45028.into());
    }
    let filter = call.field("filter");
    let to_all = filter["is_to_all"] == Value::Bool(true);
    let tag = tag_id(&filter["tag_id"]);
    if !to_all && !tag.is_some_and(|tag| context.state.tags.exists(tag)) {
        return Err(45159.into());
    }
    let carries = |persona: &&Persona| to_all || tag.is_some_and(|tag| persona.tags.contains(&tag));
    let followers = context.state.personas.followers();
    let recipients = followers.into_iter().filter(carries).map(|persona| persona.openid.clone()).collect();
    let audience = if to_all { Audience::All } else { Audience::Some };
    accept(context, call, audience, recipients)
}

pub(crate) fn send(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let list = call.field("touser").as_array().ok_or(40031)?;
    if list.len() < 2 {
        return Err(40130.into());
    }
    if list.len() > OPENIDS {
        return Err(40032.into());
    }
    let recipients = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    accept(context, call, Audience::Some, recipients)
}

pub(crate) fn preview(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let payload = payload(context, call.json.as_ref().unwrap_or(&Value::Null))?;
    let openid = call.touser().unwrap_or_default();
    let name = call.field("towxname").as_str().unwrap_or_default();
    let now_ms = context.now_ms;
    let personas = &mut context.state.personas;
    let persona = match personas.find(name) {
        Some(named) => {
            let openid = named.openid.clone();
            personas.by_openid(&openid)
        }
        None => personas.by_openid(openid),
    };
    let persona = persona.ok_or(if name.is_empty() { 40003 } else { 40132 })?;
    if !persona.follows() {
        return Err(43004.into());
    }
    show(persona, &payload, now_ms);
    Ok(Answer::ok())
}

pub(crate) fn get(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let id = call.field("msg_id");
    let id = id.as_u64().or_else(|| id.as_str()?.parse().ok()).ok_or(40059)?;
    let job = context.state.mass.get(id).ok_or(40059)?;
    let status = if job.state == JobState::Sending { "SENDING" } else { "SEND_SUCCESS" };
    Ok(Answer::Json(json!({ "msg_id": id, "msg_status": status })))
}

fn accept(
    context: &mut Context<'_>,
    call: &Call,
    audience: Audience,
    recipients: Vec<String>,
) -> Result<Answer, Refusal> {
    let body = call.json.clone().unwrap_or_default();
    let payload = payload(context, &body)?;
    let given = body["clientmsgid"].as_str().unwrap_or_default();
    if given.len() > CLIENT_ID_BYTES {
        return Err(45067.into());
    }
    // Without an id of its own the platform derives one from audience and content.
    let derived = signature::sign(&[&body["filter"].to_string(), &recipients.concat(), &payload.text]);
    let client_id = if given.is_empty() { &derived } else { given };
    let msg_id = context.state.fresh_msg_id();
    let accepted =
        context.state.mass.accept(context.account.kind, client_id, audience, msg_id, context.now_ms);
    accepted.map_err(|refused| match refused {
        Refused::TooFast => 45066.into(),
        Refused::NoQuota => Refusal::from(45028),
        Refused::Duplicate(earlier) => {
            let mut refusal = Refusal::from(45065);
            refusal.more.insert("msg_id".to_owned(), earlier.into());
            refusal
        }
    })?;
    context.later.push(Later::Mass(Delivery { msg_id, recipients, payload, body }));
    let message = "send job submission success";
    Ok(Answer::Json(json!({ "errcode": 0, "errmsg": message, "msg_id": msg_id })))
}

/// `images.media_ids` is the mass form of a picture; the rest is as in customer-service messages.
fn payload(context: &Context<'_>, body: &Value) -> Result<Payload, Refusal> {
    let msgtype = body["msgtype"].as_str().unwrap_or_default();
    match (msgtype, &body["images"]["media_ids"]) {
        ("text" | "voice", _) | ("image", Value::Null) => message::check(context, body),
        ("image", ids) => {
            let ids = ids.as_array().filter(|ids| !ids.is_empty()).ok_or(41006)?;
            for id in ids {
                message::media(context, id, MediaKind::Image)?;
            }
            let picture = ids[0].as_str().map(message::media_path);
            Ok(Payload { msgtype: msgtype.to_owned(), text: "[图片]".to_owned(), picture })
        }
        ("mpnews", _) => Err(40007.into()),
        _ => Err(40008.into()),
    }
}

fn show(persona: &mut Persona, payload: &Payload, now_ms: i64) {
    persona.add(Entry {
        at_ms: now_ms,
        from: "account",
        via: "mass",
        msgtype: payload.msgtype.clone(),
        text: payload.text.clone(),
        html_safe_parts: phone::parts(&payload.text),
        picture: payload.picture.clone(),
        quota_left: None,
    });
}

/// The job runs: everybody who still follows and is under the month's cap gets the message.
pub(crate) fn finish(state: &mut State, kind: Kind, delivery: &Delivery, now_ms: i64) -> Counts {
    let month = beijing_month(now_ms);
    let mut counts = Counts { total: delivery.recipients.len(), filtered: 0, sent: 0 };
    for openid in &delivery.recipients {
        let Some(persona) = state.personas.by_openid(openid).filter(|persona| persona.follows()) else {
            continue;
        };
        if persona.mass_month.0 != month {
            persona.mass_month = (month, 0);
        }
        if kind == Kind::Service && persona.mass_month.1 >= PER_FOLLOWER_MONTH {
            continue;
        }
        persona.mass_month.1 += 1;
        counts.filtered += 1;
        counts.sent += 1;
        show(persona, &delivery.payload, now_ms);
        let sent = Sent {
            at: beijing(now_ms),
            persona: persona.name.clone(),
            openid: openid.clone(),
            via: "mass",
            msgtype: delivery.payload.msgtype.clone(),
            text: delivery.payload.text.clone(),
            body: delivery.body.clone(),
            errcode: 0,
            error: None,
            quota_left: None,
        };
        state.outbox.push(sent);
    }
    state.mass.finish(delivery.msg_id);
    counts
}
