//! The menu of menu/create and its limits ("创建自定义菜单"): 1–3 buttons, 1–5 below each, two levels,
//! names of 16 and 60 bytes, keys of 128, urls of 1024. Types are lower case.

use serde_json::{Value, json};

const TOP_BUTTONS: usize = 3;
const SUB_BUTTONS: usize = 5;
const TOP_NAME_BYTES: usize = 16;
const SUB_NAME_BYTES: usize = 60;
const KEY_BYTES: usize = 128;
const URL_BYTES: usize = 1024;

/// Types that carry a key.
const KEYED: [&str; 7] = [
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
];

/// A menu that was accepted.
#[derive(Clone, Debug)]
pub(crate) struct Menu {
    pub(crate) id: u64,
    /// As sent, leaves with an empty `sub_button`, as menu/get answers.
    pub(crate) buttons: Vec<Value>,
}

/// The errcodes of one level.
struct Codes {
    kind: i64,
    name: i64,
    key: i64,
    url: i64,
    name_bytes: usize,
}

const TOP: Codes = Codes { kind: 40017, name: 40018, key: 40019, url: 40020, name_bytes: TOP_NAME_BYTES };
const SUB: Codes = Codes { kind: 40024, name: 40025, key: 40026, url: 40027, name_bytes: SUB_NAME_BYTES };

/// Checks the body of menu/create and keeps its buttons.
///
/// # Errors
/// The errcode of the first broken rule.
pub(crate) fn accept(body: &Value, id: u64) -> Result<Menu, i64> {
    let buttons = body.get("button").and_then(Value::as_array).ok_or(40016)?;
    if buttons.is_empty() || buttons.len() > TOP_BUTTONS {
        return Err(40016);
    }
    let buttons = buttons.iter().map(top).collect::<Result<_, _>>()?;
    Ok(Menu { id, buttons })
}

fn top(button: &Value) -> Result<Value, i64> {
    match button.get("sub_button").and_then(Value::as_array) {
        Some(below) if !below.is_empty() => {
            name(button, &TOP)?;
            if below.len() > SUB_BUTTONS {
                return Err(40023);
            }
            let below = below.iter().map(sub).collect::<Result<Vec<_>, _>>()?;
            Ok(json!({ "name": button["name"], "sub_button": below }))
        }
        _ => leaf(button, &TOP),
    }
}

fn sub(button: &Value) -> Result<Value, i64> {
    let deeper = button.get("sub_button").and_then(Value::as_array);
    if deeper.is_some_and(|below| !below.is_empty()) {
        return Err(40022);
    }
    leaf(button, &SUB)
}

fn leaf(button: &Value, codes: &Codes) -> Result<Value, i64> {
    name(button, codes)?;
    let kind = text(button, "type").ok_or(codes.kind)?;
    if kind.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(65318);
    }
    match kind {
        kind if KEYED.contains(&kind) => sized(button, "key", KEY_BYTES, codes.key)?,
        "view" => address(button, codes)?,
        "miniprogram" => {
            address(button, codes)?;
            sized(button, "appid", 64, codes.kind)?;
            sized(button, "pagepath", URL_BYTES, codes.kind)?;
        }
        "media_id" | "view_limited" => sized(button, "media_id", 256, 40007)?,
        "article_id" | "article_view_limited" => sized(button, "article_id", 256, 53600)?,
        _ => return Err(codes.kind),
    }
    let mut kept = button.clone();
    kept["sub_button"] = json!([]);
    Ok(kept)
}

fn name(button: &Value, codes: &Codes) -> Result<(), i64> {
    sized(button, "name", codes.name_bytes, codes.name)
}

fn address(button: &Value, codes: &Codes) -> Result<(), i64> {
    sized(button, "url", URL_BYTES, codes.url)?;
    let url = text(button, "url").unwrap_or_default();
    let web = url.starts_with("http://") || url.starts_with("https://");
    if web { Ok(()) } else { Err(if codes.url == 40020 { 40055 } else { 40054 }) }
}

fn sized(button: &Value, field: &str, limit_bytes: usize, code: i64) -> Result<(), i64> {
    let length = text(button, field).map_or(0, str::len);
    if (1..=limit_bytes).contains(&length) { Ok(()) } else { Err(code) }
}

fn text<'a>(button: &'a Value, field: &str) -> Option<&'a str> {
    button.get(field).and_then(Value::as_str)
}

impl Menu {
    /// The leaves with the name of the button above them.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = (Option<&str>, &Value)> {
        self.buttons.iter().flat_map(|button| {
            let below = button["sub_button"].as_array().filter(|below| !below.is_empty());
            match below {
                Some(below) => below.iter().map(|leaf| (text(button, "name"), leaf)).collect::<Vec<_>>(),
                None => vec![(None, button)],
            }
        })
    }

    /// The form of get_current_selfmenu_info: `sub_button.list` instead of an array.
    pub(crate) fn self_menu(&self) -> Value {
        let bare = |leaf: &Value| {
            let mut leaf = leaf.clone();
            if let Some(fields) = leaf.as_object_mut() {
                fields.remove("sub_button");
            }
            leaf
        };
        let buttons: Vec<_> = self
            .buttons
            .iter()
            .map(|button| match button["sub_button"].as_array() {
                Some(below) if !below.is_empty() => {
                    let list: Vec<_> = below.iter().map(bare).collect();
                    json!({ "name": button["name"], "sub_button": { "list": list } })
                }
                _ => bare(button),
            })
            .collect();
        json!({ "button": buttons })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn click(name: &str, key: &str) -> Value {
        json!({ "type": "click", "name": name, "key": key })
    }

    fn refused(buttons: Value) -> i64 {
        accept(&json!({ "button": buttons }), 1).unwrap_err()
    }

    #[test]
    fn three_by_five_is_accepted_and_more_is_not() {
        let column = json!({ "name": "今日服务", "sub_button": (0..5).map(|n| click(&format!("第{n}项"), "k")).collect::<Vec<_>>() });
        let menu = accept(&json!({ "button": [column, column, column] }), 7).unwrap();
        assert_eq!(menu.leaves().count(), 15);
        assert_eq!(menu.id, 7);
        assert_eq!(refused(json!([column, column, column, column])), 40016);
        let six: Vec<_> = (0..6).map(|_| click("a", "k")).collect();
        assert_eq!(refused(json!([{ "name": "a", "sub_button": six }])), 40023);
        assert_eq!(refused(json!([])), 40016);
    }

    #[test]
    fn names_are_counted_in_bytes() {
        assert!(accept(&json!({ "button": [click("五个汉字啊", "k")] }), 1).is_ok());
        assert_eq!(refused(json!([click("六个汉字太长", "k")])), 40018);
        let long = "长".repeat(21);
        assert_eq!(refused(json!([{ "name": "a", "sub_button": [click(&long, "k")] }])), 40025);
    }

    #[test]
    fn keys_urls_and_types_have_their_codes() {
        assert_eq!(refused(json!([click("a", &"k".repeat(129))])), 40019);
        assert_eq!(refused(json!([{ "name": "a", "sub_button": [click("b", "")] }])), 40026);
        let long = format!("https://a.cn/{}", "x".repeat(1024));
        assert_eq!(refused(json!([{ "type": "view", "name": "a", "url": long }])), 40020);
        assert_eq!(refused(json!([{ "type": "view", "name": "a", "url": "ftp://a" }])), 40055);
        assert_eq!(refused(json!([{ "type": "Click", "name": "a", "key": "k" }])), 65318);
        assert_eq!(refused(json!([{ "type": "poke", "name": "a", "key": "k" }])), 40017);
        let third =
            json!([{ "name": "a", "sub_button": [{ "name": "b", "sub_button": [click("c", "k")] }] }]);
        assert_eq!(refused(third), 40022);
    }

    #[test]
    fn the_self_menu_wraps_lists() {
        let menu =
            accept(&json!({ "button": [{ "name": "a", "sub_button": [click("b", "k")] }] }), 1).unwrap();
        let list = &menu.self_menu()["button"][0]["sub_button"]["list"];
        assert_eq!(list[0], click("b", "k"));
    }
}
