//! Taps in the menu bar ("自定义菜单事件推送").

use serde_json::{Value, json};
use wechat::signature::sign;

use super::Impossible;
use super::plan::Plan;
use crate::callback::Callback;
use crate::state::grants::Trigger;
use crate::state::menu::Menu;

/// Taps the button with the act's key, or named by its text ("名" or "父/名").
///
/// A key that is not in the menu is sent too: phones keep a menu for minutes after it changed.
pub(super) fn tap(plan: &mut Plan<'_>) -> Result<Vec<Callback>, Impossible> {
    plan.writes()?;
    let wanted = plan.act.key.clone().or_else(|| plan.act.text.clone());
    let wanted =
        wanted.ok_or_else(|| Impossible::Wrong("menu: give the key, or the name as text".to_owned()))?;
    let button = plan.state.menu.as_ref().and_then(|menu| find(menu, &wanted));
    let button = match (button, plan.act.key.is_some()) {
        (Some(button), _) => button,
        (None, true) => json!({ "type": "click", "name": wanted, "key": wanted }),
        (None, false) => return Err(Impossible::Wrong(no_such_button(plan.state.menu.as_ref(), &wanted))),
    };
    press(plan, &button)
}

fn press(plan: &mut Plan<'_>, button: &Value) -> Result<Vec<Callback>, Impossible> {
    let text = |field: &str| button[field].as_str().unwrap_or_default().to_owned();
    let (kind, key) = (text("type"), text("key"));
    let menu_id = plan.state.menu.as_ref().map_or(0, |menu| menu.id);
    plan.notes(&format!("菜单 · {}", text("name")));
    match kind.as_str() {
        "click" => {
            plan.opens(Trigger::Menu);
            Ok(vec![plan.event("CLICK", json!({ "EventKey": key }))])
        }
        "view" => Ok(vec![plan.event("VIEW", json!({ "EventKey": text("url"), "MenuId": menu_id }))]),
        "miniprogram" => {
            let fields = json!({ "EventKey": text("pagepath"), "MenuId": menu_id });
            Ok(vec![plan.event("view_miniprogram", fields)])
        }
        "scancode_push" | "scancode_waitmsg" => {
            plan.opens(Trigger::Menu);
            let result = plan.act.scan_result.clone().unwrap_or_else(|| "https://example.org/".to_owned());
            let scanned = json!({ "ScanType": "qrcode", "ScanResult": result });
            Ok(vec![plan.event(&kind, json!({ "EventKey": key, "ScanCodeInfo": scanned }))])
        }
        "pic_sysphoto" | "pic_photo_or_album" | "pic_weixin" => {
            let item = json!({ "PicMd5Sum": &sign(&[&key, &plan.now_ms.to_string()])[..32] });
            let pictures = json!({ "Count": 1, "PicList": { "item": [item] } });
            let event = plan.event(&kind, json!({ "EventKey": key, "SendPicsInfo": pictures }));
            Ok(std::iter::once(event).chain(plan.photo()?).collect())
        }
        "location_select" => {
            let (latitude, longitude, label) = plan.place();
            let place = json!({
                "Location_X": latitude, "Location_Y": longitude, "Scale": 15, "Label": label, "Poiname": "",
            });
            let event = plan.event(&kind, json!({ "EventKey": key, "SendLocationInfo": place }));
            Ok(std::iter::once(event).chain(plan.location()?).collect())
        }
        // media_id, article_id and their kin: the platform shows the material and tells nobody.
        _ => Ok(Vec::new()),
    }
}

pub(super) fn find(menu: &Menu, wanted: &str) -> Option<Value> {
    let path = |parent: Option<&str>, name: &str| match parent {
        Some(parent) => [format!("{parent}/{name}"), format!("{parent}→{name}")],
        None => [name.to_owned(), name.to_owned()],
    };
    let fits = |parent: Option<&str>, leaf: &Value| {
        let name = leaf["name"].as_str().unwrap_or_default();
        leaf["key"].as_str() == Some(wanted)
            || name == wanted
            || path(parent, name).iter().any(|p| p == wanted)
    };
    menu.leaves().find(|(parent, leaf)| fits(*parent, leaf)).map(|(_, leaf)| leaf.clone())
}

fn no_such_button(menu: Option<&Menu>, wanted: &str) -> String {
    match menu {
        None => format!("the account has no menu, so nothing is named {wanted:?}"),
        Some(menu) => {
            let names: Vec<_> = menu.leaves().filter_map(|(_, leaf)| leaf["name"].as_str()).collect();
            format!("no button is named {wanted:?}; there are {}", names.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::menu::accept;

    #[test]
    fn a_button_is_found_by_key_name_or_path() {
        let body = json!({ "button": [
            { "name": "今日服务", "sub_button": [{ "type": "click", "name": "今日提醒", "key": "topic_1" }] },
            { "type": "click", "name": "查进度", "key": "progress" },
        ] });
        let menu = accept(&body, 1).unwrap();
        for wanted in ["topic_1", "今日提醒", "今日服务/今日提醒", "今日服务→今日提醒"]
        {
            assert_eq!(find(&menu, wanted).unwrap()["key"], "topic_1", "{wanted}");
        }
        assert_eq!(find(&menu, "查进度").unwrap()["key"], "progress");
        assert!(find(&menu, "今日服务").is_none(), "a parent only opens");
        assert!(no_such_button(Some(&menu), "x").contains("查进度"));
    }
}
