//! media/upload, media/get, media/uploadimg, material/add_material.

use serde_json::{Value, json};

use super::Context;
use super::answer::{Answer, Refusal};
use super::call::Call;
use crate::random;
use crate::state::media::{Format, MediaKind, check};

/// The limit of pictures inside article bodies.
const ARTICLE_IMAGE_BYTES: usize = 1 << 20;

pub(crate) fn upload(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (kind, id) = store(context, call, false)?;
    let created_at = context.now_ms / 1_000;
    let name = if kind == MediaKind::Thumb { "thumb_media_id" } else { "media_id" };
    Ok(Answer::Json(json!({ "type": kind.word(), name: id, "created_at": created_at })))
}

pub(crate) fn add_material(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    if call.param("type") == Some("video") {
        let description = call.parts.iter().find(|part| part.name == "description").ok_or(47001)?;
        let description: Value = serde_json::from_slice(&description.bytes).map_err(|_| 47001)?;
        if description["title"].as_str().is_none_or(str::is_empty) {
            return Err(40035.into());
        }
    }
    let (kind, id) = store(context, call, true)?;
    let mut answer = json!({ "media_id": id });
    if kind == MediaKind::Image {
        answer["url"] = context.media_url(&id).into();
    }
    Ok(Answer::Json(answer))
}

pub(crate) fn upload_image(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let file = call.file("media").ok_or(41005)?;
    if file.bytes.len() >= ARTICLE_IMAGE_BYTES {
        return Err(40009.into());
    }
    let format = check(MediaKind::Image, &file.bytes, true)?;
    if !matches!(format, Format::Jpeg | Format::Png) {
        return Err(40137.into());
    }
    let id = random::media_id();
    context.state.media.put(id.clone(), MediaKind::Image, format, file.bytes.clone(), None);
    Ok(Answer::Json(json!({ "url": context.media_url(&id) })))
}

pub(crate) fn get(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("media_id").ok_or(41006)?;
    let media = context.state.media.get(id, context.now_ms).ok_or(40007)?;
    if media.kind == MediaKind::Video {
        return Ok(Answer::Json(json!({ "video_url": context.media_url(id) })));
    }
    Ok(Answer::File {
        content_type: media.format.content_type(),
        filename: format!("{id}.{}", media.format.extension()),
        bytes: media.bytes.clone(),
    })
}

fn store(context: &mut Context<'_>, call: &Call, permanent: bool) -> Result<(MediaKind, String), Refusal> {
    let kind = call.param("type").and_then(MediaKind::parse).ok_or(40004)?;
    let file = call.file("media").ok_or(41005)?;
    let format = check(kind, &file.bytes, permanent)?;
    let id = random::media_id();
    let created_ms = (!permanent).then_some(context.now_ms);
    context.state.media.put(id.clone(), kind, format, file.bytes.clone(), created_ms);
    Ok((kind, id))
}
