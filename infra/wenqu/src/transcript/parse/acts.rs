//! What a resident does.

use serde_json::{Map, Value};

use super::{cursor::Cursor, unknown};
use crate::transcript::step::Step;

const VERBS: [&str; 15] = [
    "follow", "unfollow", "text", "photo", "voice", "video", "location", "link", "sticker", "menu", "scan",
    "view", "tap", "event", "message",
];

/// `PERSONA> VERB …`
pub(super) fn parse(persona: &str, rest: &str) -> Result<Step, String> {
    let persona = persona.trim().to_owned();
    let rest = rest.trim();
    let (verb, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let words = words.trim();
    if verb == "text" && !words.starts_with('"') {
        // The rest of the line as it stands, so that nobody has to quote a sentence.
        if words.is_empty() {
            return Err("text: write what is said".to_owned());
        }
        return Ok(Step::Act { persona, act: act("text", &[("text", words.into())]) });
    }
    let mut cursor = Cursor::new(words)?;
    let act = one(verb, &mut cursor)?;
    cursor.end()?;
    Ok(Step::Act { persona, act })
}

fn one(verb: &str, cursor: &mut Cursor) -> Result<Map<String, Value>, String> {
    Ok(match verb {
        "follow" | "unfollow" | "sticker" | "video" => act(verb, &[]),
        "text" => act(verb, &[("text", cursor.quoted("what is said")?.into())]),
        "tap" => act(verb, &[("text", cursor.quoted("the link's words")?.into())]),
        "photo" => act(verb, &[("exif", cursor.take_bare("exif").into())]),
        "voice" => match cursor.next_quoted() {
            Some(words) => act(verb, &[("recognition", words.into())]),
            None => act(verb, &[]),
        },
        "location" => act(verb, &[("label", cursor.quoted("the place")?.into())]),
        "link" => {
            let title = cursor.quoted("the title")?;
            match cursor.next_quoted() {
                Some(url) => act(verb, &[("title", title.into()), ("url", url.into())]),
                None => act(verb, &[("title", title.into())]),
            }
        }
        "menu" => act(verb, &[("key", cursor.bare("the button's key")?.into())]),
        "scan" => act(verb, &[("scene", cursor.bare("the scene")?.into())]),
        "view" => act(verb, &[("url", cursor.quoted("the address")?.into())]),
        "event" => {
            let name = cursor.bare("the event's name")?;
            act("raw_event", &[("event", name.into()), ("fields", fields(cursor)?)])
        }
        "message" => {
            let kind = cursor.bare("the message's type")?;
            act("raw_message", &[("msgtype", kind.into()), ("fields", fields(cursor)?)])
        }
        "" => return Err(format!("say what is done: one of {}", VERBS.join(", "))),
        other => return Err(unknown("act", other, &VERBS)),
    })
}

fn act(verb: &str, more: &[(&str, Value)]) -> Map<String, Value> {
    let mut act = Map::from_iter([("act".to_owned(), Value::from(verb))]);
    act.extend(more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    act
}

/// `Name=Value` up to the end of the line.
fn fields(cursor: &mut Cursor) -> Result<Value, String> {
    let mut fields = Map::new();
    while let Some(word) = cursor.next_bare() {
        let (name, value) =
            word.split_once('=').ok_or_else(|| format!("write fields as Name=Value, not `{word}`"))?;
        fields.insert(name.to_owned(), value.into());
    }
    Ok(Value::Object(fields))
}
