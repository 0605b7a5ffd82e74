//! An act in the words of a `.chat` file (`docs/transcripts.md`).

use serde_json::{Map, Value};

use super::say::SAMPLE_PLACE;
use super::{Act, menu};
use crate::recording::quote::{has_variable, is_bare, quoted};
use crate::state::menu::Menu;

/// An act as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// `text 你好`; `None` when the format has no words for it.
    pub(crate) words: Option<String>,
    /// What is lost in writing, Chinese and English.
    pub(crate) lost: Option<&'static str>,
}

const OWN_FILE: &str = "照片换成样片 a sample picture instead of one's own";
const OWN_PLACE: &str = "坐标换成样例 sample coordinates";
const OWN_CODE: &str = "扫到的内容换成样例 a sample scan result";
const DESCRIPTION: &str = "链接的说明没有写 the link's description is left out";

/// Writes an act; `menu` is the account's, by which buttons are named.
pub(crate) fn written(act: &Act, menu: Option<&Menu>) -> Written {
    let words = words(act, menu).filter(|words| !has_variable(words));
    let lost = match act.act.as_str() {
        "photo" => act.base64.as_ref().map(|_| OWN_FILE),
        "location" => act.latitude.or(act.longitude).map(|_| OWN_PLACE),
        "link" => act.description.as_ref().map(|_| DESCRIPTION),
        "menu" => act.scan_result.as_ref().map(|_| OWN_CODE),
        _ => None,
    };
    Written { words, lost }
}

fn words(act: &Act, menu: Option<&Menu>) -> Option<String> {
    let text = act.text.as_deref();
    match act.act.as_str() {
        verb @ ("follow" | "unfollow" | "sticker" | "video") => Some(verb.to_owned()),
        "text" if act.menu_id.is_some() => Some(format!("tap {}", quoted(text?))),
        "text" => Some(said(text?)),
        "tap" => Some(format!("tap {}", quoted(text?))),
        "photo" => Some(if act.exif { "photo exif" } else { "photo" }.to_owned()),
        "voice" => Some(match &act.recognition {
            Some(recognition) => format!("voice {}", quoted(recognition)),
            None => "voice".to_owned(),
        }),
        "location" => {
            Some(format!("location {}", quoted(act.label.as_deref().or(text).unwrap_or(SAMPLE_PLACE.2))))
        }
        "link" => {
            let title = quoted(act.title.as_deref().or(text).unwrap_or("分享"));
            Some(match &act.url {
                Some(url) => format!("link {title} {}", quoted(url)),
                None => format!("link {title}"),
            })
        }
        "menu" => button(act, menu),
        "scan" => one("scan", &plain(act.scene.as_ref()?)?),
        "view" => Some(format!("view {}", quoted(act.url.as_deref().or(text)?))),
        "raw_event" => one("event", act.event.as_deref().or(text)?).and_then(|words| with_fields(words, act)),
        "raw_message" if act.xml.is_none() => {
            one("message", act.msgtype.as_deref()?).and_then(|words| with_fields(words, act))
        }
        _ => None,
    }
}

/// As it stands, unless quotes are needed to keep it.
fn said(text: &str) -> String {
    if text.contains('\n') || text.trim() != text || text.starts_with('"') {
        format!("text {}", quoted(text))
    } else {
        format!("text {text}")
    }
}

/// A button by its key; one without a key by the page that it opens.
fn button(act: &Act, menu: Option<&Menu>) -> Option<String> {
    if let Some(key) = &act.key {
        return one("menu", key);
    }
    let button = menu::find(menu?, act.text.as_deref()?)?;
    match (button["key"].as_str(), button["url"].as_str()) {
        (Some(key), _) => one("menu", key),
        (None, Some(url)) => Some(format!("view {}", quoted(url))),
        (None, None) => None,
    }
}

fn with_fields(words: String, act: &Act) -> Option<String> {
    fields(&act.fields).map(|fields| words + &fields)
}

/// ` Name=Value …`; only single words can be written.
fn fields(fields: &Map<String, Value>) -> Option<String> {
    fields.iter().try_fold(String::new(), |out, (name, value)| {
        let word = format!("{name}={}", plain(value)?);
        is_bare(&word).then(|| format!("{out} {word}"))
    })
}

fn one(verb: &str, word: &str) -> Option<String> {
    is_bare(word).then(|| format!("{verb} {word}"))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::state::menu::accept;

    fn of(act: Value) -> Written {
        let mut body = json!({ "persona": "li" });
        for (name, value) in act.as_object().unwrap() {
            body[name] = value.clone();
        }
        let menu = json!({ "button": [
            { "type": "click", "name": "查进度", "key": "progress" },
            { "type": "view", "name": "大厅", "url": "https://example.org/" },
        ] });
        written(&serde_json::from_value(body).unwrap(), Some(&accept(&menu, 1).unwrap()))
    }

    #[test]
    fn every_act_of_the_page_has_its_words() {
        for (act, words) in [
            (json!({ "act": "follow" }), "follow"),
            (json!({ "act": "text", "text": "停水了?" }), "text 停水了?"),
            (json!({ "act": "text", "text": "a\nb " }), r#"text "a\nb ""#),
            (json!({ "act": "text", "text": "\"好\"" }), r#"text "\"好\"""#),
            (json!({ "act": "text", "text": "3", "menu_id": "103" }), r#"tap "3""#),
            (json!({ "act": "tap", "text": "3" }), r#"tap "3""#),
            (json!({ "act": "photo", "exif": true }), "photo exif"),
            (json!({ "act": "voice", "recognition": "停水" }), r#"voice "停水""#),
            (json!({ "act": "location", "label": "中山路" }), r#"location "中山路""#),
            (json!({ "act": "link", "title": "t", "url": "https://a/" }), r#"link "t" "https://a/""#),
            (json!({ "act": "menu", "key": "guide" }), "menu guide"),
            (json!({ "act": "menu", "text": "查进度" }), "menu progress"),
            (json!({ "act": "menu", "text": "大厅" }), r#"view "https://example.org/""#),
            (json!({ "act": "scan", "scene": 7 }), "scan 7"),
            (
                json!({ "act": "raw_event", "event": "LOCATION", "fields": { "Latitude": 39.2 } }),
                "event LOCATION Latitude=39.2",
            ),
            (json!({ "act": "raw_message", "msgtype": "hologram" }), "message hologram"),
        ] {
            assert_eq!(of(act.clone()).words.as_deref(), Some(words), "{act}");
        }
    }

    #[test]
    fn what_the_format_has_no_words_for_is_not_made_up() {
        for act in [
            json!({ "act": "raw_message", "xml": "<xml/>" }),
            json!({ "act": "scan", "scene": "two words" }),
            json!({ "act": "text", "text": "填 {name} 吗" }),
            json!({ "act": "raw_event", "event": "X", "fields": { "A": { "B": 1 } } }),
        ] {
            assert_eq!(of(act.clone()).words, None, "{act}");
        }
        assert_eq!(of(json!({ "act": "photo", "base64": "AAAA" })).lost, Some(OWN_FILE));
    }
}
