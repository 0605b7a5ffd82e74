//! The menu. Sources: `/cgi-bin/menu/create`, `…/get`, `…/delete`, `/cgi-bin/get_current_selfmenu_info`.

use super::{Call, Done, Request, answer, answer::json_answer};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A button. A parent has only `name` and `sub_button`; a leaf has a `type` (lower case) and what that needs.
/// What else the platform says about it (`value`, `news_info`, `media_id`, …) is in `extra`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// `click`, `view`, `miniprogram`, …; `None` for a parent.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// At most 16 bytes at the top, 60 bytes below.
    #[serde(default)]
    pub name: String,
    /// At most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// At most 1024 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Appid of a mini program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// Path within it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagepath: Option<String>,
    /// At most 5. An array in create and get, an object with `list` in `get_current_selfmenu_info`.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "sub_buttons")]
    pub sub_button: Vec<Button>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn sub_buttons<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Button>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Array(Vec<Button>),
        List {
            #[serde(default)]
            list: Vec<Button>,
        },
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::Array(buttons) | Either::List { list: buttons } => buttons,
    })
}

/// POST `/cgi-bin/menu/create`: replaces the default menu. 1 to 3 buttons; 1000 calls a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MenuCreate {
    /// The buttons.
    pub button: Vec<Button>,
}

impl Request for MenuCreate {
    json_answer!(Done);

    fn call(&self) -> Call {
        Call::post("/cgi-bin/menu/create", self)
    }
}

/// A menu made through the API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Menu {
    /// The buttons.
    #[serde(default)]
    pub button: Vec<Button>,
    /// Its id, where given.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub menuid: Option<String>,
}

/// A menu for some followers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionalMenu {
    /// The buttons.
    #[serde(default)]
    pub button: Vec<Button>,
    /// For whom; values are strings.
    #[serde(default)]
    pub matchrule: Map<String, Value>,
    /// Its id.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub menuid: Option<String>,
}

/// What [`MenuGet`] answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Menus {
    /// The default menu.
    #[serde(default)]
    pub menu: Menu,
    /// The others, the newest first.
    #[serde(default)]
    pub conditionalmenu: Vec<ConditionalMenu>,
}

/// GET `/cgi-bin/menu/get`: menus made through the API. No menu is 46003, class
/// [`crate::errcode::Class::Empty`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuGet;

impl Request for MenuGet {
    json_answer!(Menus);

    fn call(&self) -> Call {
        Call::get("/cgi-bin/menu/get", Vec::new())
    }
}

/// GET `/cgi-bin/menu/delete`: the default menu and all conditional ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuDelete;

impl Request for MenuDelete {
    json_answer!(Done);

    fn call(&self) -> Call {
        Call::get("/cgi-bin/menu/delete", Vec::new())
    }
}

/// GET `/cgi-bin/get_current_selfmenu_info`: also menus made in the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentSelfMenu;

/// What [`CurrentSelfMenu`] answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelfMenu {
    /// Whether a menu is shown.
    #[serde(default, deserialize_with = "answer::flag")]
    pub is_menu_open: bool,
    /// The menu.
    #[serde(default)]
    pub selfmenu_info: Menu,
}

impl Request for CurrentSelfMenu {
    json_answer!(SelfMenu);

    fn call(&self) -> Call {
        Call::get("/cgi-bin/get_current_selfmenu_info", Vec::new())
    }
}
