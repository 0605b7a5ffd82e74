//! The payloads of customer-service and mass messages, checked field by field ("发送客服消息").

use std::fmt::Write as _;

use serde_json::Value;

use super::Context;
use super::answer::Refusal;
use crate::account::Kind;
use crate::state::media::MediaKind;

/// Measured by developers; the official text gives no number.
pub(crate) const TEXT_BYTES: usize = 2_048;
const URL_BYTES: usize = 1_024;
const MENU_ITEMS: usize = 10;
const MENU_ITEM_BYTES: usize = 128;

/// A payload that passed its checks, as the phone will show it.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) msgtype: String,
    pub(crate) text: String,
    /// Path of the picture to show.
    pub(crate) picture: Option<String>,
}

/// Checks the object named like the msgtype.
///
/// # Errors
/// The errcode of the first broken rule.
pub(crate) fn check(context: &Context<'_>, body: &Value) -> Result<Payload, Refusal> {
    let msgtype = body["msgtype"].as_str().unwrap_or_default();
    let object = &body[msgtype];
    let (text, picture) = match msgtype {
        "text" => (text(object)?, None),
        "image" => picture(context, &object["media_id"])?,
        "voice" => (media(context, &object["media_id"], MediaKind::Voice)?, None),
        "video" => video(context, object)?,
        "music" => music(context, object)?,
        "news" => news(object)?,
        "mpnews" => return Err(required(&object["media_id"], 40007, 40007)),
        "mpnewsarticle" => return Err(required(&object["article_id"], 53600, 53600)),
        "msgmenu" => (menu(context, object)?, None),
        "miniprogrampage" => return Err(45064.into()),
        "wxcard" => return Err(48008.into()),
        _ => return Err(40008.into()),
    };
    Ok(Payload { msgtype: msgtype.to_owned(), text, picture })
}

/// Kinds whose object this platform knows of none: the id is missing or unknown.
fn required(id: &Value, missing: i64, unknown: i64) -> Refusal {
    if id.as_str().is_none_or(str::is_empty) { missing.into() } else { unknown.into() }
}

/// Text of 1–2,048 bytes.
pub(crate) fn text(object: &Value) -> Result<String, Refusal> {
    let content = object["content"].as_str().unwrap_or_default();
    if content.trim().is_empty() {
        Err(44004.into())
    } else if content.len() > TEXT_BYTES {
        Err(45002.into())
    } else {
        Ok(content.to_owned())
    }
}

/// A stored file of the right type, described in brackets.
pub(crate) fn media(context: &Context<'_>, id: &Value, kind: MediaKind) -> Result<String, Refusal> {
    let id = id.as_str().filter(|id| !id.is_empty()).ok_or(41006)?;
    let media = context.state.media.get(id, context.now_ms).ok_or(40007)?;
    if media.kind != kind {
        return Err(40121.into());
    }
    let word = match kind {
        MediaKind::Image => "[图片]",
        MediaKind::Voice => "[语音]",
        MediaKind::Video => "[视频]",
        MediaKind::Thumb => "[缩略图]",
    };
    Ok(word.to_owned())
}

type Shown = (String, Option<String>);

fn picture(context: &Context<'_>, id: &Value) -> Result<Shown, Refusal> {
    let text = media(context, id, MediaKind::Image)?;
    Ok((text, id.as_str().map(media_path)))
}

fn video(context: &Context<'_>, object: &Value) -> Result<Shown, Refusal> {
    let text = media(context, &object["media_id"], MediaKind::Video)?;
    thumb(context, &object["thumb_media_id"])?;
    let title = object["title"].as_str().unwrap_or_default();
    Ok((format!("{text}{title}"), object["thumb_media_id"].as_str().map(media_path)))
}

fn music(context: &Context<'_>, object: &Value) -> Result<Shown, Refusal> {
    thumb(context, &object["thumb_media_id"])?;
    let title = object["title"].as_str().unwrap_or_default();
    Ok((format!("[音乐]{title}"), None))
}

/// A thumbnail may be a thumb or an ordinary picture.
fn thumb(context: &Context<'_>, id: &Value) -> Result<(), Refusal> {
    let id = id.as_str().filter(|id| !id.is_empty()).ok_or(41006)?;
    let media = context.state.media.get(id, context.now_ms).ok_or(40007)?;
    let fits = matches!(media.kind, MediaKind::Thumb | MediaKind::Image);
    if fits { Ok(()) } else { Err(40121.into()) }
}

fn news(object: &Value) -> Result<Shown, Refusal> {
    let articles = match &object["articles"] {
        Value::Array(articles) => articles,
        Value::Null => return Err(44003.into()),
        _ => return Err(45162.into()),
    };
    let article = match articles.as_slice() {
        [] => return Err(44003.into()),
        [article] => article,
        _ => return Err(45008.into()),
    };
    let field = |name: &str| article[name].as_str().unwrap_or_default();
    if field("url").len() > URL_BYTES || field("picurl").len() > URL_BYTES {
        return Err(45005.into());
    }
    Ok((card(field("title"), field("description"), field("url")), None))
}

/// A link card as text, its title tappable.
pub(crate) fn card(title: &str, description: &str, url: &str) -> String {
    let title = title.replace(['<', '>'], "");
    let head = if url.is_empty() { title } else { format!("<a href=\"{url}\">{title}</a>") };
    if description.is_empty() { head } else { format!("{head}\n{description}") }
}

fn menu(context: &Context<'_>, object: &Value) -> Result<String, Refusal> {
    if context.account.kind == Kind::Subscription || context.account.test_account {
        return Err(40200.into());
    }
    let list = object["list"].as_array().filter(|list| !list.is_empty()).ok_or(40035)?;
    if list.len() > MENU_ITEMS {
        return Err(45098.into());
    }
    let mut text = object["head_content"].as_str().unwrap_or_default().to_owned();
    for item in list {
        let content = item["content"].as_str().unwrap_or_default();
        if content.is_empty() || content.len() > MENU_ITEM_BYTES {
            return Err(45099.into());
        }
        let id = item["id"].as_str().map_or_else(|| item["id"].to_string(), str::to_owned);
        // Writing to a String can't fail.
        let _ = write!(
            text,
            "\n<a href=\"weixin://bizmsgmenu?msgmenucontent={}&msgmenuid={id}\">{content}</a>",
            encoded(content)
        );
    }
    if let Some(tail) = object["tail_content"].as_str().filter(|tail| !tail.is_empty()) {
        let _ = write!(text, "\n{tail}");
    }
    Ok(text.trim_start_matches('\n').to_owned())
}

fn encoded(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    for c in content.chars() {
        if matches!(c, '&' | '"' | '\'' | '<' | '>' | '%' | '=' | '+') {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Where the page and the phone find a stored file.
pub(crate) fn media_path(id: &str) -> String {
    format!("/_sim/media/{id}")
}
