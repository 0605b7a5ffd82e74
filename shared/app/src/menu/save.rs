//! An officer changes the draft.

use domain::{
    menu::{Button, COLUMNS, Fault, Flaw, ROWS},
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, MenuDraft, load},
};

/// Largest draft, in bytes of JSON.
const MAX_BYTES: usize = 40_000;

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// The buttons.
    pub button: Vec<Button>,
    /// The edition that the editor has seen; `None`: whatever is there.
    pub seen: Option<u64>,
}

/// Keeps the draft, whatever is still to be mended in it; more buttons than there can be, or a draft of unreasonable
/// size, are refused.
///
/// # Errors
/// `Stale` when somebody else has changed it since `seen`; `Input`, `Denied`, `Contended`, `Table`.
pub async fn save(app: &App, actor: &Actor, save: Save) -> Result<MenuDraft, AppError> {
    actor.require(Permission::EditContent)?;
    arranged(&save.button)?;
    retrying(|| attempt(app, actor, &save)).await
}

pub(super) async fn attempt(app: &App, actor: &Actor, save: &Save) -> Result<MenuDraft, AppError> {
    let table = app.table.as_ref();
    let found = load::<MenuDraft>(table, &keys::menu_draft()).await?;
    let edition = found.as_ref().map_or(0, |row| row.value.edition);
    if save.seen.is_some_and(|seen| seen != edition) {
        return Err(AppError::Stale);
    }
    let draft = MenuDraft {
        edition: edition + 1,
        button: save.button.clone(),
        edited_at: app.clock.now(),
        edited_by: actor.login.clone(),
    };
    let mut batch = Batch::new();
    match found {
        None => batch.insert(&draft)?,
        Some(mut found) => {
            found.value = draft.clone();
            batch.update(&found)?;
        }
    }
    batch.commit(table).await?;
    Ok(draft)
}

fn arranged(button: &[Button]) -> Result<(), AppError> {
    let deep = |leaf: &Button| !leaf.sub_button.is_empty();
    let fits = button.len() <= COLUMNS
        && button.iter().all(|top| top.sub_button.len() <= ROWS && !top.sub_button.iter().any(deep));
    if !fits {
        let zh = "菜单最多 3 个一级按钮，每个下面最多 5 个，只有两级".to_owned();
        let en = "a menu has at most 3 buttons, 5 below each, and two levels".to_owned();
        return Err(AppError::Input { field: "menu", zh, en });
    }
    match serde_json::to_string(button) {
        Ok(text) if text.len() <= MAX_BYTES => Ok(()),
        _ => {
            let zh = "内容太长：名称最多 60 字节，网址最多 1,024 字节".to_owned();
            let en = "this is too long: names have at most 60 bytes, addresses 1,024".to_owned();
            Err(AppError::Input { field: "menu", zh, en })
        }
    }
}

/// What one fault is, in both languages.
#[must_use]
pub fn explained(fault: &Fault) -> (String, String) {
    use domain::menu::Part;
    let text = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match (fault.flaw, fault.part) {
        (Flaw::NoButton, _) => text("菜单还没有按钮，请先添加", "The menu has no button yet: add one"),
        (Flaw::TooManyColumns, _) => text("最多 3 个一级按钮", "There are at most 3 buttons at the top"),
        (Flaw::TooManyRows, _) => text("每个一级按钮下最多 5 个", "There are at most 5 buttons below one"),
        (Flaw::TooDeep, _) => text("菜单只有两级", "A menu has two levels"),
        (Flaw::Empty, Part::Name) => text("请填写名称", "Enter a name"),
        (Flaw::Empty, Part::Kind) => text("请选择点按后做什么", "Choose what a tap does"),
        (Flaw::Empty, Part::Key) => text("请选择要显示的栏目或功能", "Choose the topic or function to show"),
        (Flaw::Empty, Part::Url) => {
            text("请填写以 https:// 开头的网址", "Enter an address that begins with https://")
        }
        (Flaw::TooLong { limit, used }, _) => (
            format!("太长：{used} 字节，最多 {limit} 字节（一个汉字 3 字节），请缩短"),
            format!("Too long: {used} bytes of at most {limit} (a Chinese character takes 3). Shorten it"),
        ),
        (Flaw::UnknownKind, _) => text(
            "这种按钮只能在公众平台网页上制作，请换一种",
            "Only the platform's own page can make this kind: choose another",
        ),
        (Flaw::UnknownKey, _) => text(
            "没有栏目或功能使用这个键，居民点了没有回答。请另选",
            "No topic or function uses this key, so a tap would get no answer. Choose another",
        ),
        (Flaw::NotHttps, _) => text("网址必须以 https:// 开头", "The address must begin with https://"),
    }
}
